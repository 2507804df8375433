"""What the caller's counsellor is doing right now: her state and mood, and since when.

The state before is kept, so that the face can fade from it.
"""

import zlib
from collections import deque
from typing import Final

from avatar.types import Cue, Cues, Mood, State
from server.playout import Playout

PAUSES: Final = 16
"""of the caller that are remembered"""
NOD: Final = 0.5
"""seconds that a nod takes; the second of a double one is told as a pause of its own"""


class Scene:
    def __init__(self, call_id: str, playout: Playout) -> None:
        self._playout = playout
        self._seed = zlib.crc32(call_id.encode())
        self._now = self._before = Cue(State.IDLE, Mood.WARM, 0.0)
        self._pauses: deque[float] = deque(maxlen=PAUSES)

    @property
    def cue(self) -> Cue:
        return self._now

    @property
    def state(self) -> State:
        return self._now.state

    def nodding(self, at: float) -> bool:
        """Whether she may be answering a pause of the caller at that time (seconds on the playout's clock)."""
        return bool(self._pauses) and self._pauses[-1] <= at < self._pauses[-1] + NOD and self.state is State.LISTENING

    def set(self, state: State, mood: Mood = Mood.CALM) -> None:
        if (state, mood) != (self._now.state, self._now.mood):
            self._now, self._before = Cue(state, mood, self._playout.clock), self._now

    def pause(self) -> None:
        """The caller has paused in the middle of speaking."""
        self._pauses.append(self._playout.clock)

    def cues(self) -> Cues:
        return Cues(self._now, self._before, self._playout.lines, self._seed, tuple(self._pauses))
