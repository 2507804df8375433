"""Mouths worked out ahead in batches, off the callers' threads, and kept as long as they may be asked for."""

import weakref
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil, floor
from threading import Lock
from typing import Final, Protocol

import numpy as np

from avatar.types import Cues, Line
from avatar.wav2lip import heard
from avatar.wav2lip.faces import Faces
from avatar.wav2lip.generator import Floats, Generator, Pictures
from avatar.wav2lip.mel import COLUMNS_A_SECOND, HOP, RATE, columns
from speech.types import Speech

WINDOW: Final = 16
"""mel columns a picture is drawn from: 200 ms"""
_FRAME: Final = 0.04
"""seconds of a picture in the training, for which the shift of the mel is counted"""
_FIRST_BATCHES: Final = (1, 2, 4)
"""mouths in the first batches of a line: its first picture does not wait for others"""
_AHEAD: Final = 5
"""mouths at least that are drawn ahead, so that a moment in which the machine is busy does not show"""
_KEPT: Final = 32
"""batches for each piece of speech"""
_SLOP: Final = 3
"""columns of sound before and after, since a column looks around itself"""

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """How mouths follow each other."""

    rate: float
    """mouths a second"""
    batch: int
    """mouths that are drawn at once"""
    mel_shift_frames: int = 0
    """frames of 40 ms by which the sound begins earlier (negative) or later than the picture"""

    @property
    def sizes(self) -> tuple[int, ...]:
        """Of the batches of a line, one after the other; the last one again and again."""
        return (*(size for size in _FIRST_BATCHES if size < self.batch), self.batch)


@dataclass(frozen=True, slots=True)
class Batch:
    """Mouths `first` to `first + count` of the call."""

    line: Line
    first: int
    count: int


class Hearing(Protocol):
    """What of the sound a generator takes. `times` are seconds from the beginning of the line that moves the mouth."""

    def reach(self, times: Sequence[float]) -> tuple[float, float]:
        """From when to when, counted alike, sound changes what is taken for mouths at those times, in order."""

    def taken(self, lines: Sequence[Line], origin: float, times: Sequence[float]) -> Floats:
        """A row for each of those times, counted from `origin` on the caller's clock."""


@dataclass(frozen=True, slots=True)
class Mels:
    """Windows of the mel spectrogram, as Wav2Lip takes them: n x 1 x 80 x 16."""

    shift_frames: int = 0
    """as in Pace"""

    def reach(self, times: Sequence[float]) -> tuple[float, float]:
        starts = self._starts(times)
        return (starts[0] - _SLOP) / COLUMNS_A_SECOND, (starts[-1] + WINDOW + _SLOP) / COLUMNS_A_SECOND

    def taken(self, lines: Sequence[Line], origin: float, times: Sequence[float]) -> Floats:
        starts = self._starts(times)
        first, count = starts[0], starts[-1] + WINDOW - starts[0]
        sound = heard.sound(lines, origin, (first - _SLOP) * HOP, (count + 2 * _SLOP) * HOP)
        mel = columns(sound, _SLOP, count)
        return np.stack([mel[None, :, start - first : start - first + WINDOW] for start in starts])

    def _starts(self, times: Sequence[float]) -> list[int]:
        return [floor((at + self.shift_frames * _FRAME) * COLUMNS_A_SECOND + 1e-6) for at in times]


class Mouths:
    """Draws the mouths of all calls; safe to call from several threads."""

    def __init__(self, generator: Generator, faces: Faces, pace: Pace, hearing: Hearing | None = None) -> None:
        """`hearing`: Mels unless the generator takes something else."""
        self._generator = generator
        self._faces = faces
        self.pace = pace
        self._hearing = hearing or Mels(pace.mel_shift_frames)
        self._known: weakref.WeakKeyDictionary[Speech, OrderedDict[Key, Future[Pictures]]] = weakref.WeakKeyDictionary()
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="wav2lip")

    def mouth(self, cues: Cues, line: Line, number: int) -> Pictures:
        """Mouth `number` (time times rate) as that line moves it, side x side x 3, BGR."""
        batch = self._batch(line, number)
        drawing = self._drawing(batch, cues)
        following = self._following(batch, cues)
        while following is not None:
            self._drawing(following, cues)
            enough = following.first + following.count >= number + _AHEAD
            following = None if enough else self._following(following, cues)
        mouths: Pictures = drawing.result()
        return np.asarray(mouths[number - batch.first])

    def _batch(self, line: Line, number: int) -> Batch:
        """Which batch a mouth belongs to: always the same, so that a mouth never depends on what was asked before."""
        first = ceil(line.start * self.pace.rate - 1e-6)
        if number >= first:
            for count in self.pace.sizes[:-1]:
                if number < first + count:
                    return Batch(line, first, count)
                first += count
        return Batch(line, number - (number - first) % self.pace.batch, self.pace.batch)

    def _following(self, batch: Batch, cues: Cues) -> Batch | None:
        """The batch that will be asked for next, unless it lies in silence."""
        first = batch.first + batch.count
        later = next((line for line in cues.lines if line.start >= batch.line.end), None)
        if later is not None and first / self.pace.rate >= later.start:
            return self._batch(later, ceil(later.start * self.pace.rate - 1e-6))
        following = self._batch(batch.line, first)
        middle = (first + following.count / 2) / self.pace.rate
        return following if heard.voiced(cues.lines, middle) > 0 else None

    def _drawing(self, batch: Batch, cues: Cues) -> Future[Pictures]:
        key = self._key(batch, cues)
        with self._lock:
            known = self._known.setdefault(batch.line.speech, OrderedDict())
            if (drawing := known.get(key)) is None or (drawing.done() and drawing.exception() is not None):
                drawing = known[key] = self._worker.submit(self._draw, batch, cues)
            known.move_to_end(key)
            while len(known) > _KEPT:
                known.popitem(last=False)
        return drawing

    def _key(self, batch: Batch, cues: Cues) -> Key:
        """All that a batch depends on, but the speech of its line."""
        begin, end = (batch.line.start + reach for reach in self._hearing.reach(self._times(batch)))
        others = tuple(
            (weakref.ref(other.speech), other.start)
            for other in cues.lines
            if other is not batch.line and other.start < end and begin < other.start + other.speech.seconds
        )
        return batch.line.start, batch.first, batch.count, self._faces.index(0.0, cues.seed), others

    def _draw(self, batch: Batch, cues: Cues) -> Pictures:
        times = [number / self.pace.rate for number in range(batch.first, batch.first + batch.count)]
        crops = self._faces.crops[[self._faces.index(at, cues.seed) for at in times]]
        taken = self._hearing.taken(cues.lines, batch.line.start, self._times(batch))
        return self._generator.draw(taken, crops)

    def _times(self, batch: Batch) -> list[float]:
        return [n / self.pace.rate - batch.line.start for n in range(batch.first, batch.first + batch.count)]


assert HOP * COLUMNS_A_SECOND == RATE
