"""What one turn sounded like to the caller, by sound alone, so that it fits any server."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from harness.measure import measure_turn
from harness.received import Received, SoundPiece
from harness.sound import HOP, RATE, SILENCE, levels, voiced_hops


@dataclass(frozen=True, slots=True)
class Heard:
    voice_to_voice: float | None
    """seconds from the caller's last voiced sample to the first sound of the answer; None: none came"""
    talked_over: bool
    """something was said before the question was over; the time then tells nothing"""
    answer: float
    """seconds of sound that followed the question, from the first voice to the last"""

    @property
    def counts(self) -> bool:
        return self.voice_to_voice is not None and not self.talked_over


def heard(received: Received, began: float, spoken: float, ended: float) -> Heard:
    """`began`: when the question began on a silent line; `spoken`: when its last voiced sample was said; `ended`: when
    the answer was over (time.monotonic). The first sound counts whatever it says, a filler too."""
    during = [piece for piece in received.sound if began <= piece.arrival < spoken]
    after = [piece for piece in received.sound if spoken <= piece.arrival <= ended]
    return Heard(
        voice_to_voice=measure_turn(received, spoken, ended).voice_to_voice,
        talked_over=_voice(during) > 0,
        answer=_voice(after),
    )


def _voice(pieces: Sequence[SoundPiece]) -> float:
    """Seconds from the first voice to the last."""
    if not pieces:
        return 0.0
    voiced = voiced_hops(levels(np.concatenate([piece.samples for piece in pieces])), SILENCE)
    return float(voiced[-1] + 1 - voiced[0]) * HOP / RATE if len(voiced) else 0.0
