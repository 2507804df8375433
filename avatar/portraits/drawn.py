"""Where the landmarks of the drawn counsellor are: read off her geometry, not found in the picture."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.counsellor.eyes import Opening
from avatar.counsellor.face import face_outline
from avatar.counsellor.mouth import Lips
from avatar.counsellor.portrait import head_matrix
from avatar.counsellor.pose import Pose
from avatar.drawing.shapes import trace
from avatar.portraits.ibug import Points

_EYE_LEVEL: Final = 190.0
"""where the jaw's line begins, in the figure's units"""
_LIP_PLACES = np.array([0.18, 0.38, 0.5, 0.62, 0.82])
_INNER_PLACES = np.array([0.3, 0.5, 0.7])
_LID_PLACES = np.array([0.33, 0.67])

_Shape = NDArray[np.float64]


def landmarks(pose: Pose) -> Points:
    """68 points in pixels of her picture."""
    lips = Lips.of(pose)
    parts = [
        _jaw(pose),
        _brow(pose, -1),
        _brow(pose, 1),
        _nose(pose),
        _eye(pose, -1),
        _eye(pose, 1),
        _ring(np.asarray(lips.outer(), np.float64), _LIP_PLACES),
        _ring(np.asarray(lips.inner(), np.float64), _INNER_PLACES),
    ]
    matrix = head_matrix(pose)
    return np.asarray(np.concatenate(parts) @ matrix[:, :2].T + matrix[:, 2], np.float32)


def _jaw(pose: Pose) -> _Shape:
    """17 points from her right ear to her left, evenly apart."""
    outline = np.asarray(face_outline(pose), np.float64)
    line = outline[outline[:, 1] >= _EYE_LEVEL][::-1]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0, along[-1], 17)
    return np.column_stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)])


def _brow(pose: Pose, side: int) -> _Shape:
    """5 points on the upper edge, from the left."""
    x, y, lift = 256 + side * 39.0 + pose.turn * 7, 176.5 - pose.brow * 6, -pose.brow_in * 5 - 2.2
    inner_first = [(-23.5, -1.6 + lift), (-8, -4.6 + 0.5 * lift), (5, -6.6), (17, -5.4), (27.5, 4.0)]
    points = np.array([(x + side * right, y + down) for right, down in inner_first])
    return points if side > 0 else points[::-1]


def _nose(pose: Pose) -> _Shape:
    """4 points down the bridge, 5 along the base."""
    x, y = 256 + pose.turn * 11, 240 + pose.jaw * 0.6
    bridge = [(x, 196.0), (x, 208.0), (x, 220.0), (x, y - 8)]
    base = [(x + right, y + down) for right, down in ((-14, 1), (-7, 4.5), (0, 6), (7, 4.5), (14, 1))]
    return np.array([*bridge, *base])


def _eye(pose: Pose, side: int) -> _Shape:
    """6 points clockwise from the corner on the left."""
    eye = Opening.of(pose, side)
    reach = (eye.outer[0] - eye.inner[0]) / 2
    under = (eye.x + reach * 0.62, eye.lower, eye.x - reach * 0.45, eye.lower + 0.8, *eye.inner)
    over = np.asarray(trace(eye.inner, eye.lid_curve), np.float64)
    below = np.asarray(trace(eye.outer, under), np.float64)
    left, right = sorted((eye.inner, eye.outer))
    x = left[0] + (right[0] - left[0]) * _LID_PLACES
    return np.concatenate([[left], _at(over, x), [right], _at(below, x[::-1])])


def _ring(shape: _Shape, places: NDArray[np.float64]) -> _Shape:
    """A closed shape that starts at its left corner and goes over the top: corners, and points at these places."""
    corner = int(np.argmax(shape[:, 0]))
    left, right = shape[0], shape[corner]
    x = left[0] + (right[0] - left[0]) * places
    return np.concatenate([[left], _at(shape[: corner + 1], x), [right], _at(shape[corner:], x[::-1])])


def _at(line: _Shape, x: NDArray[np.float64]) -> _Shape:
    """Points of a line at these x."""
    order = np.argsort(line[:, 0])
    return np.column_stack([x, np.interp(x, line[order, 0], line[order, 1])])
