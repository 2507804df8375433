"""Roughly when each word of a read sentence is heard: all syllables last as long, the reader's pauses are anchors.

Good to about a syllable, which is enough to know what a recogniser could have read by a given moment. Reads no model.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from speech.types import Samples

RATE: Final = 16_000
"""Hz"""
HOP: Final = 160
"""samples, 10 ms"""
FLOOR: Final = 10 ** (-35 / 20)
"""of the loudest hop; beneath it nobody speaks"""
PAUSE: Final = 0.15
"""seconds of silence inside a sentence that make a reader's pause"""
REACH: Final = 0.5
"""seconds by which a pause may miss the place where the syllables put it"""
COMMA: Final = 0.3
"""seconds that a comma makes a place nearer"""
SNAP: Final = 12
"""hops around a boundary in which the quietest one is taken"""


@dataclass(frozen=True, slots=True)
class Said:
    """One word."""

    text: str
    start: float
    """seconds"""
    end: float
    """seconds"""


def word_times(samples: Samples, text: str) -> tuple[Said, ...]:
    """The words of a sentence with their times. A gap between two words is where the reader paused."""
    words = text.split()
    level = loudness(samples)
    loud = level > level.max() * FLOOR
    clock = np.concatenate([[0], np.cumsum(loud)])  # hops with voice up to a hop
    share = np.cumsum([len(word) for word in words]) / sum(len(word) for word in words)
    expected = share * clock[-1]
    gaps = [gap for gap in _silences(loud) if gap[1] - gap[0] >= PAUSE * RATE / HOP]
    gap_after = dict(_anchors(gaps, clock, expected, words))
    anchors = sorted(gap_after)
    placed = np.interp(
        expected,
        [0.0, *(expected[index] for index in anchors), expected[-1]],
        [0.0, *(clock[gap_after[index][0]] for index in anchors), clock[-1]],
    )
    ends, starts = [], [int(np.argmax(loud))]
    for index, voiced in enumerate(placed):
        quietest = _quietest(level, clock, voiced)
        end, start = gap_after.get(index, (quietest, quietest))
        ends.append(end)
        starts.append(start)
    ends[-1] = len(loud) - int(np.argmax(loud[::-1]))
    hop = HOP / RATE
    return tuple(Said(word, start * hop, end * hop) for word, start, end in zip(words, starts, ends, strict=False))


def loudness(samples: Samples) -> NDArray[np.float64]:
    """RMS of each whole hop, shape (n // HOP,)."""
    hops = samples[: len(samples) // HOP * HOP].reshape(-1, HOP).astype(np.float64)
    rms: NDArray[np.float64] = np.sqrt(np.mean(hops**2, axis=1))
    return rms


def voice_end(samples: Samples) -> float:
    """Seconds up to the last hop with voice."""
    level = loudness(samples)
    return float(np.flatnonzero(level > level.max() * FLOOR)[-1] + 1) * HOP / RATE


def _silences(loud: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(first hop, hop after the last) of every silence between two voices."""
    voiced = np.flatnonzero(loud)
    return [(int(before) + 1, int(after)) for before, after in pairwise(voiced) if after > before + 1]


def _anchors(
    gaps: list[tuple[int, int]], clock: NDArray[np.int64], expected: NDArray[np.float64], words: list[str]
) -> list[tuple[int, tuple[int, int]]]:
    """(word, the silence after it) for each pause that fits the end of a word, in rising order."""
    anchors: list[tuple[int, tuple[int, int]]] = []
    for gap in gaps:
        misses = np.abs(expected[:-1] - clock[gap[0]]) * HOP / RATE
        misses -= [COMMA * word.endswith((",", ".", "?", "!")) for word in words[:-1]]
        if len(misses) and misses.min() < REACH and (not anchors or misses.argmin() > anchors[-1][0]):
            anchors.append((int(misses.argmin()), gap))
    return anchors


def _quietest(level: NDArray[np.float64], clock: NDArray[np.int64], voiced: float) -> int:
    """The hop near this much voice where a word is likeliest to end."""
    about = int(np.searchsorted(clock, voiced))
    first = max(0, about - SNAP)
    return first + int(np.argmin(level[first : about + SNAP])) if first < len(level) else len(level)
