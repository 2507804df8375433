"""The only queue between the counsellor and the caller. Sound is the master clock: time here is samples handed out.

What is queued can be taken back at once, or held and said on later; at most what the sender has already pulled (20 ms)
is beyond recall. Where nothing but a clip sounds, or nothing at all, a step comes with its packet of Opus, so that
nobody need encode it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import soxr
from numpy.typing import NDArray

from avatar import clips
from avatar.types import Line
from server.comfort import COMFORT
from server.shelf import Opened
from speech.clarity import limited
from speech.types import Mark, Samples, Speech

RATE = 48_000
"""Hz; what Opus codes"""
STEP = 960
"""samples handed out at a time: 20 ms"""
REMEMBERED = 1.0
"""seconds for which a line that was said is still told to the face, so that the mouth can close"""

UNHEARD = round(clips.LEAD * RATE / STEP)
"""steps of a clip before its first sound that are left out when somebody waits for it"""

OnStart = Callable[[Speech], None]
"""told the speech when its first audible sample is handed out"""


@dataclass(frozen=True, slots=True)
class Step:
    """20 ms."""

    samples: NDArray[np.int16]
    packet: bytes | None
    """the same in Opus, where it need not be encoded"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line and the clip it comes from, None for live speech. The clip's beginning is the line's."""

    line: Line
    opened: Opened | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of speech ready to be sent."""

    samples: Samples
    """at RATE"""
    begin: int
    """position of the first of them"""
    shown: Shown
    skipped: int
    """steps of its clip that are left out"""
    onset: int
    """position of the first audible sample"""
    generation: int
    on_start: OnStart

    @property
    def end(self) -> int:
        return self.begin + len(self.samples)

    def packet(self, position: int) -> bytes | None:
        """Its packet for the step at `position`, None when there is none for the whole of it."""
        if self.shown.opened is None or position < self.begin or position + STEP > self.end:
            return None
        return self.shown.opened.clip.sound[self.skipped + (position - self.begin) // STEP].data


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
        self._held: list[tuple[Speech, OnStart, Opened | None]] | None = None
        """what waits to be said on; None when nothing is held"""
        self._shown: deque[Shown] = deque()
        self._words: list[tuple[float, str]] = []
        """when each word of this generation is said"""
        self._stepped = asyncio.Event()

    @property
    def clock(self) -> float:
        """The moment that sounds now, in seconds: a step begins to sound when it is handed out."""
        since = min(time.monotonic() - self._pulled_at, STEP / RATE)
        return max(0.0, (self._position - STEP) / RATE + since)

    @property
    def queued(self) -> float:
        """Seconds of speech not yet handed out, held speech included."""
        held = sum(speech.seconds for speech, *_ in self._held or ())
        return max(0, self._end - self._position) / RATE + held

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines the face must know: those just said, being said and to come."""
        return tuple(shown.line for shown in self._shown)

    def shown_at(self, at: float) -> Shown | None:
        """What is being said at `at` (seconds on this clock); None in silence."""
        at += 1e-6  # the end of one is the beginning of the next
        return next((shown for shown in self._shown if shown.line.start <= at < shown.line.end), None)

    def live_since(self, at: float) -> bool:
        """Whether anything but whole clips has been said since `at`, a clip that was cut among it."""
        return any(shown.opened is None and shown.line.end > at for shown in self._shown)

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

    def put(self, speech: Speech, on_start: OnStart, opened: Opened | None = None) -> float:
        """Queue speech right behind what is queued already; `opened`: the clip it is the sound of. Returns when it
        starts, seconds on this clock."""
        if self._held is not None:
            self._held.append((speech, on_start, opened))
            return self._end / RATE
        skipped = UNHEARD if opened and self._end <= self._position else 0
        begin = max(self._position, self._end)
        begin += -begin % STEP if opened else 0  # packets lie on the grid
        samples = speech.samples if speech.rate == RATE else soxr.resample(speech.samples, speech.rate, RATE)
        samples = samples[skipped * STEP :]
        shown = Shown(Line(speech, (begin - skipped * STEP) / RATE), opened)
        onset = begin + _first_audible(samples)
        self._queue.append(Piece(samples, begin, shown, skipped, onset, self.generation, on_start))
        self._shown.append(shown)
        self._words += [(shown.line.start + mark.start, mark.text) for mark in speech.marks if mark.kind == "word"]
        self._end = begin + len(samples)
        return begin / RATE

    def clear(self) -> None:
        """Take back everything. Nothing of an earlier generation is handed out after this."""
        self.generation += 1
        self._held = None
        self._stop()

    def hold(self) -> None:
        """Fall silent at once, but keep what is not said yet."""
        if self._held is None:
            self._held = [self._unsaid(piece) for piece in self._queue]
            self._stop()

    def resume(self) -> None:
        """Say on, from the beginning of the word that was cut."""
        held, self._held = self._held, None
        for speech, on_start, opened in held or ():
            self.put(speech, on_start, opened)

    def pull(self) -> Step:
        """The next STEP samples. Called by the audio track alone, once each 20 ms."""
        step = COMFORT.samples(self._position)
        end = self._position + STEP
        sounding = [piece for piece in self._queue if piece.begin < end and piece.generation == self.generation]
        packet = sounding[0].packet(self._position) if sounding else COMFORT.packet(self._position)
        for piece in sounding:
            self._lay(piece, step, end)
        self._position = end
        self._pulled_at = time.monotonic()
        self._forget()
        self._stepped.set()
        self._stepped = asyncio.Event()
        if self.gain != 1.0:
            step = limited(step * self.gain)
        sent = (np.clip(step, -1, 1) * 32767).astype(np.int16)
        self.on_step(sent)
        return Step(sent, packet if self.gain == 1.0 or not sounding else None)

    async def wait_until_queued_below(self, seconds: float) -> None:
        """Wait until less than `seconds` of speech is left; 0 means until all of it has been handed out."""
        while self.queued > seconds:
            await self._stepped.wait()

    def _unsaid(self, piece: Piece) -> tuple[Speech, OnStart, Opened | None]:
        if self._position <= piece.begin:
            return piece.shown.line.speech, piece.on_start, piece.shown.opened
        said = self._position / RATE - piece.shown.line.start
        return _from(piece.shown.line.speech, said), piece.on_start, None

    def _stop(self) -> None:
        now = self._position / RATE
        self._queue.clear()
        begun = (shown for shown in self._shown if shown.line.start < now)
        self._shown = deque(_cut(shown, now) if shown.line.end > now else shown for shown in begun)
        self._words = [(at, word) for at, word in self._words if at < now]
        self._end = self._position

    def _lay(self, piece: Piece, step: Samples, end: int) -> None:
        begin = max(piece.begin, self._position)
        source = piece.samples[begin - piece.begin : end - piece.begin]
        step[begin - self._position : begin - self._position + len(source)] += source
        if self._position <= piece.onset < end:
            piece.on_start(piece.shown.line.speech)
        if piece.end <= end:
            self._queue.popleft()

    def _forget(self) -> None:
        while self._shown and self._shown[0].line.end + REMEMBERED < self._position / RATE:
            self._shown.popleft()


def _first_audible(samples: Samples) -> int:
    """0 when none is."""
    return int(np.argmax(np.abs(samples) > 1e-3)) if len(samples) else 0


def _cut(shown: Shown, now: float) -> Shown:
    return Shown(replace(shown.line, cut=now), None)


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
