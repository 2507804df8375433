"""The only queue between the counsellor and the caller. Sound is the master clock: time here is samples handed out.

What is queued can be taken back at once, or held and said on later; at most what the sender has already pulled (20 ms)
is beyond recall.
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
from speech.clarity import limited
from speech.types import Mark, Samples, Speech

RATE = 48_000
"""Hz; what Opus codes"""
STEP = 960
"""samples handed out at a time: 20 ms"""
REMEMBERED = 1.0
"""seconds for which a line that was said is still told to the face, so that the mouth can close"""

_COMFORT = (np.random.default_rng(0).standard_normal(RATE) * 10 ** (-72 / 20)).astype(np.float32)
"""A second of faint noise: a dead-silent line sounds cut off to the caller."""

OnStart = Callable[[Speech], None]
"""told the speech when its first audible sample is handed out"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of speech ready to be sent."""

    samples: Samples
    """at RATE"""
    line: Line
    generation: int
    on_start: OnStart

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
        self.on_step: Callable[[NDArray[np.int16]], None] = _unheard
        """told every step that is handed out"""
        self._position = 0
        self._pulled_at = time.monotonic()
        self._end = 0
        self._queue: deque[Piece] = deque()
        self._held: list[tuple[Speech, OnStart]] | None = None
        """what waits to be said on; None when nothing is held"""
        self._lines: deque[Line] = deque()
        self._words: list[tuple[float, str]] = []
        """when each word of this generation is said"""
        self._stepped = asyncio.Event()

    @property
    def clock(self) -> float:
        """Seconds of sound handed out, carried on between two steps."""
        since = min(time.monotonic() - self._pulled_at, STEP / RATE)
        return self._position / RATE + since

    @property
    def queued(self) -> float:
        """Seconds of speech not yet handed out, held speech included."""
        held = sum(speech.seconds for speech, _ in self._held or ())
        return max(0, self._end - self._position) / RATE + held

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines the face must know: those just said, being said and to come."""
        return tuple(self._lines)

    @property
    def said(self) -> str:
        """The words handed out since the last `begin`."""
        now = self._position / RATE
        return " ".join(word for at, word in self._words if at < now)

    @property
    def holding(self) -> bool:
        return self._held is not None

    def begin(self) -> None:
        """A new generation: what comes now belongs to another turn."""
        self.clear()
        self._words = []

    def put(self, speech: Speech, on_start: OnStart) -> float:
        """Queue speech right behind what is queued already. Returns when it starts, seconds on this clock."""
        if self._held is not None:
            self._held.append((speech, on_start))
            return self._end / RATE
        start = max(self._position, self._end)
        samples = speech.samples if speech.rate == RATE else soxr.resample(speech.samples, speech.rate, RATE)
        line = Line(speech, start / RATE)
        self._queue.append(Piece(samples, line, self.generation, on_start))
        self._lines.append(line)
        self._words += [(line.start + mark.start, mark.text) for mark in speech.marks if mark.kind == "word"]
        self._end = start + len(samples)
        return line.start

    def clear(self) -> None:
        """Take back everything. Nothing of an earlier generation is handed out after this."""
        self.generation += 1
        self._held = None
        self._stop()

    def hold(self) -> None:
        """Fall silent at once, but keep what is not said yet."""
        if self._held is None:
            now = self._position / RATE
            self._held = [(_from(piece.line.speech, now - piece.line.start), piece.on_start) for piece in self._queue]
            self._stop()

    def resume(self) -> None:
        """Say on, from the beginning of the word that was cut."""
        held, self._held = self._held, None
        for speech, on_start in held or ():
            self.put(speech, on_start)

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
        loud = step if self.gain == 1.0 else limited(step * self.gain)
        sent = (np.clip(loud, -1, 1) * 32767).astype(np.int16)
        self.on_step(sent)
        return sent

    async def wait_until_queued_below(self, seconds: float) -> None:
        """Wait until less than `seconds` of speech is left; 0 means until all of it has been handed out."""
        while self.queued > seconds:
            await self._stepped.wait()

    def _stop(self) -> None:
        now = self._position / RATE
        self._queue.clear()
        begun = (line for line in self._lines if line.start < now)
        self._lines = deque(replace(line, cut=now) if line.end > now else line for line in begun)
        self._words = [(at, word) for at, word in self._words if at < now]
        self._end = self._position

    def _lay(self, piece: Piece, step: Samples, end: int) -> None:
        begin = max(piece.start, self._position)
        source = piece.samples[begin - piece.start : end - piece.start]
        step[begin - self._position : begin - self._position + len(source)] += source
        if self._position <= piece.onset < end:
            piece.on_start(piece.line.speech)
        if piece.start + len(piece.samples) <= end:
            self._queue.popleft()

    def _forget(self) -> None:
        while self._lines and self._lines[0].end + REMEMBERED < self._position / RATE:
            self._lines.popleft()


def _from(speech: Speech, seconds: float) -> Speech:
    """The speech from the beginning of the word that is said at `seconds` on."""
    words = [mark for mark in speech.marks if mark.kind == "word"]
    begin = max((mark.start for mark in words if mark.start <= seconds), default=0.0)
    if begin <= 0:
        return speech
    marks = tuple(_earlier(mark, begin) for mark in speech.marks if mark.start >= begin)
    text = " ".join(mark.text for mark in marks if mark.kind == "word")
    return Speech(speech.samples[round(begin * speech.rate) :], speech.rate, text, marks)


def _earlier(mark: Mark, seconds: float) -> Mark:
    return replace(mark, start=mark.start - seconds, end=mark.end - seconds)


def _unheard(_: NDArray[np.int16]) -> None:
    """Until somebody listens along."""


def _comfort(position: int) -> Samples:
    begin = position % (RATE - STEP)
    return _COMFORT[begin : begin + STEP].copy()
