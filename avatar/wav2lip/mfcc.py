"""Mel cepstra as python_speech_features makes them with its defaults, which SyncNet was trained with."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct

from speech.types import Samples

RATE: Final = 16_000
"""Hz"""
STEP: Final = 160
"""samples from one row to the next: 100 a second"""
COEFFICIENTS: Final = 13
_WINDOW: Final = 400
_SPECTRUM: Final = 512
_FILTERS: Final = 26
_EMPHASIS: Final = 0.97
_LIFT: Final = 22
_TINY: Final = float(np.finfo(float).eps)


def mfcc(samples: Samples) -> NDArray[np.float32]:
    """(n, 13) of sound at 16 kHz; it is scaled to 16-bit numbers first, as if it came from a file."""
    sound = np.rint(np.clip(np.nan_to_num(samples), -1, 1) * 32767.0)
    count = 1 + max(0, -(-(len(sound) - _WINDOW) // STEP))
    emphasised = np.zeros((count - 1) * STEP + _WINDOW)
    emphasised[: len(sound)] = np.append(sound[:1], sound[1:] - _EMPHASIS * sound[:-1])
    frames = np.lib.stride_tricks.sliding_window_view(emphasised, _WINDOW)[::STEP]
    power = np.square(np.abs(np.fft.rfft(frames, _SPECTRUM))) / _SPECTRUM
    energy = power.sum(axis=1)
    bands = power @ _bank().T
    cepstra = dct(np.log(np.where(bands == 0, _TINY, bands)), norm="ortho")[:, :COEFFICIENTS]
    cepstra *= 1 + _LIFT / 2 * np.sin(np.pi * np.arange(COEFFICIENTS) / _LIFT)
    cepstra[:, 0] = np.log(np.where(energy == 0, _TINY, energy))
    return np.asarray(cepstra, np.float32)


@cache
def _bank() -> NDArray[np.float64]:
    """Triangles between whole bins, shape (26, 257)."""
    mels = np.linspace(0, 2595 * np.log10(1 + RATE / 2 / 700), _FILTERS + 2)
    edges = np.floor((_SPECTRUM + 1) * 700 * (10 ** (mels / 2595) - 1) / RATE)[:, None]
    bins = np.arange(_SPECTRUM // 2 + 1)
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rise = np.where((bins >= low) & (bins < middle), (bins - low) / np.maximum(middle - low, 1), 0)
    fall = np.where((bins >= middle) & (bins < high), (high - bins) / np.maximum(high - middle, 1), 0)
    return np.asarray(rise + fall)
