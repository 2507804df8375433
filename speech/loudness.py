"""Brings speech to one loudness, so that no voice and no sentence is louder than another."""

from typing import Final

import numpy as np

from speech.types import Samples

LOUDNESS: Final = -18.0
"""dBFS, root mean square of the voiced parts"""
CEILING: Final = 10 ** (-1.0 / 20)
"""highest peak, −1 dBFS"""
_KNEE: Final = 0.6
"""from here up peaks are bent towards the ceiling instead of being cut"""
_FRAME: Final = 0.02
"""seconds"""
_VOICED: Final = 10 ** (-20.0 / 10)
"""power of a frame, against the loudest, from which it counts as voiced"""


def levelled(samples: Samples, rate: int) -> Samples:
    """The same sound at LOUDNESS, no peak above CEILING. Silence stays silence."""
    power = voiced_power(samples, rate)
    if power == 0:
        return samples
    return _limited(samples * np.float32(10 ** (LOUDNESS / 20) / power**0.5))


def voiced_power(samples: Samples, rate: int) -> float:
    """Mean square of the 20 ms frames that are not pauses; 0 for silence."""
    size = min(max(1, round(rate * _FRAME)), max(1, len(samples)))
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    powers = np.square(frames, dtype=np.float64).mean(axis=1)
    if not powers.size or powers.max() == 0:
        return 0.0
    return float(powers[powers >= powers.max() * _VOICED].mean())


def _limited(samples: Samples) -> Samples:
    size = np.abs(samples)
    room = CEILING - _KNEE
    bent = _KNEE + room * np.tanh((size - _KNEE) / room)
    limited: Samples = np.where(size > _KNEE, np.sign(samples) * bent, samples).astype(np.float32)
    return limited
