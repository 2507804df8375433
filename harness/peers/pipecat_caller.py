"""A call to a pipecat server with its small WebRTC transport, as its own browser client places it: an offer goes to
/api/offer, and `ping` over the data channel shows each second that the caller is there. Only sound is received."""

import asyncio
import contextlib
import json
from types import TracebackType
from typing import Final, Self

import httpx
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from harness.arrivals import Arrivals
from harness.errors import CallError
from harness.microphone import Microphone
from harness.received import Received, sound_piece
from harness.recording import Recording

SETUP: Final = 15.0
"""seconds from the offer to a connection"""
PING: Final = 1.0
"""seconds; the server takes a caller for gone after 3 s"""


class PipecatCaller:
    """`async with PipecatCaller(url) as caller:` places the call and hangs up at the end; raises CallError."""

    def __init__(self, url: str) -> None:
        self.received = Received()
        self._offers = url.rstrip("/") + "/api/offer"
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._channel = self._peer.createDataChannel("signalling")
        self._microphone = Microphone()
        self._connected = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        try:
            async with asyncio.timeout(SETUP):
                await self._connect()
        except TimeoutError:
            await self.hang_up()
            raise CallError("timeout", f"{self._offers} did not set the call up within {SETUP:.0f} s") from None
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
        return await self._microphone.say(recording)

    def cut(self) -> None:
        """Our peer stops speaking at such a message; pipecat leaves to its user what messages mean."""
        self._channel.send(json.dumps({"type": "interrupt"}))

    async def hang_up(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._peer.close()

    async def _connect(self) -> None:
        self._peer.addTrack(self._microphone)
        arrivals = Arrivals(self._peer.getTransceivers()[0].receiver)
        self._peer.on("track", lambda track: self._tasks.append(asyncio.create_task(self._listen(track, arrivals))))
        self._peer.on("connectionstatechange", self._watch)
        await self._peer.setLocalDescription(await self._peer.createOffer())
        offer = self._peer.localDescription
        try:
            async with httpx.AsyncClient(timeout=SETUP) as http:
                response = await http.post(self._offers, json={"sdp": offer.sdp, "type": offer.type})
                answer = response.raise_for_status().json()
        except httpx.HTTPError as error:
            raise CallError("unreachable", f"{self._offers} does not take an offer: {error}") from error
        await self._peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], answer["type"]))
        await self._connected.wait()
        self._tasks.append(asyncio.create_task(self._ping()))

    def _watch(self) -> None:
        if self._peer.connectionState == "connected":
            self._connected.set()

    async def _ping(self) -> None:
        while True:
            if self._channel.readyState == "open":
                self._channel.send("ping")
            await asyncio.sleep(PING)

    async def _listen(self, track: MediaStreamTrack, arrivals: Arrivals) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, AudioFrame):
                    self.received.sound.append(sound_piece(frame, arrivals.of(frame)))
