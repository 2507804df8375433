"""When a counsellor nods to a caller who pauses: a sign of listening that takes no turn."""

from collections.abc import Iterator
from itertools import pairwise
from math import inf
from typing import Final

from avatar.easing import bump

DOWN: Final = 0.18
"""seconds"""
UP: Final = 0.26
"""seconds"""
APART: Final = 2.5
"""seconds from nod to nod at least, the second of a double one aside"""
SAME_PAUSE: Final = 1.0
"""seconds within which a second time means that the same pause goes on; 1.2 s of speech lie between two pauses"""
DEPTH: Final = 0.5
SECOND_DEPTH: Final = 0.35
"""as the nod of a Pose"""


def nod(pauses: tuple[float, ...], at: float) -> float:
    """How far the head is down at that time, as the nod of a Pose."""
    return max((depth * bump(at - start, DOWN, 0.0, UP) for start, depth in _nods(pauses)), default=0.0)


def _nods(pauses: tuple[float, ...]) -> Iterator[tuple[float, float]]:
    """Start and depth of each."""
    free, last = -inf, inf
    for before, pause in pairwise((-inf, *pauses)):
        if pause - before < SAME_PAUSE:
            if last == before:
                yield max(pause, before + DOWN + UP), SECOND_DEPTH
        elif pause >= free:
            yield pause, DEPTH
            free, last = pause + APART, pause
