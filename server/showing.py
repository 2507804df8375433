"""A clip on the caller's clock: which of its pictures is due when."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avatar.clips import Packet
from avatar.types import Animator, Cue
from server.shelf import Opened


@dataclass(frozen=True, slots=True)
class Showing:
    """Pictures are numbered from its beginning; those of a loop go on for ever."""

    opened: Opened
    start: float
    """seconds on the caller's clock"""
    loops: bool = False

    def shows(self, cue: Cue) -> bool:
        """Whether it is a face in that state and mood."""
        own = self.opened.take.cues.now
        return (own.state, own.mood) == (cue.state, cue.mood)

    def packet(self, number: int) -> Packet | None:
        """None beyond the end."""
        pictures = self.opened.clip.pictures
        if not self.loops and number >= len(pictures):
            return None
        return pictures[number % len(pictures)]

    def due(self, number: int) -> float:
        """Seconds on the caller's clock."""
        rounds, rest = divmod(number, len(self.opened.clip.pictures))
        return self.start + rounds * self.opened.clip.seconds + self.opened.clip.pictures[rest].at

    def next_key(self, at: float) -> int | None:
        """Number of the first picture due at `at` or later that needs none before it; None when no more comes."""
        seconds, pictures = self.opened.clip.seconds, self.opened.clip.pictures
        rounds = max(0, int((at - self.start) // seconds)) if self.loops else 0
        numbers = range(rounds * len(pictures), (rounds + (2 if self.loops else 1)) * len(pictures))
        return next((n for n in numbers if pictures[n % len(pictures)].key and self.due(n) >= at), None)

    def drawn(self, animator: Animator, at: float) -> NDArray[np.uint8]:
        """The same picture, not coded: height x width x 3, RGB. Before a loop begins it stands at its first one."""
        if self.loops and at < self.start and self.opened.first is not None:
            return self.opened.first
        within = at - self.start
        within = within % self.opened.take.seconds if self.loops else max(0.0, within)
        return self.opened.take.picture(animator, within)
