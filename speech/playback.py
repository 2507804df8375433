"""What was sent to the caller's loudspeaker, and where on it the microphone stands. Knows nothing of what is said.

Both sides are counted in samples and neither has a clock. A microphone that got 20 ms lost on the way, or whose crystal
runs slow, falls behind what was sent and is moved up; one that would hear what was not sent yet is moved back.
"""

from typing import Final

import numpy as np

from speech.types import Samples

RATE: Final = 16_000
"""Hz"""
_KEPT: Final = RATE
"""samples of what was sent; a microphone further behind has lost its place"""
_SLACK: Final = RATE * 40 // 1000
"""samples by which a microphone may stay behind: uneven arrival alone does not move it"""
_PATIENCE: Final = 3 * RATE
"""samples of microphone throughout which it must have been further behind before it is moved up"""


class Playback:
    """Of one caller."""

    def __init__(self) -> None:
        self._recent: Samples = np.zeros(_KEPT, np.float32)
        self._behind = _KEPT + 1
        """samples sent that have not been laid beside the microphone; at first it has no place"""
        self._least = _KEPT
        """of them, over the `_watched` samples of microphone that came last"""
        self._watched = 0

    def sent(self, samples: Samples) -> None:
        """What goes out next, silence included; at RATE, any length."""
        self._recent = np.concatenate([self._recent, samples])[-_KEPT:]
        self._behind += len(samples)

    def beside(self, length: int) -> Samples:
        """What was being sent while the next `length` samples of the microphone came in."""
        lost = self._behind > _KEPT
        self._behind = 0 if lost else max(0, self._behind - length)
        self._catch_up(length)
        end = _KEPT - self._behind
        return self._recent[end - length : end]

    def _catch_up(self, length: int) -> None:
        self._least = min(self._least, self._behind)
        self._watched += length
        if self._watched < _PATIENCE:
            return
        if self._least > _SLACK:
            self._behind -= self._least
        self._least, self._watched = _KEPT, 0
