"""When she blinks, as a pure function of time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

from avatar.chance import chance
from avatar.easing import ease

CLOSE, SHUT, OPEN = 0.07, 0.04, 0.12
"""seconds"""
LENGTH = CLOSE + SHUT + OPEN
DOUBLE_SHARE, DOUBLE_AFTER = 0.12, 0.30
SPREAD = 0.3
"""how far a blink strays from the middle of its turn, as a share of the interval"""
APART = 1.0
"""seconds that two blinks are apart at least, the second of a double one aside"""
FROM_CLOSURE = 0.15
"""seconds that a blink keeps away from shut lips: both at once look like falling asleep"""


@dataclass(frozen=True, slots=True)
class Blinks:
    seed: int
    interval: float
    """seconds from blink to blink, on average"""
    events: tuple[float, ...] = ()
    """seconds at which something makes her blink"""
    closures: Sequence[tuple[float, float]] = ()
    """seconds at which her lips are shut"""

    def lid(self, at: float) -> float:
        """1 open … 0 shut."""
        return min((_lid(at - start) for start in self.starts(at - LENGTH - DOUBLE_AFTER, at)), default=1.0)

    def starts(self, first: float, last: float) -> Iterator[float]:
        """When blinks begin within that time."""
        slots = range(floor(first / self.interval) - 1, floor(last / self.interval) + 2)
        regular = [(self._regular(slot), slot) for slot in slots]
        caused = [event for event in self.events if not any(0 <= event - start < APART for start, _ in regular)]
        caused = [event for event in caused if self._is_clear(event)]
        times = list(caused)
        for start, slot in regular:
            if any(-LENGTH < start - event < APART for event in caused):
                continue
            times.append(start)
            if chance(self.seed, 2, slot) < DOUBLE_SHARE and self._is_clear(start + DOUBLE_AFTER):
                times.append(start + DOUBLE_AFTER)
        return (time for time in sorted(times) if first <= time <= last)

    def _regular(self, slot: int) -> float:
        stray = (2 * chance(self.seed, 1, slot) - 1) * SPREAD
        start = (slot + 0.5 + stray) * self.interval
        while not self._is_clear(start):
            start += 0.05
        return start

    def _is_clear(self, start: float) -> bool:
        """Whether the lips are open long enough before and after."""
        return not any(begin - FROM_CLOSURE - LENGTH < start < end + FROM_CLOSURE for begin, end in self.closures)


def _lid(since: float) -> float:
    if not 0 < since < LENGTH:
        return 1.0
    share = 1 - since / CLOSE if since < CLOSE else max(0.0, (since - CLOSE - SHUT) / OPEN)
    return ease(share)
