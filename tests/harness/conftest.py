"""A small counsellor for the caller to call: it answers every question with a tone and a mouth that moves with it."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import uvicorn
from aiortc import MediaStreamTrack, RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame
from fastapi import FastAPI, Request, Response
from numpy.typing import NDArray

from harness.arrivals import Arrivals
from harness.loopback import gather_loopback

ANSWER = 1.8
"""seconds"""
ENDPOINT = 0.25
"""seconds of silence after which the question is over"""
SIZE = 256
"""pixels"""
STEP = 960
"""samples, 20 ms"""


@dataclass
class Script:
    delay: float = 0.4
    """seconds from the end of the question to the answer"""
    lag: float = 0.0
    """seconds by which the mouth follows the voice"""
    hearing: bool = True
    busy: bool = False
    greeting: float = 0.0
    """seconds that it says it speaks at the start, while nothing is heard"""
    tells_late_of_greeting: bool = False
    """its record comes when the first question is over"""
    mute: bool = False
    """never says that it is ready"""
    leaves: bool = False
    """hangs up instead of answering"""


@dataclass
class World:
    """What the caller did, for the test to look at."""

    url: str
    requests: list[str] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)


def syllables(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """How loud the voice and how open the mouth is, 0…1, `at` seconds into the answer: uneven syllables."""
    starts = np.cumsum(np.random.default_rng(3).uniform(0.15, 0.32, 40))
    starts = np.concatenate([[0.0], starts[starts < ANSWER - 0.2]])
    number = np.clip(np.searchsorted(starts, at, side="right") - 1, 0, len(starts) - 1)
    strength = np.random.default_rng(4).uniform(0.5, 1.0, len(starts))
    bump = strength[number] * np.sin(np.pi * np.clip((at - starts[number]) / 0.14, 0, 1)) ** 0.5
    return np.where((at < 0) | (at > ANSWER), 0.0, bump)


class Paced(MediaStreamTrack):
    def __init__(self, peer: "Peer", rate: int) -> None:
        super().__init__()
        self.peer = peer
        self.start = time.monotonic()
        self.rate = rate
        self.beat = 0

    async def next_time(self) -> float:
        moment = self.start + self.beat / self.rate
        self.beat += 1
        await asyncio.sleep(max(0.0, moment - time.monotonic()))
        if self.readyState != "live":
            raise MediaStreamError
        return moment


class Voice(Paced):
    kind = "audio"

    async def recv(self) -> AudioFrame:
        at = await self.next_time() + np.arange(STEP) / 48_000
        tone = 8000 * np.sin(2 * np.pi * 300 * at) * syllables(at - self.peer.answer_at)
        noise = np.random.default_rng(self.beat).normal(0, 8, STEP)
        frame = AudioFrame.from_ndarray((tone + noise).astype(np.int16).reshape(1, -1), layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, (self.beat - 1) * STEP, Fraction(1, 48_000)
        return frame


class Face(Paced):
    kind = "video"

    async def recv(self) -> VideoFrame:
        at = await self.next_time() - self.peer.answer_at - self.peer.script.lag
        picture = np.full((SIZE, SIZE), 180, np.uint8)
        height = round(24 * float(syllables(np.array([at]))[0]))
        picture[144 - height // 2 : 144 + height // 2, 126:132] = 30  # where our counsellor's mouth is, and as dark
        frame = VideoFrame.from_ndarray(picture, format="gray").reformat(format="yuv420p")
        frame.pts, frame.time_base = (self.beat - 1) * 3600, Fraction(1, 90_000)
        return frame


class Peer:
    """The counsellor's end of one call."""

    def __init__(self, script: Script, world: World) -> None:
        self.script = script
        self.world = world
        self.answer_at = np.inf
        self.turns = 0
        self.channel: RTCDataChannel | None = None
        self.tasks: list[asyncio.Task[None]] = []
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.peer.on("datachannel", self.on_channel)

    async def answer(self, offer: str) -> str:
        self.peer.addTrack(Voice(self, 50))
        self.peer.addTrack(Face(self, 25))
        await self.peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        gather_loopback(self.peer)
        receiver = next(each.receiver for each in self.peer.getTransceivers() if each.kind == "audio")
        self.tasks.append(asyncio.create_task(self.listen(receiver.track, Arrivals(receiver))))
        await self.peer.setLocalDescription(await self.peer.createAnswer())
        return str(self.peer.localDescription.sdp)

    def on_channel(self, channel: RTCDataChannel) -> None:
        self.channel = channel
        channel.on("message", self.on_message)

    def on_message(self, text: str) -> None:
        message = json.loads(text)
        self.world.messages.append(message)
        if message["type"] == "client-ready" and not self.script.mute:
            self.send("bot-ready", {"version": "1.2.0", "about": {}, "hearing": self.script.hearing, "pace": 1.0})
            self.send("bot-started-speaking", {})
            asyncio.get_running_loop().call_later(self.script.greeting, self.send, "bot-stopped-speaking", {})

    def send(self, kind: str, data: dict[str, Any]) -> None:
        assert self.channel is not None
        self.channel.send(json.dumps({"label": "rtvi-ai", "type": kind, "id": "1", "data": data}))

    async def listen(self, track: MediaStreamTrack, arrivals: Arrivals) -> None:
        last_voice = None
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            assert isinstance(frame, AudioFrame)
            if np.abs(frame.to_ndarray().astype(int)).max() > 500:
                last_voice = arrivals.of(frame)
            elif last_voice is not None and time.monotonic() - last_voice > ENDPOINT:
                self.tasks.append(asyncio.create_task(self.reply(last_voice)))
                last_voice = None

    async def reply(self, last_voice: float) -> None:
        if self.script.leaves:
            self.send("server-message", {"t": "goodbye", "d": {"reason": "shutdown", "text": "안녕히 계세요."}})
            return
        if self.script.tells_late_of_greeting and not self.turns:
            greeting = {"turn": 0, "kind": "talk", "answer_id": None, "answer": "안녕하세요.", "transcript": ""}
            self.send("server-message", {"t": "turn", "d": {**greeting, "voice_to_voice_ms": None, "stages": {}}})
        self.answer_at = last_voice + self.script.delay
        await asyncio.sleep(self.answer_at + ANSWER - time.monotonic())
        self.turns += 1
        stages = {
            "endpoint": {"waited_ms": 0.0, "took_ms": ENDPOINT * 1000, "budget_ms": 200.0},
            "transcribe": {"waited_ms": 5.0, "took_ms": 60.0, "budget_ms": 200.0},
        }
        turn = {"turn": self.turns, "kind": "answer", "answer_id": "bus-card", "answer": "카드는 은행에서 받으세요."}
        heard = {"transcript": "교통카드는 어디서 받나요?", "voice_to_voice_ms": 400.0, "stages": stages}
        self.send("server-message", {"t": "turn", "d": {**turn, **heard}})

    async def close(self) -> None:
        await self.peer.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def counsellor(script: Script, world: World, peers: list[Peer]) -> FastAPI:
    app = FastAPI()

    @app.post("/calls")
    async def open_call(request: Request) -> Response:
        world.requests.append("POST")
        if script.busy:
            problem = {"type": "about:blank", "title": "busy", "status": 503, "detail": "", "code": "server-full"}
            return Response(
                json.dumps({**problem, "message": "지금은 모두 상담 중입니다."}),
                503,
                {"Retry-After": "7"},
                "application/problem+json",
            )
        peers.append(Peer(script, world))
        answer = await peers[-1].answer((await request.body()).decode())
        return Response(answer, 201, {"Location": f"/calls/{len(peers)}", "ETag": '"1"'}, "application/sdp")

    @app.delete("/calls/{number}")
    async def close_call(number: int) -> Response:
        world.requests.append("DELETE")
        await peers[number - 1].close()
        return Response(status_code=200)

    return app


@asynccontextmanager
async def _serve(**script: Any) -> AsyncIterator[World]:
    """A counsellor on a free port of this machine; see Script."""
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        world = World(f"http://127.0.0.1:{port.getsockname()[1]}")
        peers: list[Peer] = []
        app = counsellor(Script(**script), world, peers)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
        serving = asyncio.create_task(server.serve(sockets=[port]))
        try:
            while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
                await asyncio.sleep(0.01)
            yield world
        finally:
            server.should_exit = True
            await serving
            for peer in peers:
                await peer.close()


@pytest.fixture
def serve() -> Callable[..., AbstractAsyncContextManager[World]]:
    return _serve


@pytest.fixture
def question(tmp_path: Path) -> Path:
    """1.2 s of buzzing that ends abruptly, then half a second of nothing."""
    path = tmp_path / "question.wav"
    at = np.arange(round(1.2 * 16_000)) / 16_000
    buzz = 0.3 * np.sign(np.sin(2 * np.pi * 140 * at)) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))
    soundfile.write(path, np.concatenate([buzz, np.zeros(8_000)]), 16_000)
    return path
