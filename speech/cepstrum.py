"""Mel-frequency cepstra: the shape of a spectrum over time, whatever its loudness.

Davis and Mermelstein, 1980; each coefficient's mean is taken away, so that a microphone's own colour goes with it.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct

from speech.types import Samples

RATE: Final = 16_000
"""Hz"""
HOP: Final = 320
"""samples, 20 ms"""
WINDOW: Final = 512
"""samples, 32 ms"""
BANDS: Final = 32
LOWEST, HIGHEST = 100.0, 6_500.0
"""Hz"""
COEFFICIENTS: Final = 13
"""the first, loudness, is left out of them"""
DEPTH: Final = 10 ** (-45.0 / 10)
"""power below the loudest band of the utterance that still counts; noise beneath it is not seen"""
EDGE: Final = 10 ** (-30.0 / 10)
"""power of a frame, against the loudest, at which an utterance begins and ends"""

Cepstra = NDArray[np.float32]
"""shape (frames, COEFFICIENTS)"""


def cepstra(samples: Samples) -> Cepstra:
    """16 kHz sound without its silent edges, one row for 20 ms; no rows for silence or less than a window."""
    if len(samples) < WINDOW:
        return np.zeros((0, COEFFICIENTS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP] * np.hanning(WINDOW)
    mel = np.square(np.abs(np.fft.rfft(frames))) @ _filters().T
    power = mel.sum(axis=1)
    if power.max() <= 0:
        return np.zeros((0, COEFFICIENTS), np.float32)
    loud = np.flatnonzero(power >= power.max() * EDGE)
    mel = mel[loud[0] : loud[-1] + 1]
    shape = dct(np.log(mel + mel.max() * DEPTH), norm="ortho")[:, 1 : COEFFICIENTS + 1]
    centred: Cepstra = (shape - shape.mean(axis=0)).astype(np.float32)
    return centred


@cache
def _filters() -> NDArray[np.float64]:
    """Triangles evenly spaced on the mel scale, shape (BANDS, WINDOW / 2 + 1)."""
    edges = _hertz(np.linspace(_mel(LOWEST), _mel(HIGHEST), BANDS + 2))
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    triangles: NDArray[np.float64] = np.clip(np.minimum(rising, falling), 0, None)
    return triangles


def _mel(hertz: float) -> float:
    return 2595 * float(np.log10(1 + hertz / 700))


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    hertz: NDArray[np.float64] = 700 * (10 ** (mel / 2595) - 1)
    return hertz
