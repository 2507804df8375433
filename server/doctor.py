"""What is right and wrong with this machine and its network, in plain Korean, and what to do. `examine` is the whole.

Each check is a function that returns one Finding and never raises.
"""

import asyncio
import os
import shutil
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import httpx
import psutil
from aioice import stun, turn
from aiortc.rtcicetransport import parse_stun_turn_uri

from server import preparing
from server.config import IceServer, Profile
from server.counsel import open_knowledge, verify_engines
from server.load import usable_cores
from server.shelf import encodings, path_of

Level = Literal["ok", "warn", "fail"]

CORES: Final = 2
MEMORY: Final = 2.0
"""GB that must be free"""
DISK: Final = 2.0
"""GB"""
PATIENCE: Final = 4.0
"""seconds for anything on the network"""


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    level: Level
    found: str
    """Korean, one sentence"""
    advice: str = ""
    """what to do; empty when nothing is to be done"""


Check = Callable[[Profile], Coroutine[Any, Any, Finding]]


async def examine(profile: Profile, url: str | None = None) -> AsyncIterator[Finding]:
    """`url`: of a server that is running and is to be looked at too."""
    for check in (_cores, _memory, _disk, _engines, _knowledge, _clips, _udp):
        yield await check(profile)
    if not profile.server.ice_servers:
        yield Finding(
            "ice-none",
            "warn",
            "STUN·TURN 서버가 정해져 있지 않습니다.",
            "같은 건물 안에서만 쓰시면 괜찮습니다. 밖에서 쓰시려면 server.ice_servers에 TURN 서버를 적어 주세요.",
        )
    for server in profile.server.ice_servers:
        yield await _ice(server)
    if url:
        for look in (_answers, _secure):
            yield await look(url)


async def _cores(_: Profile) -> Finding:
    cores = usable_cores()
    if cores >= CORES:
        return Finding("cores", "ok", f"쓸 수 있는 CPU가 {cores:g}개입니다.")
    return Finding("cores", "warn", f"쓸 수 있는 CPU가 {cores:g}개뿐입니다.", "두 개 이상이 좋습니다.")


async def _memory(_: Profile) -> Finding:
    free = psutil.virtual_memory().available / 2**30
    if free >= MEMORY:
        return Finding("memory", "ok", f"남은 메모리가 {free:.1f} GB입니다.")
    return Finding(
        "memory", "fail", f"남은 메모리가 {free:.1f} GB뿐입니다.", "다른 프로그램을 닫거나 메모리를 늘려 주세요."
    )


async def _disk(profile: Profile) -> Finding:
    folder = profile.avatar.clips.resolve()
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return Finding("disk", "fail", f"{folder} 폴더에 쓸 수 없습니다.", "폴더의 권한을 확인해 주세요.")
    free = shutil.disk_usage(folder).free / 2**30
    if free >= DISK:
        return Finding("disk", "ok", f"디스크에 {free:.0f} GB가 남아 있습니다.")
    return Finding("disk", "warn", f"디스크에 {free:.1f} GB만 남아 있습니다.", "답변 영상에 약 0.5 GB가 필요합니다.")


async def _engines(profile: Profile) -> Finding:
    try:
        verify_engines(profile)
    except Exception as error:
        return Finding("engines", "fail", f"설정에 없는 엔진이 적혀 있습니다: {error}", "프로필 파일을 고쳐 주세요.")
    return Finding("engines", "ok", "설정에 적힌 엔진이 모두 있습니다.")


async def _knowledge(profile: Profile) -> Finding:
    try:
        entries = (await asyncio.to_thread(open_knowledge, profile.dialogue.knowledge)).entries()
    except Exception as error:
        return Finding(
            "knowledge", "fail", f"지식 파일을 열 수 없습니다: {error}", "malbeot kb import로 다시 만들어 주세요."
        )
    undated = sum(entry.checked is None for entry in entries)
    if undated:
        return Finding(
            "knowledge",
            "warn",
            f"안내 {len(entries)}건 가운데 {undated}건은 확인한 날짜가 없습니다.",
            "malbeot kb check로 찾아 확인해 주세요.",
        )
    return Finding("knowledge", "ok", f"안내가 {len(entries)}건 있습니다.")


async def _clips(profile: Profile) -> Finding:
    entries = open_knowledge(profile.dialogue.knowledge).entries()
    texts = preparing.texts(profile, entries)
    encoding = encodings(profile)[0]
    made = sum(path_of(profile, text, encoding).is_file() for text in texts)
    found = f"답변 영상이 {len(texts)}개 가운데 {made}개 준비되어 있습니다."
    if made == len(texts):
        return Finding("clips", "ok", found)
    return Finding("clips", "warn", found, "malbeot kb prepare를 실행하시거나, 서버를 켜 두시면 저절로 만들어집니다.")


