"""How long one caller pauses inside a turn, learnt over the call."""

from dataclasses import dataclass
from typing import Final

REMEMBERED: Final = 12
"""pauses"""
USUAL: Final = 0.45
"""seconds; the pauses of most callers are shorter"""
SHARE: Final = 0.75
"""of a caller's pauses that are shorter than the one that counts"""
DOUBT: Final = 2
"""pauses after which half of the slowness is believed"""


@dataclass(frozen=True, slots=True)
class Pace:
    pauses: tuple[float, ...] = ()
    """seconds, the latest last: silences after which the caller went on"""

    def after(self, pause: float) -> "Pace":
        """The pace once the caller has gone on after another pause (seconds)."""
        return Pace((*self.pauses, pause)[-REMEMBERED:])

    @property
    def slowness(self) -> float:
        """Seconds by which this caller's longer pauses are longer than usual; one long pause is no habit yet."""
        if not self.pauses:
            return 0.0
        long = sorted(self.pauses)[int(SHARE * len(self.pauses))]
        return max(0.0, long - USUAL) * len(self.pauses) / (len(self.pauses) + DOUBT)
