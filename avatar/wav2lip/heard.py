"""The sound around a moment of a call, from the pieces of speech that follow each other."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from avatar.types import Line
from avatar.wav2lip.mel import RATE
from speech.types import Samples, Speech

_GRID: Final = 640
"""samples at 16 kHz; 40 ms, a whole number of samples at every usual rate"""
_FADE_LOW, _FADE_HIGH = -50.0, -40.0
"""dBFS: below there is silence, above there is voice"""
_LOUDNESS_STEP: Final = 0.01
"""seconds"""
OPENS, CLOSES = 0.2, 0.3
"""seconds before and after voice in which the mouth is taken over and given back"""
_FULLY_BEFORE, _FULLY_AFTER = 0.1, 0.16
"""seconds before and after voice in which it is wholly the voice's, so that it does not tremble between syllables"""


def sound(lines: Sequence[Line], origin: float, begin: int, count: int) -> Samples:
    """Samples at 16 kHz, `begin` and `count` of them counted from `origin` (seconds on the caller's clock).

    Pieces that were cut sound on until the next begins: a mouth that closes needs no other sound. What is no number is
    silence.
    """
    heard = np.zeros(count, np.float32)
    for line in lines:
        offset = round((line.start - origin) * RATE)
        first = max(offset, begin)
        if first >= begin + count or line.start + line.speech.seconds < origin + begin / RATE:
            continue
        part = _resampled(line.speech, first - offset, begin + count - offset)
        heard[first - begin :] = 0
        heard[first - begin : first - begin + len(part)] = part
    return heard


def _resampled(speech: Speech, begin: int, end: int) -> Samples:
    """Samples `begin` to `end` at 16 kHz, fewer at the end of the speech."""
    if speech.rate == RATE:
        return np.nan_to_num(speech.samples[begin:end], nan=0.0, posinf=0.0, neginf=0.0)
    start = max(0, begin // _GRID - 1) * _GRID
    stop = (-(-end // _GRID) + 1) * _GRID
    given = speech.samples[round(start * speech.rate / RATE) : round(stop * speech.rate / RATE)]
    if not len(given):
        return np.zeros(0, np.float32)
    made = soxr.resample(np.nan_to_num(given, nan=0.0, posinf=0.0, neginf=0.0), speech.rate, RATE)
    return np.asarray(made[begin - start : end - start], np.float32)


def voiced(lines: Sequence[Line], at: float) -> float:
    """0…1: how much the mouth is the voice's at that time; 0 in silence, with a smooth way between."""
    away = np.arange(-CLOSES, OPENS + _LOUDNESS_STEP / 2, _LOUDNESS_STEP)
    voice = np.clip((_decibels(lines, at + away) - _FADE_LOW) / (_FADE_HIGH - _FADE_LOW), 0, 1)
    before = (OPENS - away) / (OPENS - _FULLY_BEFORE)
    after = (CLOSES + away) / (CLOSES - _FULLY_AFTER)
    near = np.clip(np.minimum(before, after), 0, 1)
    share = float(np.max(voice * near))
    return share * share * (3 - 2 * share)


def _decibels(lines: Sequence[Line], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Loudness in 20 ms around each of those times, which follow each other closely."""
    power = np.zeros(len(times))
    for line in lines:
        rate = line.speech.rate
        half = max(1, round(_LOUDNESS_STEP * rate))
        middle = np.rint((times - line.start) * rate).astype(np.int64)
        end = min(len(line.speech.samples), round((line.end - line.start) * rate))
        low, high = int(np.clip(middle[0] - half, 0, end)), int(np.clip(middle[-1] + half, 0, end))
        if high > low:
            near = line.speech.samples[low:high]
            total = np.zeros(len(near) + 1)
            np.cumsum(np.square(near, dtype=np.float64), out=total[1:])
            if not np.isfinite(total[-1]):
                np.cumsum(np.square(np.where(np.isfinite(near), near, 0), dtype=np.float64), out=total[1:])
            first, last = np.clip(middle - half, low, high) - low, np.clip(middle + half, low, high) - low
            power += (total[last] - total[first]) / (2 * half)
    return np.asarray(10 * np.log10(power + 1e-12))
