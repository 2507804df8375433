"""What `malbeot doctor` finds."""

import socket
import threading
from pathlib import Path

from aioice import stun

from server.config import IceServer, load_profile
from server.doctor import examine


async def test_doctor_finds_a_stun_server_that_answers_and_one_that_does_not(tmp_path: Path) -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as dead,
    ):
        there.bind(("127.0.0.1", 0))
        dead.bind(("127.0.0.1", 0))
        threading.Thread(target=_answer_once, args=(there,), daemon=True).start()
        urls = [f"stun:127.0.0.1:{one.getsockname()[1]}" for one in (there, dead)]
        profile = load_profile("scripted", [f"dialogue.knowledge={tmp_path / 'kb.sqlite'}", f"avatar.clips={tmp_path}"])
        ice = tuple(IceServer(urls=url) for url in urls)
        profile = profile.model_copy(update={"server": profile.server.model_copy(update={"ice_servers": ice})})
        found = [finding async for finding in examine(profile, "http://127.0.0.1:9")]
    assert [finding.level for finding in found if finding.code == "stun"] == ["ok", "fail"]
    assert next(finding for finding in found if finding.code == "server").level == "fail"
    assert all(finding.advice for finding in found if finding.level != "ok")


def _answer_once(there: socket.socket) -> None:
    data, address = there.recvfrom(2048)
    asked = stun.parse_message(data)
    reply = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, asked.transaction_id)
    reply.attributes["XOR-MAPPED-ADDRESS"] = ("198.51.100.7", 4711)
    there.sendto(bytes(reply), address)
