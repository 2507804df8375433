"""One WebRTC call as a person with a microphone would place it. Collects; does not judge."""

import asyncio
import contextlib
import math
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

import httpx
import numpy as np
from aiortc import RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, VideoFrame
from numpy.typing import NDArray

from avatar.mouth_opening import opening
from harness.arrivals import Arrivals
from harness.errors import CallError
from harness.impaired import impair
from harness.loopback import gather_loopback, is_loopback
from harness.microphone import Microphone
from harness.network import Network
from harness.received import Picture, Received, picture, sound_piece
from harness.recording import Recording
from harness.sound import SILENCE, levels
from harness.webm import WebmWriter
from harness.whip import Resource, close_call, open_call
from harness.wire import VERSION, Message, read_message, write_message

SETUP = 15.0
"""seconds from the offer to the server's `bot-ready`"""
HEARTBEAT = 2.0
"""seconds"""
_STOPPED = "bot-stopped-speaking"

T = TypeVar("T")


class Packets(NamedTuple):
    received: int
    lost: int
    """by the gaps in their numbers"""


class Caller:
    """`async with Caller(url) as caller:` places the call and hangs up at the end; raises CallError."""

    def __init__(
        self,
        url: str,
        save: Path | None = None,
        mouth: Callable[[NDArray[np.uint8]], float] = opening,
        network: Network | None = None,
        watch: bool = True,
    ) -> None:
        """`url`: the server, as in http://localhost:8080. `save`: a WebM file for what comes back. `mouth`: reads how
        far the mouth is open from a picture; by default of the drawn counsellor. `network`: what is between them.
        `watch`: False to count the pictures without decoding them, which costs more than all the rest."""
        self.received = Received()
        self._url = url
        self._save = save
        self._mouth = mouth
        self._network = network
        self._watch_her = watch
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._news = asyncio.Event()
        self._http = httpx.AsyncClient(timeout=SETUP)
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._microphone = Microphone()
        self._channel: RTCDataChannel = self._peer.createDataChannel("rtvi")
        self._tasks: list[asyncio.Task[None]] = []
        self._resource: Resource | None = None
        self._webm: WebmWriter | None = None
        self._sent = 0

    async def __aenter__(self) -> Self:
        try:
            async with asyncio.timeout(SETUP):
                await self._connect()
        except TimeoutError:
            await self.hang_up()
            raise CallError("timeout", f"{self._url} did not set the call up within {SETUP:.0f} s") from None
        except BaseException:
            await self.hang_up()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.hang_up()

    async def speak(self, recording: Recording) -> float:
        """Say it in real time. Returns the moment (time.monotonic) of its last voiced sample, right after it."""
        return await self._while_alive(self._microphone.say(recording))

    def send(self, kind: str, data: Mapping[str, Any]) -> None:
        if self._channel.readyState == "open":
            self._sent += 1
            self._channel.send(write_message(kind, data, self._sent))

    async def message(self, kind: str, since: float = 0.0) -> Message:
        """The first message of this kind that came at `since` (time.monotonic) or later."""
        return await self._while_alive(self._find(lambda message: message.kind == kind and message.at >= since))

    async def quiet(self, seconds: float = 0.5) -> None:
        """Wait until the counsellor has been silent for so long: a greeting, or the end of an answer."""
        await self._while_alive(self._until_quiet(seconds))

    async def sound_packets(self) -> Packets:
        """Of the counsellor's sound so far, counted as they come in, before any of them is decoded or too late."""
        stats = await self._sound.getStats()
        (inbound,) = (each for each in stats.values() if each.type == "inbound-rtp")
        return Packets(inbound.packetsReceived, inbound.packetsLost)

    async def hang_up(self) -> None:
        """End the call and finish the file. Safe to call twice."""
        if self._resource is not None:
            resource, self._resource = self._resource, None
            await close_call(self._http, resource)
        if not self._ended.cancel() and not self._ended.cancelled():
            self._ended.exception()  # seen, so that asyncio does not report it as forgotten
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._peer.close()
        await self._http.aclose()
        if self._webm is not None:
            webm, self._webm = self._webm, None
            await asyncio.to_thread(webm.close)

    async def _connect(self) -> None:
        if self._save is not None:
            self._webm = WebmWriter(self._save)
        self._prepare()
        await self._peer.setLocalDescription(await self._peer.createOffer())
        self._resource = await open_call(self._http, self._url, self._peer.localDescription.sdp)
        try:
            await self._peer.setRemoteDescription(RTCSessionDescription(self._resource.answer, "answer"))
        except ValueError as error:
            raise CallError("not-a-call-server", f"{self._url} sent an answer that cannot be read") from error
        await self.message("bot-ready")
        self._start(self._beat())

    def _prepare(self) -> None:
        self._channel.on("open", self._greet)
        self._channel.on("message", self._take)
        self._peer.on("connectionstatechange", self._watch)
        self._peer.addTrack(self._microphone)
        self._sound = self._peer.getTransceivers()[0].receiver
        self._peer.addTransceiver("video", direction="recvonly")
        unseen = {} if self._watch_her else {"video": self._count_picture}
        arrivals = {each.kind: Arrivals(each.receiver, unseen.get(each.kind)) for each in self._peer.getTransceivers()}
        self._peer.on("track", lambda track: self._start(self._consume(track, arrivals[track.kind])))
        if is_loopback(urlsplit(self._url).hostname or ""):
            gather_loopback(self._peer)
        if self._network is not None and not self._network.perfect:
            impair(self._peer, self._network)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(self._notice_failure)
        self._tasks.append(task)

    def _greet(self) -> None:
        self.send("client-ready", {"version": VERSION, "about": {"library": "malbeot-harness"}})

    def _take(self, text: str | bytes) -> None:
        message = read_message(text, time.monotonic())
        self.received.messages.append(message)
        self._wake()
        if message.kind == "server-message/goodbye":
            self._end(CallError("ended", f"the server ended the call: {message.data.get('reason')}"))
        elif message.kind == "error" and message.data.get("fatal"):
            self._end(CallError(str(message.data.get("error")), str(message.data.get("message"))))

    def _watch(self) -> None:
        if self._peer.connectionState in ("failed", "closed"):
            self._end(CallError("ended", "the connection is gone"))

    def _notice_failure(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._end(error)

    def _end(self, error: BaseException) -> None:
        if not self._ended.done():
            self._ended.set_exception(error)

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def _find(self, wanted: Callable[[Message], bool]) -> Message:
        while (found := next(filter(wanted, self.received.messages), None)) is None:
            await self._news.wait()
        return found

    async def _until_quiet(self, seconds: float) -> None:
        begin = time.monotonic()
        while True:
            await asyncio.sleep(0.05)
            since = time.monotonic() - seconds
            last = [piece for piece in self.received.sound if piece.arrival >= since]
            silent = all(levels(piece.samples).max() < SILENCE for piece in last)
            if since >= begin and last and silent and not self._announced_speaking():
                return

    def _announced_speaking(self) -> bool:
        """By the server's word: on a bad line a hole in the sound is not the end of a greeting."""
        turns = [each.kind for each in self.received.messages if each.kind in ("bot-started-speaking", _STOPPED)]
        return bool(turns) and turns[-1] != _STOPPED

    async def _beat(self) -> None:
        while True:
            self.send("client-message", {"t": "heartbeat", "d": {}})
            await asyncio.sleep(HEARTBEAT)

    async def _consume(self, track: MediaStreamTrack, arrivals: Arrivals) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, AudioFrame):
                    self._hear(frame, arrivals.of(frame))
                elif isinstance(frame, VideoFrame):
                    self._see(frame, arrivals.of(frame))

    def _hear(self, frame: AudioFrame, arrival: float) -> None:
        self.received.sound.append(sound_piece(frame, arrival))
        if self._webm is not None:
            self._webm.sound(frame, arrival)

    def _see(self, frame: VideoFrame, arrival: float) -> None:
        self.received.pictures.append(picture(frame, arrival, self._mouth))
        if self._webm is not None:
            self._webm.picture(frame, arrival)

    def _count_picture(self, arrival: float, at: float) -> None:
        self.received.pictures.append(Picture(arrival, at, math.nan))

    async def _while_alive(self, work: Awaitable[T]) -> T:
        """The result, or the reason why the call ended before it."""
        task = asyncio.ensure_future(work)
        try:
            both: set[asyncio.Future[Any]] = {task, self._ended}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                self._ended.result()
            return task.result()
        finally:
            task.cancel()
