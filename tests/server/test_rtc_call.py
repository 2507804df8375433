"""Two real peers: what the caller gets, what the server hears, how a call ends."""

import asyncio
import os
import socket
from typing import Any

import pytest
from aioice import stun
from aiortc import RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from server import rtc
from server.rtc import answer_offer, close_peer, make_peer, require_tested_versions
from server.sdp import filter_candidates, validate
from tests.server.peers import LOOPBACK, PUBLIC, connected, loudness, make_offer, offer_text, two_peers, until


def test_another_aiortc_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rtc.TESTED, "aiortc", "1.15.0")
    with pytest.raises(RuntimeError, match=r"aiortc.*1\.15\.0"):
        require_tested_versions()


async def test_no_stun_server_but_the_configured() -> None:
    plain = RTCPeerConnection()
    plain.addTransceiver("audio")
    assert plain.getTransceivers()[0].receiver.transport.transport._connection.stun_server, "aiortc's own default"
    none, own = make_peer([], LOOPBACK), make_peer([RTCIceServer("stun:stun.example:3479")], LOOPBACK)
    for peer in (none, own):
        peer.addTransceiver("audio")
    assert none.session.stun_server is None
    assert own.session.stun_server == ("stun.example", 3479)
    await plain.close()
    await close_peer(none)
    await close_peer(own)


async def test_sound_and_messages_pass_and_the_camera_does_not() -> None:
    async with connected() as pair:
        pair.channel.send("여보세요")
        assert [track.kind for track in pair.tracks] == ["audio"]
        await loudness(pair.tracks[0])  # the beginning fades in
        assert await loudness(pair.tracks[0]) > 3000
        await until(lambda: pair.said == ["여보세요"])


async def test_a_camera_that_is_offered_is_answered_sendonly() -> None:
    text = (await offer_text()).replace("a=recvonly", "a=sendrecv")
    server = make_peer([], LOOPBACK)
    tracks: list[Any] = []
    server.on("track", tracks.append)
    server.addTransceiver("video", direction="sendrecv")
    answer = await answer_offer(server, validate(text.encode()).text)
    video = answer[answer.index("m=video") :]
    assert "a=sendonly" in video.split("m=application")[0]
    assert [track.kind for track in tracks] == ["audio"]
    await close_peer(server)


async def test_hanging_up_leaves_nothing_behind() -> None:
    async with connected():
        pass
    before = (len(asyncio.all_tasks()), _open_files())
    for _ in range(3):
        async with connected() as pair:
            await loudness(pair.tracks[0], frames=3)
    await asyncio.sleep(0)
    assert (len(asyncio.all_tasks()), _open_files()) == before


async def test_hanging_up_ends_the_readers_track_even_before_the_call_stood() -> None:
    server = make_peer([], LOOPBACK)
    await answer_offer(server, validate((await offer_text()).encode()).text)
    receiver = next(r for r in server.getReceivers() if r.track)
    reading = asyncio.create_task(receiver.track.recv())
    await asyncio.sleep(0)
    await close_peer(server)
    with pytest.raises(MediaStreamError):
        await asyncio.wait_for(reading, 1)


class SilentTurn(asyncio.DatagramProtocol):
    """A TURN server that grants an allocation and is then never heard of again."""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        asked = stun.parse_message(data)
        if asked.message_method != stun.Method.ALLOCATE:
            return
        granted = stun.Message(asked.message_method, stun.Class.RESPONSE, asked.transaction_id)
        granted.attributes["XOR-RELAYED-ADDRESS"] = ("192.0.2.9", 50000)
        granted.attributes["XOR-MAPPED-ADDRESS"] = addr
        granted.attributes["LIFETIME"] = 600
        self.transport.sendto(bytes(granted), addr)


async def test_a_turn_server_that_has_gone_does_not_hold_the_end_up() -> None:
    loop = asyncio.get_running_loop()
    turn, _ = await loop.create_datagram_endpoint(SilentTurn, local_addr=("127.0.0.1", 0))
    url = f"turn:127.0.0.1:{turn.get_extra_info('sockname')[1]}"
    before = (len(asyncio.all_tasks()), _open_files())
    peer = make_peer([RTCIceServer(url, username="u", credential="p")], LOOPBACK)
    assert "typ relay" in await answer_offer(peer, validate((await offer_text()).encode()).text)
    await asyncio.wait_for(close_peer(peer, seconds=0.2), 2)
    await until(lambda: (len(asyncio.all_tasks()), _open_files()) == before, 2)
    turn.close()
    await asyncio.sleep(0)


async def test_loopback_only_where_it_is_allowed() -> None:
    for allowed in (LOOPBACK, PUBLIC):
        peer = make_peer([], allowed)
        await make_offer(peer)
        assert (" 127.0.0.1 " in peer.localDescription.sdp) is (allowed == LOOPBACK)
        await close_peer(peer)


async def test_a_caller_from_a_refused_address_is_not_even_answered() -> None:
    """Peer-reflexive candidates are judged like written ones."""
    async with two_peers() as (caller, server):
        offer = filter_candidates(validate(caller.localDescription.sdp.encode()).text, frozenset())
        assert not offer.kept
        answer = await answer_offer(server, offer.text)
        server.session._allowed = PUBLIC
        await caller.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await asyncio.sleep(0.3)
        assert server.session.remote_candidates == []
        server.session._allowed = LOOPBACK
        await until(lambda: server.connectionState == "connected")


FATAL_ALERT = bytes.fromhex("15fefd000000000000000000020228")
"""DTLS 1.2, epoch 0: handshake failure"""


SHORT_PRIORITY = bytes.fromhex("000100082112a442") + bytes(12) + bytes.fromhex("0024000100000000")
"""STUN, an attribute of one byte that should have four"""


@pytest.mark.parametrize("packet", [b"", FATAL_ALERT, b"\x80" + bytes(60), b"\x00\x01" + bytes(60), SHORT_PRIORITY])
async def test_packets_from_a_stranger_do_nothing(packet: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing, an alert, RTP, broken STUN: while the call stands."""
    async with connected() as pair:
        received = pair.server.session._queue
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            for _ in range(20):
                stranger.sendto(packet, pair.server.session._nominated[1].local_addr)
            source = ("127.0.0.1", stranger.getsockname()[1])
            pair.server.session.packet_received(FATAL_ALERT, source)
        assert received.empty()
        await loudness(pair.tracks[0], frames=5)
        assert pair.server.connectionState == "connected"
        assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]


async def test_a_forged_alert_does_not_kill_the_set_up() -> None:
    """Sent while the handshake runs, from an address that has not shown the password."""
    async with two_peers() as (caller, server):
        answer = await answer_offer(server, validate(caller.localDescription.sdp.encode()).text)
        port = next(c.port for c in server.session.local_candidates if c.host == "127.0.0.1")
        await caller.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            while server.connectionState == "connecting":
                stranger.sendto(FATAL_ALERT, ("127.0.0.1", port))
                await asyncio.sleep(0.002)
        assert server.connectionState == "connected"


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))
