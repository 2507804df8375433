"""How far the picture of a speaking mouth runs behind its sound, found by laying one over the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harness.received import Picture, SoundPiece
from harness.sound import HOP, RATE, levels

GRID = 0.01
"""seconds between the points at which mouth and sound are compared"""
SEARCH = 0.4
"""seconds either way"""
SHORTEST = 0.8
"""seconds of answer that say anything about it"""
CERTAIN = 0.25
"""correlation under which mouth and sound have nothing to do with each other"""
_SYLLABLE = 0.09
"""seconds; a mouth follows nothing faster"""
_DRIFT = 1.0
"""seconds; slower changes are a sentence's rise and fall, not its syllables"""

Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Skew:
    seconds: float
    """positive: the picture comes after the sound"""
    correlation: float


def av_skew(sound: Sequence[SoundPiece], pictures: Sequence[Picture], start: float, end: float) -> Skew | None:
    """Skew over the answer between `start` and `end` (time.monotonic); None where it cannot be told.

    Each stream is laid on this machine's clock by its media timestamps and its median way through the network, as a
    player does that shows everything at an even pace.
    """
    sound = [piece for piece in sound if start - SEARCH <= piece.arrival <= end + SEARCH]
    pictures = [picture for picture in pictures if start - SEARCH <= picture.arrival <= end + SEARCH]
    if end - start < SHORTEST or len(pictures) < 2 or len(sound) < 2:
        return None
    grid = np.arange(start - SEARCH, end + SEARCH, GRID)
    return _best_lag(_steady(_loudness(sound, grid)), _steady(_opening(pictures, grid)))


def _even_times(stamped: Sequence[SoundPiece | Picture]) -> Curve:
    at: Curve = np.array([item.at for item in stamped])
    return at + float(np.median([item.arrival - item.at for item in stamped]))


def _loudness(sound: Sequence[SoundPiece], grid: Curve) -> Curve:
    hops = [levels(piece.samples) for piece in sound]
    times = [
        begin + (np.arange(len(loud)) + 0.5) * HOP / RATE for begin, loud in zip(_even_times(sound), hops, strict=True)
    ]
    return np.interp(grid, np.concatenate(times), np.sqrt(np.concatenate(hops)))


def _opening(pictures: Sequence[Picture], grid: Curve) -> Curve:
    return np.interp(grid, _even_times(pictures), [picture.opening for picture in pictures])


def _steady(curve: Curve) -> Curve:
    """Only what changes at the pace of syllables."""
    return _mean_over(curve, _SYLLABLE) - _mean_over(curve, _DRIFT)


def _mean_over(curve: Curve, seconds: float) -> Curve:
    half = round(seconds / GRID / 2)
    return np.convolve(np.pad(curve, half, mode="edge"), np.full(2 * half + 1, 1 / (2 * half + 1)), mode="valid")


def _best_lag(loudness: Curve, opening: Curve) -> Skew | None:
    reach = round(SEARCH / GRID)
    middle = loudness[reach:-reach]
    correlations = [_correlation(middle, opening[shift : shift + len(middle)]) for shift in range(2 * reach + 1)]
    best = int(np.argmax(correlations))
    if correlations[best] < CERTAIN or best in (0, 2 * reach):
        return None
    return Skew((best - reach) * GRID, correlations[best])


def _correlation(one: Curve, other: Curve) -> float:
    spread = float(one.std() * other.std())
    return float(((one - one.mean()) * (other - other.mean())).mean()) / spread if spread > 1e-9 else 0.0
