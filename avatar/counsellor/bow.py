"""The bow of a greeting or a farewell: a counsellor who begins to speak warmly (`Mood.WARM`) bows as she begins."""

from typing import Final

from avatar.easing import bump
from avatar.types import Cue, Mood, State

DOWN: Final = 0.50
"""seconds"""
HOLD: Final = 0.25
"""seconds"""
UP: Final = 0.60
"""seconds"""
LENGTH: Final = DOWN + HOLD + UP
DEPTH: Final = 2.0
"""as the nod of a Pose"""
_SHUT_FROM, _SHUT_TO = 0.30 * LENGTH, 0.80 * LENGTH
_LID_DOWN, _LID_UP = 0.12, 0.16
"""seconds"""


def bows(cue: Cue) -> bool:
    return cue.state is State.SPEAKING and cue.mood is Mood.WARM


def nod(since: float) -> float:
    """How far the head is down so many seconds after the bow began, as the nod of a Pose."""
    return DEPTH * bump(since, DOWN, HOLD, UP)


def lid(since: float) -> float:
    """1 open … 0 shut: nobody looks up out of a bow."""
    return 1 - bump(since - _SHUT_FROM + _LID_DOWN, _LID_DOWN, _SHUT_TO - _SHUT_FROM, _LID_UP)
