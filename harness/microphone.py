"""The caller's microphone: recordings in real time, and a faint room noise when nothing is said."""

import asyncio
import time
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from harness.recording import Recording
from harness.sound import RATE, Pcm

STEP = RATE // 50
"""samples, 20 ms: one packet"""
ROOM = 8.0
"""RMS of the room noise in 16-bit steps (−72 dBFS)"""


@dataclass(slots=True)
class _Saying:
    recording: Recording
    said: asyncio.Future[float]
    sent: int = 0
    """samples"""


class Microphone(MediaStreamTrack):
    """Paces itself by the wall clock, 20 ms a frame; frames that were missed are sent at once, as a sound card does."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._noise = np.random.default_rng(0)
        self._queue: list[_Saying] = []
        self._start: float | None = None
        self._beat = 0

    def say(self, recording: Recording) -> asyncio.Future[float]:
        """Queue a recording. The result: the moment (time.monotonic) at which its last voiced sample was spoken."""
        saying = _Saying(recording, asyncio.get_running_loop().create_future())
        self._queue.append(saying)
        return saying.said

    async def recv(self) -> AudioFrame:
        await self._pace()
        if self.readyState != "live":
            raise MediaStreamError
        frame = AudioFrame.from_ndarray(self._next_samples(time.monotonic()).reshape(1, -1), layout="mono")
        frame.sample_rate = RATE
        frame.time_base = Fraction(1, RATE)
        frame.pts = self._beat * STEP
        self._beat += 1
        return frame

    async def _pace(self) -> None:
        if self._start is None:
            self._start = time.monotonic()
        await asyncio.sleep(max(0.0, self._start + self._beat * STEP / RATE - time.monotonic()))

    def _next_samples(self, now: float) -> Pcm:
        samples = self._noise.normal(0, ROOM, STEP).round().astype(np.int16)
        if self._queue:
            saying = self._queue[0]
            part = saying.recording.samples[saying.sent : saying.sent + STEP]
            samples[: len(part)] = part
            _note_end(saying, now)
            saying.sent += STEP
            if saying.sent >= len(saying.recording.samples):
                self._queue.pop(0)
        return samples


def _note_end(saying: _Saying, now: float) -> None:
    """A microphone's packet leaves once its last sample was spoken, so a sample inside it is older than the packet."""
    before_packet_end = saying.sent + STEP - saying.recording.voiced_end
    if 0 <= before_packet_end < STEP and not saying.said.done():
        saying.said.set_result(now - before_packet_end / RATE)