async def _udp(_: Profile) -> Finding:
    try:
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as two,
        ):
            one.bind(("127.0.0.1", 0))
            one.settimeout(PATIENCE)
            two.sendto(b"malbeot", one.getsockname())
            await asyncio.to_thread(one.recv, 16)
    except OSError as error:
        return Finding("udp", "fail", f"UDP로 보내고 받을 수 없습니다: {error}", "방화벽에서 UDP를 열어 주세요.")
    return Finding("udp", "ok", "이 컴퓨터 안에서는 UDP가 통합니다.")


async def _ice(server: IceServer) -> Finding:
    where = parse_stun_turn_uri(server.urls)
    asked = _turn if where["scheme"].startswith("turn") else _stun
    kind = where["scheme"].upper()
    try:
        async with asyncio.timeout(PATIENCE):
            seen = await asked(server)
    except (OSError, TimeoutError, ValueError, stun.TransactionError) as error:
        return Finding(
            where["scheme"],
            "fail",
            f"{kind} 서버 {where['host']}:{where['port']}에서 답이 없습니다 ({type(error).__name__}).",
            "주소와 비밀번호를 확인하시고, 방화벽에서 그 포트의 UDP와 TCP를 열어 주세요.",
        )
    return Finding(where["scheme"], "ok", f"{kind} 서버 {where['host']}가 답합니다. 밖에서 보이는 주소는 {seen}입니다.")


async def _stun(server: IceServer) -> str:
    where = parse_stun_turn_uri(server.urls)
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[bytes] = loop.create_future()

    class Answer(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: object) -> None:
            if not answered.done():
                answered.set_result(data)

    transport, _ = await loop.create_datagram_endpoint(Answer, remote_addr=(where["host"], where["port"]))
    try:
        transport.sendto(bytes(stun.Message(stun.Method.BINDING, stun.Class.REQUEST)))
        reply = stun.parse_message(await answered)
    finally:
        transport.close()
    address = reply.attributes.get("XOR-MAPPED-ADDRESS") or reply.attributes["MAPPED-ADDRESS"]
    return str(address[0])


async def _turn(server: IceServer) -> str:
    where = parse_stun_turn_uri(server.urls)
    transport, _ = await turn.create_turn_endpoint(
        asyncio.DatagramProtocol,
        server_addr=(where["host"], where["port"]),
        username=server.username,
        password=server.credential,
        ssl=where["scheme"] == "turns",
        transport=where.get("transport", "udp"),
    )
    address = transport.get_extra_info("sockname")
    transport.close()
    return str(address[0])


async def _answers(url: str) -> Finding:
    try:
        async with httpx.AsyncClient(timeout=PATIENCE, verify=False) as http:  # only whether it answers
            health = (await http.get(f"{url}/healthz")).json()
    except (httpx.HTTPError, ValueError) as error:
        return Finding(
            "server",
            "fail",
            f"{url} 에서 답이 없습니다 ({type(error).__name__}).",
            "서버를 켜시고 주소를 확인해 주세요.",
        )
    if health.get("failure"):
        return Finding(
            "server", "fail", f"서버가 준비되지 못했습니다: {health['failure']}", "서버 기록을 확인해 주세요."
        )
    return Finding("server", "ok", "서버가 답합니다.")


async def _secure(url: str) -> Finding:
    parts = urlsplit(url)
    if parts.hostname in ("localhost", "127.0.0.1", "::1"):
        return Finding("https", "ok", "같은 컴퓨터에서는 HTTPS 없이도 마이크를 쓸 수 있습니다.")
    if parts.scheme != "https":
        return Finding(
            "https",
            "fail",
            "HTTPS가 아니라서 다른 컴퓨터의 브라우저가 마이크를 막습니다.",
            "인증서를 두고 HTTPS로 열어 주세요. 방법은 docs/operators.md에 있습니다.",
        )
    try:
        await asyncio.to_thread(_shake_hands, parts.hostname or "", parts.port or 443)
    except (OSError, ssl.SSLError) as error:
        return Finding(
            "https", "fail", f"인증서를 믿을 수 없습니다: {error}", "이름과 날짜가 맞는 인증서로 바꿔 주세요."
        )
    return Finding("https", "ok", "HTTPS 인증서가 올바릅니다.")


def _shake_hands(host: str, port: int) -> None:
    with (
        socket.create_connection((host, port), PATIENCE) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=host),
    ):
        pass
