"""One loudness for all a voice says, however loud its model was taught; soft edges; never a burst of noise."""

from typing import Final

import numpy as np

from speech.jets.errors import VoiceError
from speech.loudness import CEILING, LOUDNESS, voiced_power
from speech.types import Samples

AUDIBLE: Final = 1e-3
"""a sound that never gets so strong is silence"""
LOUDER: Final = 10 ** (6 / 20)
"""against LOUDNESS: how loud a piece may be before it is turned down"""
FADE: Final = 0.01
"""seconds"""
_KNEE: Final = 0.6
"""from here up peaks are bent towards the ceiling instead of being cut"""


def gain(samples: Samples, rate: int) -> float:
    """What brings this sound to LOUDNESS. Raises VoiceError for silence."""
    power = voiced_power(finite(samples), rate)
    if power**0.5 < AUDIBLE / 10:
        raise VoiceError("no-sound", "the model makes no sound that can be heard")
    return float(10 ** (LOUDNESS / 20) / power**0.5)


def levelled(samples: Samples, rate: int, gain: float) -> Samples:
    """With the gain of the voice; a piece that would still be too loud is turned down, its peaks are bent."""
    louder = finite(samples) * np.float32(gain)
    excess = voiced_power(louder, rate) ** 0.5 / (10 ** (LOUDNESS / 20) * LOUDER)
    return _limited(louder / np.float32(max(1.0, excess)))


def finite(samples: Samples) -> Samples:
    if not np.isfinite(samples).all():
        raise VoiceError("not-finite", "the model made a sound that is no number")
    return samples


def faded(samples: Samples, rate: int, *, begins: bool, ends: bool) -> Samples:
    """Soft at the edges that are edges of the utterance."""
    fade = min(round(rate * FADE), len(samples) // 2)
    slope = np.linspace(0, 1, fade, dtype=np.float32)
    soft = samples.copy()
    if begins:
        soft[:fade] *= slope
    if ends:
        soft[len(soft) - fade :] *= slope[::-1]
    return soft


def _limited(samples: Samples) -> Samples:
    size = np.abs(samples)
    room = CEILING - _KNEE
    bent = _KNEE + room * np.tanh((size - _KNEE) / room)
    limited: Samples = np.where(size > _KNEE, np.sign(samples) * bent, samples).astype(np.float32)
    return limited
