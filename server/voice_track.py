"""The counsellor's sound, pulled by the sender in steps of 20 ms of the wall clock."""

from fractions import Fraction
from typing import Any

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, Packet

from server.metronome import Metronome
from server.playout import RATE, STEP, Playout


class VoiceTrack(MediaStreamTrack):
    """Packets where the playout has them, else samples to be encoded; faint noise when she says nothing."""

    kind = "audio"

    def __init__(self, playout: Playout) -> None:
        super().__init__()
        self._playout = playout
        self._metronome = Metronome(RATE / STEP)
        self._pts = 0

    async def recv(self) -> "AudioFrame | Packet[Any]":
        await self._metronome.next(skip_missed=False)
        if self.readyState != "live":
            raise MediaStreamError
        step = self._playout.pull()
        sound: AudioFrame | Packet[Any]
        if step.packet is None or self._pts == 0:  # aiortc counts time from the first step that it encodes
            sound = AudioFrame.from_ndarray(step.samples.reshape(1, -1), format="s16", layout="mono")
            sound.sample_rate = RATE
        else:
            sound = Packet(step.packet)
        sound.time_base = Fraction(1, RATE)
        sound.pts, self._pts = self._pts, self._pts + STEP
        return sound
