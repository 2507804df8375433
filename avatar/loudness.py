"""How loud a voice is over time."""

import numpy as np
from numpy.typing import NDArray

from speech.types import Speech

SILENCE = -45.0
"""dBFS below which sound counts as silence"""
_WINDOW = 0.05
"""seconds"""
_SPAN = 20.0
"""decibels between the quietest and the loudest voiced sound of an utterance"""


def levels(speech: Speech, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """0…1 at each time (seconds from the start of the sound): 1 as loud as its loud parts, 0 silence."""
    if not len(speech.samples):
        return np.zeros_like(times)
    half = max(1, int(_WINDOW * speech.rate / 2))
    power = np.concatenate([[0.0], np.cumsum(np.square(speech.samples, dtype=np.float64))])
    middle = np.rint(times * speech.rate).astype(np.int64)
    first, last = np.clip(middle - half, 0, len(power) - 1), np.clip(middle + half, 0, len(power) - 1)
    decibels = 10 * np.log10((power[last] - power[first]) / (2 * half) + 1e-12)
    top = max(float(np.percentile(decibels, 90)), SILENCE + _SPAN)
    return np.asarray(np.clip(1 + (decibels - top) / _SPAN, 0, 1))
