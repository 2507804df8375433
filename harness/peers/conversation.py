"""The same conversation with any server: a question, the answer or its beginning, a silence, the next question."""

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

    def cut(self) -> None:
        """Ask the server to stop speaking."""


async def converse(
    line: Line, recordings: Sequence[Recording], listen: float, on_turn: Callable[[Heard], None]
) -> list[Heard]:
    """Each recording as one turn of a call that has just been set up and greets. `listen`: seconds of the greeting and
    of each answer that are listened to before they are cut."""
    turns = []
    await _said(line, time.monotonic(), listen)
    for recording in recordings:
        line.received.forget_media_before(time.monotonic() - _REMEMBERED)
        began = time.monotonic()
        spoken = await line.speak(recording)
        await _said(line, spoken, listen)
        turns.append(heard(line.received, began, spoken, time.monotonic()))
        on_turn(turns[-1])
    return turns


async def _said(line: Line, since: float, listen: float) -> None:
    """Returns once something has been said after `since` and is over or cut, or when nothing comes."""
    first: float | None = None
    last = since
    looked, cut = 0, False
    while (now := time.monotonic()) - last < (STARTS if first is None else REST) and now - since < LONGEST:
        sound = line.received.sound
        for piece in sound[looked:]:
            if piece.arrival >= since and levels(piece.samples).max(initial=0.0) > SILENCE:
                first, last = first or piece.arrival, piece.arrival
        looked = len(sound)
        if first is not None and not cut and now - first > listen:
            line.cut()
            cut = True
        await asyncio.sleep(_LOOK)
