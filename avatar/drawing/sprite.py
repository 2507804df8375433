"""A finished drawing that is laid over a picture, moved, turned and scaled, many times."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.drawing.canvas import Canvas, Matrix


@dataclass(frozen=True, slots=True)
class Sprite:
    pixels: NDArray[np.uint8]
    """shape (height, width, 4), premultiplied with its opacity"""
    to_units: Matrix
    """2x3: the sprite's pixels → drawing units"""

    @classmethod
    def of(cls, canvas: Canvas) -> "Sprite":
        pixels = np.asarray(cv2.convertScaleAbs(canvas.pixels, alpha=255), np.uint8)
        return cls(pixels, np.asarray(cv2.invertAffineTransform(canvas.matrix), np.float64))

    def stamp(self, picture: NDArray[np.uint8], matrix: Matrix) -> None:
        """Lays the sprite over an RGB picture; `matrix` 2x3 from drawing units to the picture's pixels."""
        move = joined(matrix, self.to_units)
        left, top, right, bottom = self._bounds(move, picture.shape[1], picture.shape[0])
        if right <= left or bottom <= top:
            return
        moved = self.warped(matrix, left, top, right - left, bottom - top)
        under = picture[top:bottom, left:right]
        over = cv2.cvtColor(moved, cv2.COLOR_RGBA2RGB)
        through = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(moved, 3)), cv2.COLOR_GRAY2RGB)
        cv2.add(cv2.multiply(under, through, scale=1 / 255), over, under)

    def warped(self, matrix: Matrix, left: int, top: int, width: int, height: int) -> NDArray[np.uint8]:
        """The sprite as it falls on a window of the picture, shape (height, width, 4)."""
        move = joined(matrix, self.to_units)
        # cv2 counts from pixel centres
        move[:, 2] += move[:, :2] @ (0.5, 0.5) - (left + 0.5, top + 0.5)
        return np.asarray(cv2.warpAffine(self.pixels, move, (width, height), flags=cv2.INTER_LINEAR), np.uint8)

    def _bounds(self, move: Matrix, width: int, height: int) -> tuple[int, int, int, int]:
        tall, wide = self.pixels.shape[:2]
        corners = np.array([(0, 0), (wide, 0), (0, tall), (wide, tall)]) @ move[:, :2].T + move[:, 2]
        left, top = np.floor(corners.min(axis=0))
        right, bottom = np.ceil(corners.max(axis=0))
        return max(0, int(left)), max(0, int(top)), min(width, int(right)), min(height, int(bottom))


def joined(outer: Matrix, inner: Matrix) -> Matrix:
    """Both moves in one: first `inner`, then `outer`."""
    return np.concatenate([outer[:, :2] @ inner[:, :2], (outer[:, :2] @ inner[:, 2] + outer[:, 2])[:, None]], axis=1)
