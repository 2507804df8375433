"""Faint noise while nobody speaks: a dead-silent line sounds cut off to the caller. Encoded once for all calls."""

from functools import cached_property
from typing import Final

import numpy as np

from server.opus import RATE, STEP, OpusSteps
from speech.types import Samples

_STEPS: Final = RATE // STEP
"""in its one second"""
LOUDNESS: Final = -72.0
"""dBFS"""


class Comfort:
    """A second of noise, over and over."""

    def __init__(self) -> None:
        noise = np.random.default_rng(0).standard_normal(RATE) * 10 ** (LOUDNESS / 20)
        self._steps = noise.astype(np.float32).reshape(_STEPS, STEP)

    def samples(self, position: int) -> Samples:
        """The step at `position` (samples, a multiple of STEP); a copy."""
        return np.array(self._steps[position // STEP % _STEPS])

    def packet(self, position: int) -> bytes:
        """The same in Opus."""
        return self._packets[position // STEP % _STEPS]

    @cached_property
    def _packets(self) -> list[bytes]:
        encoder = OpusSteps(16_000)
        steps = (self._steps * 32767).astype(np.int16)
        packets = [encoder.encode(step) for step in (*steps, *steps)]  # the first second only warms the encoder up
        return packets[_STEPS:]


COMFORT: Final = Comfort()
