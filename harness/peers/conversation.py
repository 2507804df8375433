"""The same conversation with any server: a question, the answer to its end, a silence, the next question."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from harness.peers.heard import Heard, heard
from harness.received import Received
from harness.recording import Recording
from harness.sound import SILENCE, levels

REST: Final = 2.5
"""seconds of silence after which a greeting or an answer is over; sentences lie less far apart"""
STARTS: Final = 12.0
"""seconds in which an answer or a greeting begins, or none comes"""
LONGEST: Final = 90.0
"""seconds of an answer"""
_REMEMBERED: Final = 1.0
"""seconds of the line before a turn that measuring it needs"""
_LOOK: Final = 0.05
"""seconds"""


class Line(Protocol):
    received: Received

    async def speak(self, recording: Recording) -> float:
        """Say it in real time; the moment (time.monotonic) of its last voiced sample."""


async def converse(line: Line, recordings: Sequence[Recording], on_turn: Callable[[Heard], None]) -> list[Heard]:
    """Each recording as one turn of a call that has just been set up and greets."""
    turns = []
    await _said(line.received, time.monotonic())
    for recording in recordings:
        line.received.forget_media_before(time.monotonic() - _REMEMBERED)
        began = time.monotonic()
        spoken = await line.speak(recording)
        await _said(line.received, spoken)
        turns.append(heard(line.received, began, spoken, time.monotonic()))
        on_turn(turns[-1])
    return turns


async def _said(received: Received, since: float) -> None:
    """Returns once something has been said after `since` and is over, or when nothing comes."""
    last: float | None = None
    looked = 0
    while True:
        for piece in received.sound[looked:]:
            if piece.arrival >= since and len(piece.samples) and levels(piece.samples).max(initial=0.0) > SILENCE:
                last = piece.arrival
        looked = len(received.sound)
        now = time.monotonic()
        if now - since > LONGEST or now - (last or since) > (STARTS if last is None else REST):
            return
        await asyncio.sleep(_LOOK)
