"""Clips go out as packets, and what arrives and is decoded is whole at every joint."""

import asyncio
import time
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import ClassVar

import av
import numpy as np
import pytest
from aiortc import RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from avatar import clips, takes
from avatar.clips import Encoding
from avatar.types import Cues, Frame, Mood, State
from harness.network import Network
from server.config import Profile, load_profile
from server.face_track import FaceTrack
from server.ladder import Ladder, Quality
from server.playout import Playout
from server.rtc import answer_offer, close_peer, make_peer
from server.rtc_picture import on_key_request
from server.scene import Scene
from server.sdp import filter_candidates, validate
from server.shelf import LOOPS, Shelf, encodings, loop_name, path_of
from server.stage import Stage
from server.voice_track import VoiceTrack
from speech.types import Speech
from tests.server.peers import ANYWHERE, LOOPBACK, make_offer, until

SIDE = 128
FIRST, SECOND = "첫 문장입니다.", "둘째 문장입니다."


class Barcode:
    """A face of two plain halves: above what it does, below how far its line is."""

    size = (SIDE, SIDE)
    shades: ClassVar = {State.IDLE: 60, State.LISTENING: 100, State.THINKING: 140, State.SPEAKING: 200}

    def __init__(self) -> None:
        self.drawn = 0

    def animate(self, cues: Cues, at: float) -> Frame:
        self.drawn += 1
        image = np.empty((SIDE, SIDE, 3), np.uint8)
        image[: SIDE // 2] = self.shades[cues.now.state]
        line = next((line for line in cues.lines if line.start <= at < line.end), None)
        image[SIDE // 2 :] = 30 if line is None else 80 + round(100 * (at - line.start) / line.speech.seconds)
        return Frame(image, at)


def tone(text: str, seconds: float) -> Speech:
    """A pitch of its own for each text."""
    pitch = 300 + zlib.crc32(text.encode()) % 400
    samples = 0.3 * np.sin(np.arange(round(48_000 * seconds)) * 2 * np.pi * pitch / 48_000)
    return Speech(samples.astype(np.float32), 48_000, text)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    folder = tmp_path_factory.mktemp("clips")
    profile = load_profile("scripted", [f"avatar.clips={folder}", "avatar.bitrates=[200000]"])
    (encoding,) = encodings(profile)
    for state, mood in LOOPS:
        _record(profile, loop_name(state, mood), encoding, takes.resting(state, mood, 2.0), None)
    for text in (FIRST, SECOND):
        speech = tone(text, 1.6)
        _record(profile, text, encoding, clips.take_of(speech), speech)
    return profile


def _record(profile: Profile, text: str, encoding: Encoding, take: takes.Take, speech: Speech | None) -> None:
    clips.record(Barcode(), take, {path_of(profile, text, encoding): encoding}, speech)


@dataclass
class Line:
    """A call without its turns: what the two tracks send, and what arrives."""

    playout: Playout
    scene: Scene
    shelf: Shelf
    animator: Barcode
    face: FaceTrack
    voice: VoiceTrack
    sent: Counter[str] = field(default_factory=Counter)
    pictures: list[tuple[float, np.ndarray]] = field(default_factory=list)
    """seconds on the sender's clock and grey picture"""
    sound: list[np.ndarray] = field(default_factory=list)
    stamps: list[float] = field(default_factory=list)
    """seconds on the sender's clock of each piece of sound"""
    stalled: float = 0.0
    """seconds by which the machine itself was at most late; no pause of that length is the line's"""

    def clip(self, text: str) -> float:
        opened = self.shelf.sentence(text, 500_000)
        assert opened
        return self.playout.put(opened.speech, lambda _: self.scene.set(State.SPEAKING), opened)

    def live(self, text: str, seconds: float) -> float:
        return self.playout.put(tone(text, seconds), lambda _: self.scene.set(State.SPEAKING))


@asynccontextmanager
async def line(
    profile: Profile, network: Network | None = None, quality: Quality = Quality.FULL
) -> AsyncIterator[Line]:
    playout = Playout()
    scene = Scene("call", playout)
    shelf = Shelf(profile)
    shelf.open_loops()
    stage = Stage("animate", 60)
    animator = Barcode()
    face = FaceTrack(animator, stage, playout, scene, shelf, Ladder(quality, quality), 25)
    voice = VoiceTrack(playout)
    call = Line(playout, scene, shelf, animator, face, voice)
    caller, server = make_peer([], ANYWHERE), make_peer([], LOOPBACK)
    tasks: list[asyncio.Task[None]] = [asyncio.create_task(_watch(call))]
    caller.on("track", lambda track: tasks.append(asyncio.create_task(_receive(call, track))))
    try:
        await make_offer(caller, network=network)
        offer = validate(caller.localDescription.sdp.encode())
        server.addTrack(_counted(voice, call))
        on_key_request(server.addTransceiver(_counted(face, call), direction="sendonly").sender, face.want_key)
        answer = await answer_offer(server, filter_candidates(offer.text, LOOPBACK).text)
        await caller.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        # the receiver may lose the first ones, and a lost packet of the handshake costs seconds
        await until(lambda: len(call.pictures) > 30, seconds=15)
        call.pictures.clear()
        yield call
    finally:
        for task in tasks:
            task.cancel()
        await close_peer(caller)
        await close_peer(server)
        stage.close()


async def _watch(call: Line) -> None:
    while True:
        began = time.monotonic()
        await asyncio.sleep(0.02)
        call.stalled = max(call.stalled, time.monotonic() - began - 0.02)


def _counted(track: MediaStreamTrack, call: Line) -> MediaStreamTrack:
    pull = track.recv

    async def recv() -> object:
        given = await pull()
        call.sent[f"{track.kind} {'packet' if isinstance(given, av.Packet) else 'frame'}"] += 1
        return given

    track.recv = recv  # type: ignore[assignment]
    return track


async def _receive(call: Line, track: MediaStreamTrack) -> None:
    try:
        while True:
            frame = await track.recv()
            if isinstance(frame, av.VideoFrame):
                call.pictures.append((float(frame.time or 0), frame.to_ndarray(format="gray")))
            else:
                assert isinstance(frame, av.AudioFrame)
                call.stamps.append(float(frame.time or 0))
                call.sound.append(frame.to_ndarray().reshape(frame.samples, -1)[:, 0])
    except MediaStreamError:
        pass


def faults(call: Line) -> list[str]:
    """Pictures that are not two plain halves, and pauses between pictures."""
    halves = (slice(4, SIDE // 2 - 4), slice(SIDE // 2 + 4, -4))
    found = [f"broken at {at:.2f}" for at, picture in call.pictures if any(picture[h].std() > 6 for h in halves)]
    times = [at for at, _ in call.pictures]
    found += [f"frozen at {a:.2f} for {b - a:.2f}" for a, b in pairwise(times) if b - a > 0.4 + call.stalled]
    found += [f"back in time at {a:.2f}" for a, b in pairwise(times) if b <= a]
    return found


def shades(call: Line) -> set[int]:
    """What was seen above, to the next ten."""
    return {int(round(float(picture[: SIDE // 2].mean()), -1)) for _, picture in call.pictures}


async def test_a_call_at_rest_is_packets_alone(profile: Profile) -> None:
    async with line(profile) as call:
        await asyncio.sleep(1.0)
        call.sent.clear()
        encoded = call.voice.encoded
        await asyncio.sleep(2.5)
        assert call.sent["video packet"] > 50 and not call.sent["video frame"]
        assert call.sent["audio packet"] > 100 and call.voice.encoded == encoded
        assert not faults(call)


async def test_idle_clips_live_speech_and_idle_again_join_whole(profile: Profile) -> None:
    async with line(profile) as call:
        await asyncio.sleep(0.8)
        call.scene.set(State.THINKING)
        await asyncio.sleep(0.2)
        call.clip(FIRST)
        call.clip(SECOND)
        call.live("살아 있는 말", 0.8)
        await call.playout.wait_until_queued_below(0)
        call.scene.set(State.IDLE, Mood.WARM)
        await asyncio.sleep(1.5)
    assert not faults(call)
    assert {60, 200} <= shades(call)
    assert call.sent["video packet"] > call.sent["video frame"]
    assert max(b - a for a, b in pairwise(call.stamps)) < 0.03, "the sound's clock runs on evenly at every joint"
    heard = np.concatenate(call.sound).astype(float)
    loud = np.flatnonzero(np.abs(heard) > 2000)
    seconds = (loud[-1] - loud[0]) / 48_000
    assert seconds == pytest.approx(1.6 * 2 + 0.8 + clips.LEAD + 2 * clips.TAIL, abs=0.25)


async def test_going_over_to_a_face_at_rest_draws_hardly_anything(profile: Profile) -> None:
    async with line(profile) as call:
        await asyncio.sleep(0.8)
        call.sent.clear()
        call.animator.drawn = 0
        call.scene.set(State.THINKING)
        await asyncio.sleep(0.8)
        assert call.sent["video frame"] > 3, "it is faded to"
        assert 1 <= call.animator.drawn <= 2, "what it is faded from"
    assert not faults(call)
    assert {60, 140} <= shades(call)
    assert any(60 < shade < 140 for shade in shades(call)), "faces between the two"


async def test_an_interrupted_clip_is_not_seen_or_heard_on(profile: Profile) -> None:
    async with line(profile) as call:
        call.clip(FIRST)
        await asyncio.sleep(1.0)
        call.playout.clear()
        call.scene.set(State.LISTENING)
        await asyncio.sleep(1.5)
    assert not faults(call)
    late = [picture for _, picture in call.pictures[-20:]]
    assert late and all(picture[SIDE // 2 :].mean() < 50 for picture in late)
    tail = np.concatenate(call.sound[-20:])
    assert np.abs(tail).max() < 1000


@pytest.mark.parametrize(("loss", "longest"), [(0.02, 1.2), (0.05, 1.5), (0.1, 3.0)])
async def test_lost_packets_break_no_picture_for_long(profile: Profile, loss: float, longest: float) -> None:
    async with line(profile, Network(loss=loss, delay=0.02, seed=3)) as call:
        for _ in range(2):
            call.clip(FIRST)
            call.clip(SECOND)
            await call.playout.wait_until_queued_below(0)
            call.scene.set(State.IDLE, Mood.WARM)
            await asyncio.sleep(1.0)
    broken = [fault for fault in faults(call) if fault.startswith("broken")]
    assert len(broken) < 0.02 * len(call.pictures)
    times = [at for at, _ in call.pictures]
    assert max(b - a for a, b in pairwise(times)) < longest + call.stalled, "the next key picture is never far"
    assert len(times) > 0.75 * 25 * (times[-1] - times[0])


async def test_under_load_clips_go_on_and_live_speech_is_heard_before_a_held_face(profile: Profile) -> None:
    async with line(profile, quality=Quality.STILL) as call:
        await asyncio.sleep(0.5)
        call.sent.clear()
        call.live("살아 있는 말", 2.0)
        await call.playout.wait_until_queued_below(0)
        assert call.voice.encoded > 90 and call.sent["video frame"] <= 4
        call.scene.set(State.IDLE, Mood.WARM)
        await asyncio.sleep(1.0)
        call.sent.clear()
        call.clip(FIRST)
        await call.playout.wait_until_queued_below(0)
        assert call.sent["video packet"] > 12 and call.sent["video frame"] <= 2  # a busy machine joins a second later


async def test_after_a_standstill_longer_than_a_clip_waits_the_picture_goes_on(profile: Profile) -> None:
    async with line(profile) as call:
        await asyncio.sleep(0.5)
        call.clip(FIRST)
        await asyncio.sleep(0.55)
        for _ in range(50):  # the sound catches up on a second at once, past a key picture
            call.playout.pull()
        call.sent.clear()
        await asyncio.sleep(0.4)
        assert call.sent["video frame"] + call.sent["video packet"] > 4


async def test_a_lost_picture_is_asked_for_and_comes_before_the_next_second(profile: Profile) -> None:
    async with line(profile) as call:
        await asyncio.sleep(0.8)
        call.sent.clear()
        call.face.want_key()
        await asyncio.sleep(0.2)
        assert call.sent["video frame"] > 2, "drawn and coded from here"
        await asyncio.sleep(1.3)
        call.sent.clear()
        await asyncio.sleep(0.5)
        assert not call.sent["video frame"], "the clip was joined at its next key picture"
    assert not faults(call)
