"""Log mel filter banks as Kaldi computes them with 80 bands, no dither and whole windows only, in NumPy.

Povey's window over 25 ms, every 10 ms, of sound at 16 kHz whose values are those of 16-bit integers: what WeNet's
recognisers were trained with.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE: Final = 16_000
"""Hz"""
HOP: Final = 160
"""samples from frame to frame"""
WINDOW: Final = 400
"""samples of a frame"""
BANDS: Final = 80
_TRANSFORMED: Final = 512
"""samples, with zeros after the window"""
_EMPHASIS: Final = 0.97
_LOWEST: Final = 20.0
"""Hz"""
_POWER: Final = 0.85
"""of the Hann window that makes it Povey's"""


def fbank(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    """(1 + (n - 400) // 160, 80) of n samples, 400 at least."""
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), WINDOW)[::HOP]
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    power = np.abs(np.fft.rfft((frames - _EMPHASIS * before) * _povey(), _TRANSFORMED, axis=1)) ** 2
    return np.asarray(np.log(np.maximum(power @ _bank().T, np.finfo(np.float32).eps)), np.float32)


@cache
def _povey() -> NDArray[np.float64]:
    return np.asarray((0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))) ** _POWER)


@cache
def _bank() -> NDArray[np.float64]:
    """Triangles on Kaldi's mel scale, shape (80, 257)."""
    edges = np.linspace(_mels(np.array(_LOWEST)), _mels(np.array(RATE / 2)), BANDS + 2)
    bins = _mels(np.arange(_TRANSFORMED // 2 + 1) * RATE / _TRANSFORMED)
    rise = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    return np.asarray(np.maximum(0, np.minimum(rise, fall)))


def _mels(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1127 * np.log1p(hertz / 700))
