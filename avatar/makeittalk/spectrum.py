"""Spectra and mel bands, to the number as the training made them, on numpy alone."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE: Final = 16_000
"""Hz"""
Floats = NDArray[np.float64]


def magnitudes(sound: Floats, window: int, hop: int, mirrored: bool) -> Floats:
    """(frames, window // 2 + 1): a frame every `hop` samples, its middle on the sample; Hann window.

    Beyond its ends the sound is mirrored, or silent.
    """
    around = np.pad(sound, window // 2, mode="reflect" if mirrored else "constant")
    frames = np.lib.stride_tricks.sliding_window_view(around, window)[::hop]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
    return np.abs(np.fft.rfft(frames * hann, axis=1))


@cache
def mel_bands(window: int, bands: int, lowest: float, highest: float) -> Floats:
    """(window // 2 + 1, bands): triangles of equal area on Slaney's mel scale (Auditory Toolbox, 1998)."""
    edges = _hertz(np.linspace(_mel(lowest), _mel(highest), bands + 2))
    lines = np.linspace(0, RATE / 2, window // 2 + 1)[:, None]
    rise = (lines - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - lines) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(0, np.minimum(rise, fall)) * 2 / (edges[2:] - edges[:-2]))


_KNEE: Final = 1000.0
"""Hz below which the scale is straight"""
_BELOW: Final = 200 / 3
_ABOVE: Final = np.log(6.4) / 27


def _mel(hertz: float) -> float:
    if hertz < _KNEE:
        return hertz / _BELOW
    return float(_KNEE / _BELOW + np.log(hertz / _KNEE) / _ABOVE)


def _hertz(mel: Floats) -> Floats:
    knee = _KNEE / _BELOW
    return np.where(mel < knee, mel * _BELOW, _KNEE * np.exp(_ABOVE * (np.maximum(mel, knee) - knee)))
