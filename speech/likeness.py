"""Whether a moment of sound is one that was played a little earlier, however much earlier, and through whatever room.

The two are whitened halfway (between plain correlation and the phase transform of Knapp and Carter 1976) and laid over
each other at each delay. That needs no learning, so it holds from the first moment of a call and right after the
delay has jumped, when an adaptive filter has still to find its way.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from speech.types import Samples

MOMENT: Final = 3072
"""samples compared, 192 ms at 16 kHz"""
SPAN: Final = 16_384
"""samples in which they are looked for: delays of up to SPAN − MOMENT, 0.83 s"""
_LOWEST, _HIGHEST = 250, 5000
"""Hz; hum below, nothing that a small loudspeaker or the codec keeps in place above"""
_FREQUENCIES: Final = fft.rfftfreq(SPAN, 1 / 16_000)
_BAND: Final = ((_FREQUENCIES > _LOWEST) & (_FREQUENCIES < _HIGHEST)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Match:
    likeness: float
    """0…1. An echo in a room has 0.3…0.75, another person's voice 0.1…0.25, hardly ever more than 0.3"""
    delay: int
    """samples from the playing to the moment"""


def match(moment: Samples, played: Samples) -> Match:
    """Where in `played` (SPAN samples) a `moment` (MOMENT samples) is found again, both ending now, at 16 kHz."""
    there, here = _whitened(played), _whitened(moment)
    overlaps = np.abs(fft.irfft(there * np.conj(here), SPAN)[: SPAN - MOMENT + 1])
    sums = np.concatenate([[0.0], np.cumsum(fft.irfft(there, SPAN).astype(np.float64) ** 2)])
    lengths = np.sqrt(np.maximum(sums[MOMENT:] - sums[:-MOMENT], 0))
    floor = 0.01 * lengths.max()  # a stretch of near silence resembles anything
    own_length = float(np.linalg.norm(fft.irfft(here, SPAN)[:MOMENT]))
    found = overlaps / (lengths + floor + 1e-9)
    best = int(np.argmax(found))
    return Match(float(found[best]) / (own_length + 1e-9), SPAN - MOMENT - best)


def _whitened(sound: Samples) -> NDArray[np.complex64]:
    spectrum = fft.rfft(sound, SPAN)
    size = np.abs(spectrum)
    return np.asarray(spectrum * _BAND / np.sqrt(size + 1e-3 * size.max() + 1e-9), np.complex64)
