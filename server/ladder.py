"""How good a call may be under load: five levels, one step at a time, each entered and left with hysteresis.

The sound suffers last: first the picture gets slower, then it stands still, then only prepared answers are said, and
only when even those cannot leave in time the answer is written. Pure: whoever measures hands in numbers and the time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from server.load import Load

SLOW_FPS = 15
"""pictures a second at `slow-picture`"""
LAG_LIMIT = 0.06
"""seconds the event loop may be late, on average, before the sound it sends every 20 ms breaks"""
DOWN_AFTER = 4.0
"""seconds over the threshold, and since the last step, before a step down: longer than the load is smoothed over"""
UP_AFTER = 8.0
"""seconds under the threshold before a step up"""
LONGEST_UP_AFTER = 120.0
"""seconds; a step up that had to be taken back doubles the wait for the next one, up to this"""
TAKEN_BACK_WITHIN = 30.0
"""seconds after a step up within which a step down takes it back"""


class Quality(IntEnum):
    FULL = 0
    SLOW_PICTURE = 1
    STILL = 2
    """the picture is held, the voice goes on"""
    PREPARED = 3
    """prepared answers only"""
    TEXT = 4
    """answers in writing, and a person's number"""

    @property
    def wire(self) -> str:
        """The name in events, profiles and metrics: `slow-picture`."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Step:
    enter: float
    """pressure from which the level is gone down to"""
    leave: float
    """pressure under which it is left again"""


STEPS = {
    Quality.SLOW_PICTURE: Step(0.85, 0.50),
    Quality.STILL: Step(0.90, 0.60),
    Quality.PREPARED: Step(0.95, 0.70),
    Quality.TEXT: Step(1.25, 0.80),  # over 1: processor time alone, as long as the sound leaves, never gets here
}
"""`leave` lies under what is left of `enter` when the level does its work: 15 of 25 pictures cost 0.6 of their time."""

OnChange = Callable[[Quality], None]


def pressure(load: Load) -> float:
    """The scarcest thing: 1 is all of the processor, pictures that take as long as they are shown, or broken sound."""
    return max(min(load.cpu, 1.0), min(load.lateness, 1.0), load.lag / LAG_LIMIT)


def fps_at(level: Quality, fps: int) -> int:
    """Pictures a second to draw at a level; 0 when the picture is held."""
    if level >= Quality.STILL:
        return 0
    return min(fps, SLOW_FPS) if level is Quality.SLOW_PICTURE else fps


class Ladder:
    """One for each server. `best` and `worst` bound it; where they are the same it never moves."""

    def __init__(self, best: Quality = Quality.FULL, worst: Quality = Quality.TEXT) -> None:
        self.level = best
        self._best, self._worst = best, worst
        self._readers: list[OnChange] = []
        self._over_since: float | None = None
        self._under_since: float | None = None
        self._changed_at = float("-inf")
        self._stepped_up_at = float("-inf")
        self._up_after = UP_AFTER
        self._felt = 0.0

    @property
    def degraded(self) -> bool:
        return self.level > self._best

    @property
    def burdened(self) -> bool:
        """Those who are here lack something already: nobody new should come."""
        lacking = self.degraded and self.level >= Quality.STILL
        return lacking or (self._best < self._worst and self._felt >= STEPS[Quality.SLOW_PICTURE].enter)

    def on_change(self, reader: OnChange) -> Callable[[], None]:
        """`reader` is told each new level, and must not block. Returns the function that ends the subscription."""
        self._readers.append(reader)
        return lambda: self._readers.remove(reader)

    def step(self, load: Load, now: float) -> Quality:
        """Take in what was measured at `now` (seconds of any clock that only goes forward); at most one step."""
        felt = self._felt = pressure(load)
        down, up = STEPS.get(Quality(min(self.level + 1, Quality.TEXT))), STEPS.get(self.level)
        self._over_since = _since(self._over_since, now, self.level < self._worst and down and felt >= down.enter)
        self._under_since = _since(self._under_since, now, self.degraded and up and felt < up.leave)
        if self._lasted(self._over_since, now, DOWN_AFTER):
            self._down(now)
        elif self._lasted(self._under_since, now, self._up_after):
            self._up(now)
        return self.level

    def _lasted(self, since: float | None, now: float, seconds: float) -> bool:
        return since is not None and now - max(since, self._changed_at) >= seconds

    def _down(self, now: float) -> None:
        taken_back = now - self._stepped_up_at < TAKEN_BACK_WITHIN
        self._up_after = min(self._up_after * 2, LONGEST_UP_AFTER) if taken_back else UP_AFTER
        self._change(Quality(self.level + 1), now)

    def _up(self, now: float) -> None:
        self._stepped_up_at = now
        self._change(Quality(self.level - 1), now)

    def _change(self, level: Quality, now: float) -> None:
        self.level, self._changed_at = level, now
        self._over_since = self._under_since = None
        for reader in tuple(self._readers):
            reader(level)


def _since(before: float | None, now: float, holds: object) -> float | None:
    if not holds:
        return None
    return now if before is None else before
