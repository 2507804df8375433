"""Which points of a picture hang together: Delaunay triangles, but for the mouth, whose shut lips no rule can part."""

from typing import Final

import cv2
import numpy as np
from scipy.spatial import Delaunay

from avatar.drawing.shapes import Points
from avatar.warping.mesh import Triangles
from avatar.warping.mouth_lines import COUNT, MouthLines

_LINE: Final = np.arange(COUNT)
_UPPER_OUTER, _UPPER_INNER, _LOWER_OUTER, _LOWER_INNER, _UPPER_MIDDLE, _LOWER_MIDDLE = (
    _LINE + COUNT * number for number in range(6)
)


def moved(face: Points, mouth: MouthLines) -> Points:
    """All points of the mesh: those of the face without its mouth, then the mouth; the opening is filled from both lips
    up to its middle line, which therefore counts twice."""
    middle = (mouth.upper_inner + mouth.lower_inner) / 2
    return np.concatenate([face, mouth.points(), middle, middle])


def at_rest(face: Points, mouth: MouthLines) -> Points:
    """The same for the picture that is pulled: what fills the opening comes from the edges of the lips."""
    return np.concatenate([face, mouth.points(), mouth.upper_inner, mouth.lower_inner])


def triangles(face: Points, mouth: MouthLines) -> Triangles:
    """Numbers into the points as `moved` and `at_rest` give them back."""
    outer = np.concatenate([mouth.upper_outer, mouth.lower_outer[-2:0:-1]])
    of_outer = np.concatenate([_UPPER_OUTER, _LOWER_OUTER[-2:0:-1]]) + len(face)
    points = np.concatenate([face, outer])
    skin = Delaunay(points).simplices
    edge = outer.astype(np.float32)
    middles = points[skin].mean(axis=1)
    inside = np.array([cv2.pointPolygonTest(edge, (float(x), float(y)), False) > 0 for x, y in middles])
    numbers = np.concatenate([np.arange(len(face)), of_outer])[skin]
    of_mouth = (skin >= len(face)).all(axis=1) & inside
    strips = (
        (_UPPER_OUTER, _UPPER_INNER),
        (_LOWER_OUTER, _LOWER_INNER),
        (_UPPER_INNER, _UPPER_MIDDLE),
        (_LOWER_INNER, _LOWER_MIDDLE),
    )
    return np.concatenate([numbers[~of_mouth], *(_strip(*lines) + len(face) for lines in strips)])


def _strip(one: Triangles, other: Triangles) -> Triangles:
    first = np.stack([one[:-1], one[1:], other[:-1]], axis=1)
    second = np.stack([one[1:], other[1:], other[:-1]], axis=1)
    return np.concatenate([first, second])
