"""A picture as triangles between points; where the points go, the picture goes.

Piecewise affine: within a triangle straight lines stay straight, at its edges neighbours meet exactly.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.drawing.shapes import Points

Triangles = NDArray[np.intp]
"""shape (n, 3), numbers of points"""
Field = tuple[NDArray[np.float32], NDArray[np.float32]]
"""for each pixel of the new picture the x and the y in the old one it comes from"""

_COARSE: Final = 2
"""pixels between the places at which the field is worked out; between them it is straight anyway"""
_ROOM: Final = 3
"""pixels around the sharp points"""
_SHIFT: Final = 4
"""fractional bits of a triangle's corners"""
_THIN: Final = 0.05
"""square pixels below which a triangle is not drawn"""


class Mesh:
    """Holds only what never changes, so that threads may share it."""

    def __init__(self, rest: Points, triangles: Triangles, size: tuple[int, int]) -> None:
        """`rest` in pixels of the picture, where pixel i reaches from i to i + 1; `size` its width and height."""
        self._corners = rest[triangles]
        self._triangles = triangles
        self._size = size

    def field(self, moved: Points, sharp: Points) -> Field:
        """Where each pixel comes from once the points lie at `moved`. Pixels in no triangle stay where they are.

        Worked out for every pixel around the points `sharp`, where triangles slide past each other; elsewhere in steps.
        """
        placed = moved[self._triangles]
        moves, drawn = _moves(placed, self._corners)
        numbers = np.flatnonzero(drawn)
        wide, high = self._size
        x, y = (np.asarray(axis[:high, :wide]) for axis in _part(placed, moves, numbers, (0, 0, wide, high), _COARSE))
        left, top = np.maximum(np.floor(sharp.min(axis=0)).astype(int) - _ROOM, 0)
        right, bottom = np.minimum(np.ceil(sharp.max(axis=0)).astype(int) + _ROOM, self._size)
        if left < right and top < bottom:
            near = (placed.max(axis=1) >= (left, top)).all(axis=1) & (placed.min(axis=1) <= (right, bottom)).all(axis=1)
            fine = _part(placed, moves, numbers[near[numbers]], (left, top, right, bottom), 1)
            x[top:bottom, left:right], y[top:bottom, left:right] = fine
        return x, y


def _part(
    placed: Points, moves: NDArray[np.float32], numbers: NDArray[np.intp], box: tuple[int, int, int, int], step: int
) -> Field:
    left, top, right, bottom = box
    if step > 1:  # one place more on each side, between which the outermost pixels lie
        left, top, right, bottom = left - step, top - step, right + step, bottom + step
    wide, high = -(-(right - left) // step), -(-(bottom - top) // step)
    label = np.zeros((high, wide), np.uint16)
    corners = np.rint(((placed - (left, top)) / step - 0.5) * (1 << _SHIFT)).astype(np.int32)
    for number in numbers:
        cv2.fillConvexPoly(label, corners[number], int(number) + 1, cv2.LINE_8, _SHIFT)
    x = left + (np.arange(wide, dtype=np.float32) + np.float32(0.5)) * step
    y = top + (np.arange(high, dtype=np.float32)[:, None] + np.float32(0.5)) * step
    first, second = (moves[label, 0, axis] * x + moves[label, 1, axis] * y + moves[label, 2, axis] for axis in (0, 1))
    return (first, second) if step == 1 else (_between(first, step), _between(second, step))


def _between(coarse: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    fine = cv2.resize(coarse, None, fx=step, fy=step, interpolation=cv2.INTER_LINEAR)
    return np.asarray(fine[step:-step, step:-step], np.float32)


def _moves(placed: Points, source: Points) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The affine move new → old of each triangle, after one that moves nothing; and which are wide enough to draw."""
    sides = placed[:, 1:] - placed[:, :1]
    area = sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0]
    drawn = np.abs(area) > 2 * _THIN
    flat = np.concatenate([placed, np.ones((*placed.shape[:2], 1))], axis=2)
    flat[~drawn] = np.eye(3)
    moves = np.linalg.solve(flat, source)
    still = np.array([[[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]])
    return np.concatenate([still, moves]).astype(np.float32), drawn


def pulled(picture: NDArray[np.uint8], field: Field, density: float = 1.0) -> NDArray[np.uint8]:
    """The picture as the field says; `density` pixels of `picture` for each pixel of the field."""
    x, y = (axis * np.float32(density) - np.float32(0.5) for axis in field)
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)
