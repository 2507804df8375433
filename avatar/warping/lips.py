"""Where the 20 points of the mouth go for the numbers of a mouth, on whatever lips a picture has."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.drawing.shapes import Points
from avatar.mouth_shapes import Mouth
from avatar.warping.points import INNER, LOWER_INNER, LOWER_OUTER, OUTER, UPPER_INNER, UPPER_OUTER

RESTING_SMILE: Final = 0.6
"""how much the face of a picture is taken to smile already"""
_JAW, _JAW_UP, _JAW_CORNER = 0.62, 0.10, 0.16
_PART, _PART_UP = 0.155, 0.085
_SMILE = 0.26
"""of half the mouth's width at rest"""

Numbers = NDArray[np.float64]


def lips(rest: Points, mouth: Mouth) -> Points:
    """Points 48 to 67 for 68 landmarks at rest; a mouth that is shut at rest opens."""
    unit = (rest[54, 0] - rest[48, 0]) / 2
    centre = (rest[48] + rest[54]) / 2
    own = (rest - centre) / unit
    upper, lower = _edges(own, mouth)
    moved = own.copy()
    moved[UPPER_INNER], moved[LOWER_INNER[1:-1]] = upper, lower[1:-1]
    thin_above = (1 - 0.55 * mouth.press) * (1 - 0.10 * (mouth.smile - RESTING_SMILE)) * (1 - 0.05 * mouth.jaw)
    thin_below = (1 - 0.42 * mouth.press) * (1 - 0.12 * (mouth.smile - RESTING_SMILE)) * (1 - 0.10 * mouth.jaw)
    moved[UPPER_OUTER] = _around(own, UPPER_OUTER, UPPER_INNER, upper, thin_above, _width(mouth))
    moved[LOWER_OUTER] = _around(own, LOWER_OUTER, LOWER_INNER, lower, thin_below, _width(mouth))
    return np.asarray(np.concatenate([moved[OUTER], moved[INNER]]) * unit + centre)


def _width(mouth: Mouth) -> float:
    smile = mouth.smile - RESTING_SMILE
    return 1 + 0.17 * mouth.wide + 0.12 * smile - 0.44 * mouth.round - 0.05 * mouth.jaw


def _edges(own: Points, mouth: Mouth) -> tuple[Points, Points]:
    """The upper and the lower edge of the opening, each from the left corner to the right."""
    up = _JAW_UP * mouth.jaw + _PART_UP * mouth.part
    down = _JAW * mouth.jaw + _PART * mouth.part
    narrow = _width(mouth) * (1 - 0.22 * mouth.round)
    corner = _JAW_CORNER * mouth.jaw - _SMILE * (mouth.smile - RESTING_SMILE) * (1 - 0.5 * mouth.round)
    corner += ((down - up) / 2 - corner) * mouth.round
    return (
        _edge(own[UPPER_INNER], -up, corner, narrow, mouth, 0.56),
        _edge(own[LOWER_INNER], down, corner, narrow, mouth, 0.56),
    )


def _edge(edge: Points, middle: float, corner: float, narrow: float, mouth: Mouth, flat: float) -> Points:
    place = edge[:, 0] / max(abs(edge[0, 0]), abs(edge[-1, 0]), 1e-6)
    level = np.clip(1 - place**2, 0, 1) ** (flat + (0.5 - flat) * mouth.round)
    curve = edge[:, 1] * (1 - mouth.round * 0.8)  # a rounded mouth is an ellipse, however the lips lie at rest
    return np.stack([edge[:, 0] * narrow, curve + corner + (middle - corner) * level], axis=1)


def _around(own: Points, outer: Numbers, inner: Numbers, moved: Points, thick: float, width: float) -> Points:
    """The outer edge keeps the lip's thickness over the inner one."""
    rest_edge, place = own[inner], own[outer]
    share = np.interp(place[:, 0], rest_edge[:, 0], np.linspace(0, 1, len(rest_edge)))
    under = np.interp(share, np.linspace(0, 1, len(rest_edge)), rest_edge[:, 1])
    over = np.interp(share, np.linspace(0, 1, len(rest_edge)), moved[:, 1])
    return np.stack([place[:, 0] * width, over + (place[:, 1] - under) * thick], axis=1)
