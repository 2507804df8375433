"""The edges of the lips as smooth lines: more points than landmarks, so that a moved mouth shows no corners."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from avatar.drawing.shapes import Points
from avatar.warping.points import LOWER_INNER, LOWER_OUTER, UPPER_INNER, UPPER_OUTER

COUNT: Final = 17
"""points of each line, corners included"""


@dataclass(frozen=True, slots=True, eq=False)
class MouthLines:
    """Each from the left corner to the right, COUNT x 2."""

    upper_outer: Points
    upper_inner: Points
    lower_outer: Points
    lower_inner: Points

    @classmethod
    def of(cls, landmarks: Points) -> "MouthLines":
        upper_outer, lower_outer = _lip(landmarks[UPPER_OUTER], landmarks[LOWER_OUTER])
        upper_inner, lower_inner = _lip(landmarks[UPPER_INNER], landmarks[LOWER_INNER])
        return cls(upper_outer, upper_inner, lower_outer, lower_inner)

    def points(self) -> Points:
        return np.concatenate([self.upper_outer, self.upper_inner, self.lower_outer, self.lower_inner])


def _lip(upper: Points, lower: Points) -> tuple[Points, Points]:
    """One closed Catmull-Rom curve, cut at the corners."""
    first, last = (lower[1:2], lower[-2:-1]), (upper[1:2], upper[-2:-1])
    return _through(upper, *first), _through(lower, *last)


def _through(knots: Points, before: Points, after: Points) -> Points:
    place = np.linspace(0, len(knots) - 1, COUNT)
    first = np.minimum(place.astype(np.intp), len(knots) - 2)
    t = (place - first)[:, None]
    wider = np.concatenate([before, knots, after])
    a, b, c, d = (wider[first + step] for step in range(4))
    return np.asarray(b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * b - a - 3 * c + d))))
