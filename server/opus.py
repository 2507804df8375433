"""Opus encoded step by step: 20 ms in, one packet out. aiortc's own encoder counts time by itself and would stamp the
first packet after a clip with the time before it."""

from fractions import Fraction
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

RATE: Final = 48_000
"""Hz"""
STEP: Final = 960
"""samples"""


class OpusSteps:
    """Mono, with what a receiver needs to mend a lost packet (in-band FEC, RFC 6716). `bitrate`: bits a second."""

    def __init__(self, bitrate: int = 48_000) -> None:
        self._encoder = av.AudioCodecContext.create("libopus", "w")
        self._encoder.format, self._encoder.layout = av.AudioFormat("s16"), av.AudioLayout("mono")
        self._encoder.sample_rate, self._encoder.time_base = RATE, Fraction(1, RATE)
        self._encoder.bit_rate = bitrate
        self._encoder.options = {"application": "voip", "fec": "1", "packet_loss": "5"}
        self._steps = 0

    def encode(self, step: NDArray[np.int16]) -> bytes:
        """STEP samples."""
        frame = av.AudioFrame.from_ndarray(step[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._steps * STEP, Fraction(1, RATE)
        self._steps += 1
        return b"".join(bytes(packet) for packet in self._encoder.encode(frame))
