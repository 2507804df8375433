"""Sound as the network sees it: log mel energies, the same in training and in a call."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from speech.audio import RATE
from speech.types import Samples

Features = NDArray[np.float32]
"""shape (frames, BANDS), a hundred frames a second"""

BANDS: Final = 80
WINDOW: Final = RATE * 25 // 1000
HOP: Final = RATE // 100
LOWEST, HIGHEST = 50.0, 7600.0
"""Hz"""
_TRANSFORM: Final = 512
_LOUD: Final = 0.95
"""the share of frames that are quieter than what counts as the utterance's level"""
_FLOOR: Final = 3e-6
"""of that level: quieter than 55 dB below it is silence"""
_SPREAD: Final = 3.0
"""about the deviation of the logarithms"""


def log_mel(samples: Samples) -> Features:
    """Features of an utterance at 16 kHz, independent of its level and of the colour of its microphone: every band is
    taken relative to its own mean. Shape (0, BANDS) for less than one window."""
    if len(samples) < WINDOW:
        return np.zeros((0, BANDS), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    spectrum = np.fft.rfft(windows * _hann(), _TRANSFORM)
    power = (spectrum.real**2 + spectrum.imag**2) @ _mel_bands()
    level = np.quantile(power.sum(axis=1), _LOUD) / BANDS + np.float32(1e-12)
    logs = np.log(power / level + _FLOOR)
    normal: Features = ((logs - logs.mean(axis=0)) / _SPREAD).astype(np.float32)
    return normal


@cache
def _hann() -> NDArray[np.float32]:
    return np.hanning(WINDOW).astype(np.float32)


@cache
def _mel_bands() -> NDArray[np.float32]:
    """Overlapping triangles, evenly spaced on the mel scale; shape (_TRANSFORM / 2 + 1, BANDS)."""
    edges = _hertz(np.linspace(_mel(LOWEST), _mel(HIGHEST), BANDS + 2))
    bins = np.linspace(0, RATE / 2, _TRANSFORM // 2 + 1)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)


def _mel(hertz: float) -> float:
    return 1127 * float(np.log1p(hertz / 700))


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return 700 * np.expm1(mel / 1127)
