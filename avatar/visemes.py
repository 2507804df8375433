"""From phoneme marks to mouth movement. Knows nothing of how a mouth is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from avatar.easing import eased
from avatar.loudness import levels
from avatar.mouth_shapes import CLOSED, REST, M, Mouth, Step, steps
from speech.types import Mark, Speech

RATE = 100
"""track points a second"""
BEFORE, AFTER = 0.3, 0.6
"""seconds of track before and after the sound"""

LIPS_LEAD, ROUND_LEAD, JAW_LEAD = 0.06, 0.08, 0.03
"""seconds by which the mouth is ahead of the sound"""
JAW_GLIDE, LIPS_GLIDE, TONGUE_GLIDE = 0.11, 0.09, 0.07
"""seconds from one shape to the next"""
CLOSURE_SLOWER = 1.25
"""how much longer the way from wide open to shut takes, so that it is not a snap"""
VOLUME_GLIDE = 0.2
"""seconds over which loudness is evened out"""
CLOSURE_HOLD = 0.05
"""seconds at least for which the lips stay shut"""
RELEASE, SMILE_RELEASE = 0.22, 0.4
"""seconds to rest at the end of an utterance"""
ORDINARY_JAW = 0.88
"""a full ㅏ on every syllable looks like shouting"""


@dataclass(frozen=True, slots=True)
class Track:
    """The mouth of one piece of speech over time, and how much the speech rules it."""

    values: NDArray[np.float64]
    """shape (points, 10): the numbers of a Mouth, then the rule 0…1"""
    closures: tuple[tuple[float, float], ...]
    """seconds from the start of the sound: when the lips are shut"""

    def at(self, seconds: float) -> tuple[Mouth, float]:
        """The mouth so long after the sound began, and 0…1 how much it counts against the face at rest."""
        place = (seconds + BEFORE) * RATE
        if not 0 <= place < len(self.values) - 1:
            return REST, 0.0
        index = int(place)
        values = self.values[index] + (self.values[index + 1] - self.values[index]) * (place - index)
        return Mouth(*map(float, values[:-1])), float(values[-1])


_tracks: WeakKeyDictionary[Speech, Track] = WeakKeyDictionary()
_lock = Lock()


def track(speech: Speech) -> Track:
    """The mouth track of a piece of speech; worked out once for each."""
    with _lock:
        known = _tracks.get(speech)
    if known is None:
        known = _from_marks(speech) if any(mark.kind == "phoneme" for mark in speech.marks) else _from_loudness(speech)
        with _lock:
            _tracks[speech] = known
    return known


def _from_marks(speech: Speech) -> Track:
    walk = list(steps(speech.marks))
    times = _times(speech)
    raw = np.stack([_levels_of(walk, times, field) for field in range(len(Mouth._fields))], axis=1)
    values = np.stack([_glided(raw[:, field], glide) for field, glide in enumerate(_GLIDE)], axis=1)
    volume = 0.75 + 0.35 * _glided(levels(speech, times), VOLUME_GLIDE)
    values[:, 0] *= ORDINARY_JAW * volume
    values[:, 1] *= volume
    rule = _rule(times, walk[0].start, walk[-1].end)
    values[:, :-1] *= _release(times, walk[-1].end, RELEASE)[:, None]  # the smile comes back with the rule
    closures = tuple(_closures(speech.marks))
    _close(values, times, closures)
    return Track(np.column_stack([np.clip(values, 0, 1), rule]), closures)


_GLIDE = (JAW_GLIDE, *(LIPS_GLIDE,) * 4, *(TONGUE_GLIDE,) * 3, LIPS_GLIDE)
_LEAD = (JAW_LEAD, LIPS_LEAD, LIPS_LEAD, ROUND_LEAD, *(LIPS_LEAD,) * 5)
"""for each number of a Mouth"""


def _times(speech: Speech) -> NDArray[np.float64]:
    end = max([speech.seconds, *(mark.end for mark in speech.marks)])
    return np.arange(-BEFORE, end + AFTER, 1 / RATE)


def _levels_of(walk: list[Step], times: NDArray[np.float64], field: int) -> NDArray[np.float64]:
    """One number of the mouth as it would jump from shape to shape, ahead of the sound.

    Before and after, the first and the last shape are held; the rule fades them in and out.
    """
    bounds = np.array([walk[0].start, *(step.end for step in walk)]) - _LEAD[field]
    shapes = np.array([step.shape[field] for step in (walk[0], *walk, walk[-1])])
    return np.asarray(shapes[np.searchsorted(bounds, times, side="right")])


def _glided(jumps: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    """Each jump becomes a smoothstep of that many seconds, centred on it."""
    reach = round(seconds * RATE / 2)
    place = np.arange(-reach, reach + 1) / (reach + 1)
    slope = 1 - place**2
    return np.convolve(np.pad(jumps, reach, mode="edge"), slope / slope.sum(), mode="valid")


def _rule(times: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    """Rises before the sound, falls slowly after it."""
    rise = eased((times - start) / JAW_GLIDE + 1)
    return np.asarray(rise * _release(times, end, SMILE_RELEASE))


def _release(times: NDArray[np.float64], end: float, seconds: float) -> NDArray[np.float64]:
    """1 until the sound ends, then a fall that slows down."""
    gone = np.clip((times - (end - JAW_LEAD)) / seconds, 0, 1)
    return np.asarray((1 - gone) ** 2 * (1 + gone))


def _closures(marks: tuple[Mark, ...]) -> Iterator[tuple[float, float]]:
    for mark in marks:
        if mark.kind == "phoneme" and mark.text in CLOSED:
            yield mark.start, max(mark.start + CLOSURE_HOLD, mark.end - LIPS_LEAD / 2)


def _close(values: NDArray[np.float64], times: NDArray[np.float64], closures: tuple[tuple[float, float], ...]) -> None:
    """Shuts the lips fully, however short the consonant: words are read from it."""
    for field, name in enumerate(Mouth._fields):
        if name == "round":  # lips may be shut and rounded, as in 무
            continue
        glide = _GLIDE[field] * CLOSURE_SLOWER
        shut = np.zeros_like(times)
        for start, end in closures:
            before, after = (times - start) / glide + 1, (end - times) / glide + 1
            shut = np.maximum(shut, eased(np.minimum(before, after)))
        values[:, field] += (M[field] - values[:, field]) * shut


def _from_loudness(speech: Speech) -> Track:
    """Without phonemes the mouth at least opens and shuts with the voice."""
    times = _times(speech)
    loud = np.pad(levels(speech, times + JAW_LEAD), 8, mode="edge")
    voice = np.convolve(loud, np.hanning(17) / np.hanning(17).sum(), mode="valid")
    full = np.array([0.5, 0.5, 0.12, 0.10, 0.0, 0.5, 0.0, 0.1, 0.0])
    values = voice[:, None] * full
    rest = np.maximum(0, 1 - voice * 3)
    values[:, -1] = REST.smile * rest + 0.22 * (1 - rest)
    return Track(np.column_stack([values, np.clip(voice * 4, 0, 1)]), ())
