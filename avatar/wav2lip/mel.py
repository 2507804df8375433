"""The mel spectrogram that Wav2Lip was trained with (its hparams.py and audio.py), in NumPy."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from speech.types import Samples

RATE: Final = 16_000
"""Hz"""
HOP: Final = 200
"""samples from column to column: 12.5 ms"""
COLUMNS_A_SECOND: Final = RATE / HOP
BANDS: Final = 80
LIMIT: Final = 4.0
"""values lie between minus and plus this; silence is minus this"""
_WINDOW: Final = 800
"""samples"""
_EMPHASIS: Final = 0.97
_LOWEST, _HIGHEST = 55.0, 7600.0
"""Hz"""
_FLOOR: Final = 1e-5
_REFERENCE, _RANGE = 20.0, 100.0
"""decibels"""


def mel(samples: Samples) -> NDArray[np.float32]:
    """Mel spectrogram (80, 1 + n // 200) of sound at 16 kHz, -4…4."""
    return columns(samples, 0, 1 + len(samples) // HOP)


def columns(samples: Samples, first: int, count: int) -> NDArray[np.float32]:
    """Columns `first` to `first + count` of it; before and after the sound is silence. What is no number is silence."""
    begin = first * HOP - _WINDOW // 2
    heard = _between(samples, begin - 1, begin + (count - 1) * HOP + _WINDOW)
    emphasised = heard[1:] - _EMPHASIS * heard[:-1]
    emphasised[max(0, len(samples) - begin) :] = 0
    frames = np.lib.stride_tricks.sliding_window_view(emphasised, _WINDOW)[::HOP][:count]
    size = np.abs(np.fft.rfft(frames * _hann(), axis=1))
    decibels = 20 * np.log10(np.maximum(_FLOOR, _bank() @ size.T)) - _REFERENCE
    levels = np.clip(2 * LIMIT * (decibels + _RANGE) / _RANGE - LIMIT, -LIMIT, LIMIT)
    return np.asarray(levels, np.float32)


def _between(samples: Samples, begin: int, end: int) -> NDArray[np.float64]:
    cut = np.zeros(end - begin)
    first, last = min(max(begin, 0), len(samples)), min(max(end, 0), len(samples))
    cut[first - begin : last - begin] = np.nan_to_num(samples[first:last], nan=0.0, posinf=0.0, neginf=0.0)
    return cut


@cache
def _hann() -> NDArray[np.float64]:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW))


@cache
def _bank() -> NDArray[np.float64]:
    """Triangles of equal area (Slaney), shape (80, 401)."""
    edges = _hertz(np.linspace(_mels(_LOWEST), _mels(_HIGHEST), BANDS + 2))
    bins = np.linspace(0, RATE / 2, _WINDOW // 2 + 1)
    rise = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    area = 2 / (edges[2:] - edges[:-2])
    return np.asarray(np.maximum(0, np.minimum(rise, fall)) * area[:, None])


_STRAIGHT = 200 / 3
"""Hz a mel below 1 kHz on Slaney's scale"""
_BEND = 1000.0
"""Hz from which it is logarithmic"""
_RATIO = np.log(6.4) / 27
"""of the frequencies a mel apart above, as a logarithm"""


def _mels(hertz: float) -> float:
    if hertz < _BEND:
        return hertz / _STRAIGHT
    return float(_BEND / _STRAIGHT + np.log(hertz / _BEND) / _RATIO)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mels * _STRAIGHT < _BEND, mels * _STRAIGHT, _BEND * np.exp(_RATIO * (mels - _BEND / _STRAIGHT)))
