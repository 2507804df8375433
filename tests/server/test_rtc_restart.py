"""An ICE restart: a new path under the same DTLS session, while sound and messages go on."""

import asyncio

import pytest
from aiortc import RTCSessionDescription

from server import rtc, sdpfrag
from server.problems import Problem
from server.rtc import add_candidates, answer_offer, begin_session, join_session, local_fragment, restart_ice
from server.sdp import validate
from server.sdpfrag import Fragment, format_fragment
from tests.server.peers import Pair, connected, loudness, two_peers, until


async def restart(pair: Pair) -> None:
    """What a caller does: new credentials by PATCH, the server's fragment back."""
    following = await begin_session(pair.caller)
    sent = format_fragment(local_fragment(following), pair.offer.mids)
    reply = format_fragment(await restart_ice(pair.server, sdpfrag.parse(sent.encode())), pair.offer.mids)
    join_session(pair.caller, following, sdpfrag.parse(reply.encode()))
    await add_candidates(pair.caller, sdpfrag.parse(reply.encode()))


async def test_the_call_goes_on_over_the_new_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtc, "LINGER_SECONDS", 0.1)
    async with connected() as pair:
        await loudness(pair.tracks[0], frames=20)
        first, tag = pair.server.session, pair.server.tag
        await restart(pair)
        assert pair.server.tag != tag
        await until(lambda: pair.server.session is not first and pair.server.following is None)
        await until(lambda: pair.caller.following is None)
        await until(lambda: first._protocols == [])  # the old sockets are closed
        assert await loudness(pair.tracks[0], frames=30) > 3000
        pair.channel.send("아직 들리세요?")
        await until(lambda: "아직 들리세요?" in pair.said)
        assert pair.server.connectionState == pair.caller.connectionState == "connected"


async def test_no_sound_is_lost_on_the_way_over() -> None:
    async with connected() as pair:
        await loudness(pair.tracks[0], frames=20)
        session = pair.server.session
        await restart(pair)
        levels = [await loudness(pair.tracks[0], frames=1) for _ in range(80)]
        assert pair.server.session is not session
        assert min(levels) > 3000, "silence stands where packets are missing"


async def test_twice_in_a_row() -> None:
    async with connected() as pair:
        for _ in range(2):
            session = pair.server.session
            await restart(pair)
            await until(lambda old=session: pair.server.session is not old)  # type: ignore[misc]
        assert await loudness(pair.tracks[0], frames=30) > 3000


async def test_a_restart_nobody_follows_leaves_the_old_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtc, "RESTART_SECONDS", 0.2)
    async with connected() as pair:
        session = pair.server.session
        await restart_ice(pair.server, Fragment("newUfrag", "a" * 24))
        await until(lambda: pair.server.following is None)
        assert pair.server.session is session
        assert await loudness(pair.tracks[0], frames=20) > 3000


async def test_hanging_up_in_the_middle_of_a_restart_leaves_nothing() -> None:
    async with connected() as pair:
        tasks = len(asyncio.all_tasks())
        await restart_ice(pair.server, Fragment("newUfrag", "a" * 24))
        following = pair.server.following
    assert following is not None
    assert following._protocols == []
    assert len(asyncio.all_tasks()) < tasks


async def test_too_early() -> None:
    async with two_peers() as (caller, server):
        await answer_offer(server, validate(caller.localDescription.sdp.encode()).text)
        with pytest.raises(Problem, match="ice-restart-early"):
            await restart_ice(server, Fragment("newUfrag", "a" * 24))


async def test_trickled_candidates_connect_a_call_offered_without_any() -> None:
    async with two_peers() as (caller, server):
        text = caller.localDescription.sdp
        bare = "".join(line for line in text.splitlines(keepends=True) if "candidate" not in line)
        offer = validate(bare.encode())
        answer = await answer_offer(server, offer.text)
        # the caller gets an answer with no candidates either, so only the trickled ones can join them
        silent = "".join(line for line in answer.splitlines(keepends=True) if "a=candidate" not in line)
        await caller.setRemoteDescription(
            RTCSessionDescription(silent.replace("a=end-of-candidates\r\n", ""), "answer")
        )
        dropped = await add_candidates(server, local_fragment(caller.session))
        assert {reason for _, reason in dropped} <= {"private", "public", "address"}
        await until(lambda: server.connectionState == caller.connectionState == "connected")


async def test_candidates_of_another_session_are_refused() -> None:
    async with two_peers() as (caller, server):
        await answer_offer(server, validate(caller.localDescription.sdp.encode()).text)
        with pytest.raises(Problem, match="frag-unknown-ufrag"):
            await add_candidates(server, Fragment("nobody", "a" * 24))
