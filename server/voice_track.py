"""The counsellor's sound, pulled by the sender in steps of 20 ms of the wall clock."""

from fractions import Fraction
from typing import Any

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import Packet

from server.metronome import Metronome
from server.opus import OpusSteps
from server.playout import RATE, STEP, Playout


class VoiceTrack(MediaStreamTrack):
    """Packets of Opus: those the playout has, else what is encoded now (a fifth of a millisecond a step)."""

    kind = "audio"

    def __init__(self, playout: Playout) -> None:
        super().__init__()
        self._playout = playout
        self._metronome = Metronome(RATE / STEP)
        self._encoder = OpusSteps()
        self._pts = 0
        self.encoded = 0
        """steps that had to be encoded"""

    async def recv(self) -> "Packet[Any]":
        await self._metronome.next(skip_missed=False)
        if self.readyState != "live":
            raise MediaStreamError
        step = self._playout.pull()
        coded = step.packet
        if coded is None:
            coded = self._encoder.encode(step.samples)
            self.encoded += 1
        packet = Packet(coded)
        packet.time_base = Fraction(1, RATE)
        packet.pts, self._pts = self._pts, self._pts + STEP
        return packet
