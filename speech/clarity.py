"""또렷한 소리: a gentle lift where consonants are told apart, one loudness, and a ceiling for peaks.

Older ears lose the high frequencies first; 2–4 kHz carries most of what tells consonants apart and is lifted a little.
Loudness is ITU-R BS.1770's (LUFS), by pyloudnorm.
"""

from typing import Final

import numpy as np
import pyloudnorm
from scipy.signal import sosfilt

from speech.types import Samples

LOUDNESS: Final = -16.0
"""LUFS"""
CEILING: Final = 10 ** (-1.0 / 20)
"""highest peak, −1 dBFS"""
LIFTED: Final = 2900.0
"""Hz, the middle of what is lifted"""
LIFT: Final = 4.0
"""dB"""
BREADTH: Final = 0.8
"""quality factor of the lift: about an octave and a half"""
_KNEE: Final = 0.55
"""from here up peaks are bent towards the ceiling instead of being cut"""
_BLOCK: Final = 0.4
"""seconds that BS.1770 needs at least"""


class Lift:
    """2–4 kHz stronger by so many dB, in a sound that comes in pieces."""

    def __init__(self, rate: int, lift: float = LIFT) -> None:
        self._section = _peak(rate, lift)
        self._state = np.zeros((1, 2))

    def __call__(self, samples: Samples) -> Samples:
        louder, self._state = sosfilt(self._section, samples, zi=self._state)
        return np.asarray(louder, np.float32)


def lifted(samples: Samples, rate: int, lift: float = LIFT) -> Samples:
    """A whole sound with 2–4 kHz stronger by so many dB."""
    return Lift(rate, lift)(samples)


def limited(samples: Samples) -> Samples:
    """Identity for quiet sound; no peak above CEILING."""
    size = np.abs(samples)
    room = CEILING - _KNEE
    bent = _KNEE + room * np.tanh((size - _KNEE) / room)
    return np.where(size > _KNEE, np.sign(samples) * bent, samples).astype(np.float32)


def loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness in LUFS, pauses left out; −inf for silence and for less than 0.4 s."""
    if len(samples) < round(_BLOCK * rate) or not samples.any():
        return -np.inf
    return float(pyloudnorm.Meter(rate, block_size=_BLOCK).integrated_loudness(samples.astype(np.float64)))


def _peak(rate: int, lift: float) -> np.ndarray:
    """A peaking filter by R. Bristow-Johnson's Audio EQ Cookbook, as one second-order section."""
    strength = 10 ** (lift / 40)
    angle = 2 * np.pi * LIFTED / rate
    wide = np.sin(angle) / (2 * BREADTH)
    b = np.array([1 + wide * strength, -2 * np.cos(angle), 1 - wide * strength])
    a = np.array([1 + wide / strength, -2 * np.cos(angle), 1 - wide / strength])
    section: np.ndarray = np.concatenate([b, a])[None] / a[0]
    return section
