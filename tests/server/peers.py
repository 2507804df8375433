"""Two real peers over loopback in one process: a caller and the server's end of the call."""

import asyncio
import fractions
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import av
import numpy as np
from aiortc import MediaStreamTrack, RTCDataChannel, RTCSessionDescription
from av import AudioFrame

from harness.impaired import impair
from harness.network import Network
from server.rtc import CallPeer, answer_offer, close_peer, make_peer
from server.rtc_addresses import REACHES, Reach
from server.sdp import Offer, filter_candidates, validate

LOOPBACK: frozenset[Reach] = frozenset({"loopback"})
PUBLIC: frozenset[Reach] = frozenset({"public"})
ANYWHERE: frozenset[Reach] = frozenset(REACHES)
RATE = 48000
SAMPLES = 960


class Tone(MediaStreamTrack):
    """20 ms frames of 440 Hz in real time."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._frames = 0
        self._began = 0.0

    async def recv(self) -> AudioFrame:
        if not self._frames:
            self._began = time.monotonic()
        await asyncio.sleep(max(0.0, self._began + self._frames * 0.02 - time.monotonic()))
        frame = tone_frame(self._frames)
        self._frames += 1
        return frame


def tone_frame(index: int) -> AudioFrame:
    at = (np.arange(SAMPLES) + index * SAMPLES) / RATE
    frame = AudioFrame.from_ndarray((8000 * np.sin(2 * np.pi * 440 * at)).astype(np.int16)[None], layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, index * SAMPLES, fractions.Fraction(1, RATE)
    return frame


def opus_tone(packets: int) -> list[bytes]:
    """`packets` Opus packets of 20 ms of the tone."""
    encoder = av.AudioCodecContext.create("libopus", "w")
    encoder.format, encoder.layout = av.AudioFormat("s16"), av.AudioLayout("mono")
    encoder.sample_rate, encoder.time_base = RATE, fractions.Fraction(1, RATE)
    coded: list[bytes] = []
    for index in range(packets + 1):
        coded += [bytes(packet) for packet in encoder.encode(tone_frame(index))]
    return coded[:packets]


@dataclass
class Pair:
    caller: CallPeer
    server: CallPeer
    offer: Offer
    channel: RTCDataChannel
    tracks: list[MediaStreamTrack] = field(default_factory=list)
    """what the server's end received"""
    said: list[str | bytes] = field(default_factory=list)
    """messages that reached the server's end"""


async def make_offer(
    caller: CallPeer, microphone: MediaStreamTrack | None = None, network: Network | None = None
) -> RTCDataChannel:
    """Offers what the call page offers: microphone, a video to receive, the data channel."""
    caller.addTransceiver(microphone or Tone(), direction="sendrecv")
    caller.addTransceiver("video", direction="recvonly")
    channel = caller.createDataChannel("rtvi")
    if network:
        impair(caller, network)
    await caller.setLocalDescription(await caller.createOffer())
    return channel


async def offer_text() -> str:
    caller = make_peer([], LOOPBACK)
    try:
        await make_offer(caller)
        return caller.localDescription.sdp
    finally:
        await close_peer(caller)


@asynccontextmanager
async def two_peers() -> AsyncIterator[tuple[CallPeer, CallPeer]]:
    """A caller that has made its offer and a server's end that has not heard of it; both closed afterwards."""
    caller, server = make_peer([], ANYWHERE), make_peer([], LOOPBACK)
    try:
        await make_offer(caller)
        yield caller, server
    finally:
        await close_peer(caller)
        await close_peer(server)


@asynccontextmanager
async def connected(microphone: MediaStreamTrack | None = None) -> AsyncIterator[Pair]:
    """Both ends up, the data channel open; both closed afterwards."""
    caller, server = make_peer([], ANYWHERE), make_peer([], LOOPBACK)
    try:
        channel = await make_offer(caller, microphone)
        offer = validate(caller.localDescription.sdp.encode())
        pair = Pair(caller, server, offer, channel)
        server.on("track", pair.tracks.append)
        server.on("datachannel", lambda channel: channel.on("message", pair.said.append))
        server.addTrack(Tone())
        answer = await answer_offer(server, filter_candidates(offer.text, LOOPBACK).text)
        await caller.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await until(lambda: channel.readyState == "open" and server.connectionState == "connected")
        yield pair
    finally:
        await close_peer(caller)
        await close_peer(server)


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Waits until `condition()`; fails after `seconds`."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  (there is no event for most of what is waited for)
            await asyncio.sleep(0.01)


async def loudness(track: MediaStreamTrack, frames: int = 10, seconds: float = 5.0) -> float:
    """Root mean square of the next frames, in the scale of 16-bit samples."""
    async with asyncio.timeout(seconds):
        heard = [(await track.recv()).to_ndarray().astype(float).ravel() for _ in range(frames)]  # type: ignore[union-attr]
    return float(np.sqrt(np.mean(np.concatenate(heard) ** 2)))
