"""Faint noise while nobody speaks: a dead-silent line sounds cut off to the caller. Encoded once for all calls."""

from fractions import Fraction
from functools import cached_property
from typing import Final

import av
import numpy as np

from speech.types import Samples

_RATE: Final = 48_000
_STEP: Final = 960
_STEPS: Final = _RATE // _STEP
"""in its one second"""
LOUDNESS: Final = -72.0
"""dBFS"""


class Comfort:
    """A second of noise, over and over."""

    def __init__(self) -> None:
        noise = np.random.default_rng(0).standard_normal(_RATE) * 10 ** (LOUDNESS / 20)
        self._steps = noise.astype(np.float32).reshape(_STEPS, _STEP)

    def samples(self, position: int) -> Samples:
        """The step at `position` (samples, a multiple of 960); a copy."""
        return np.array(self._steps[position // _STEP % _STEPS])

    def packet(self, position: int) -> bytes:
        """The same in Opus."""
        return self._packets[position // _STEP % _STEPS]

    @cached_property
    def _packets(self) -> list[bytes]:
        encoder = av.AudioCodecContext.create("libopus", "w")
        encoder.format, encoder.layout = av.AudioFormat("s16"), av.AudioLayout("mono")
        encoder.sample_rate, encoder.time_base, encoder.bit_rate = _RATE, Fraction(1, _RATE), 16_000
        packets: list[bytes] = []
        for index in range(2 * _STEPS):  # the first second only warms the encoder up
            pcm = (self._steps[index % _STEPS] * 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(pcm[None], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = _RATE, index * _STEP, Fraction(1, _RATE)
            packets += [bytes(packet) for packet in encoder.encode(frame)]
        return packets[-_STEPS:]


COMFORT: Final = Comfort()
