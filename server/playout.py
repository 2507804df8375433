"""The only queue between the counsellor and the caller. Sound is the master clock: time here is samples handed out.

What is queued can be taken back at once; at most what the sender has already pulled (20 ms) is beyond recall.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import soxr
from numpy.typing import NDArray

from avatar.types import Line
from speech.types import Samples, Speech

RATE = 48_000
"""Hz; what Opus codes"""
STEP = 960
"""samples handed out at a time: 20 ms"""
REMEMBERED = 1.0
"""seconds for which a line that was said is still told to the face, so that the mouth can close"""

_COMFORT = (np.random.default_rng(0).standard_normal(RATE) * 10 ** (-72 / 20)).astype(np.float32)
"""A second of faint noise: a dead-silent line sounds cut off to the caller."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of speech ready to be sent."""

    samples: Samples
    """at RATE"""
    line: Line
    generation: int
    on_start: Callable[[], None]
    """called when the first audible sample is handed out"""

    @property
    def start(self) -> int:
        return round(self.line.start * RATE)

    @property
    def onset(self) -> int:
        """The position of the first audible sample."""
        audible = np.flatnonzero(np.abs(self.samples) > 1e-3)
        return self.start + (int(audible[0]) if len(audible) else 0)


class Playout:
    def __init__(self) -> None:
        self.generation = 0
        self.gain = 1.0
        """1.0 … 2.0; above 1 the peaks are rounded off instead of clipped"""
        self._position = 0
        self._pulled_at = time.monotonic()
        self._end = 0
        self._queue: deque[Piece] = deque()
        self._lines: deque[Line] = deque()
        self._stepped = asyncio.Event()

    @property
    def clock(self) -> float:
        """Seconds of sound handed out, carried on between two steps."""
        since = min(time.monotonic() - self._pulled_at, STEP / RATE)
        return self._position / RATE + since

    @property
    def queued(self) -> float:
        """Seconds of speech not yet handed out."""
        return max(0, self._end - self._position) / RATE

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines the face must know: those just said, being said and to come."""
        return tuple(self._lines)

    def put(self, speech: Speech, on_start: Callable[[], None]) -> Line:
        """Queue speech right behind what is queued already."""
        start = max(self._position, self._end)
        samples = speech.samples if speech.rate == RATE else soxr.resample(speech.samples, speech.rate, RATE)
        line = Line(speech, start / RATE)
        self._queue.append(Piece(samples, line, self.generation, on_start))
        self._lines.append(line)
        self._end = start + len(samples)
        return line

    def clear(self) -> None:
        """Take back everything queued. Nothing of an earlier generation is handed out after this."""
        self.generation += 1
        now = self._position / RATE
        self._queue.clear()
        begun = (line for line in self._lines if line.start < now)
        self._lines = deque(replace(line, cut=now) if line.end > now else line for line in begun)
        self._end = self._position

    def pull(self) -> NDArray[np.int16]:
        """The next STEP samples. Called by the audio track alone, once each 20 ms."""
        step = _comfort(self._position)
        end = self._position + STEP
        for piece in tuple(self._queue):
            if piece.start >= end or piece.generation != self.generation:
                break
            self._lay(piece, step, end)
        self._position = end
        self._pulled_at = time.monotonic()
        self._forget()
        self._stepped.set()
        self._stepped = asyncio.Event()
        return (_limited(step * self.gain) * 32767).astype(np.int16)

    async def wait_until_queued_below(self, seconds: float) -> None:
        """Wait until less than `seconds` of speech is left; 0 means until all of it has been handed out."""
        while self.queued > seconds:
            await self._stepped.wait()

    def _lay(self, piece: Piece, step: Samples, end: int) -> None:
        begin = max(piece.start, self._position)
        source = piece.samples[begin - piece.start : end - piece.start]
        step[begin - self._position : begin - self._position + len(source)] += source
        if self._position <= piece.onset < end:
            piece.on_start()
        if piece.start + len(piece.samples) <= end:
            self._queue.popleft()

    def _forget(self) -> None:
        while self._lines and self._lines[0].end + REMEMBERED < self._position / RATE:
            self._lines.popleft()


def _comfort(position: int) -> Samples:
    begin = position % (RATE - STEP)
    return _COMFORT[begin : begin + STEP].copy()


def _limited(samples: Samples) -> Samples:
    """Identity up to 0.7, then rounded towards 1."""
    size = np.abs(samples)
    rounded = 0.7 + 0.3 * np.tanh((size - 0.7) / 0.3)
    return np.where(size > 0.7, np.sign(samples) * rounded, samples).astype(np.float32)
