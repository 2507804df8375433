"""A finished drawing that is laid over a picture, moved, turned and scaled, many times."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.drawing.canvas import Canvas, Coverage, Matrix

PHASES = 4
"""steps in a pixel that an upright sprite can take"""


@dataclass(frozen=True, slots=True)
class Sprite:
    pixels: NDArray[np.uint8]
    """shape (height, width, 4), premultiplied with its opacity"""
    to_units: Matrix
    """2x3: the sprite's pixels → drawing units"""

    @classmethod
    def of(cls, canvas: Canvas) -> "Sprite":
        """Only what has been drawn on is kept."""
        pixels = np.asarray(cv2.convertScaleAbs(canvas.pixels, alpha=255), np.uint8)
        left, top, width, height = cv2.boundingRect(pixels[..., 3])
        to_units = np.asarray(cv2.invertAffineTransform(canvas.matrix), np.float64)
        to_units[:, 2] += to_units[:, :2] @ (left, top)
        return cls(np.ascontiguousarray(pixels[top : top + height, left : left + width]), to_units)

    def stamp(self, picture: NDArray[np.uint8], matrix: Matrix) -> None:
        """Lays the sprite over an RGB picture; `matrix` 2x3 from drawing units to the picture's pixels."""
        move = joined(matrix, self.to_units)
        left, top, right, bottom = self._bounds(move, picture.shape[1], picture.shape[0])
        if right <= left or bottom <= top:
            return
        laid = _Laid.of(self.warped(matrix, left, top, right - left, bottom - top))
        laid.over(picture[top:bottom, left:right])

    def upright(self, matrix: Matrix) -> "Upright":
        """For what will only move up and down; `matrix` as for `stamp`."""
        tall, wide = self.pixels.shape[:2]
        move = joined(matrix, self.to_units)
        ends = np.array([(0, 0), (wide, tall)]) @ move[:, :2].T + move[:, 2]
        (left, top), (right, bottom) = np.floor(ends[0]).astype(int), np.ceil(ends[1]).astype(int)
        phases = []
        for phase in range(PHASES):
            lowered = matrix + np.array([[0.0, 0.0, 0.0], [0.0, 0.0, phase / PHASES]])
            phases.append(_Laid.of(self.warped(lowered, left, top, right - left, bottom - top + 1)))
        return Upright(tuple(phases), left, top)

    def lay(self, canvas: Canvas, x: float, y: float, clip: Coverage | None = None) -> None:
        """Lays the sprite on an opaque canvas, slid by x, y units."""
        matrix = canvas.matrix.copy()
        matrix[:, 2] += matrix[:, :2] @ (x, y)
        height, width = canvas.pixels.shape[:2]
        left, top, right, bottom = self._bounds(joined(matrix, self.to_units), width, height)
        if clip is not None:
            tall, wide = clip.alpha.shape
            left, top = max(left, clip.left), max(top, clip.top)
            right, bottom = min(right, clip.left + wide), min(bottom, clip.top + tall)
        if right <= left or bottom <= top:
            return
        moved = np.multiply(
            self.warped(matrix, left, top, right - left, bottom - top), np.float32(1 / 255), dtype=np.float32
        )
        if clip is not None:
            moved *= clip.alpha[top - clip.top : bottom - clip.top, left - clip.left : right - clip.left, None]
        under = canvas.pixels[top:bottom, left:right]
        under *= 1 - moved[..., 3:]
        under += moved[..., :3]

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


@dataclass(frozen=True, slots=True)
class _Laid:
    """Ready to be laid pixel on pixel."""

    colour: NDArray[np.uint8]
    """shape (height, width, 3), premultiplied with its opacity"""
    through: NDArray[np.uint8]
    """of the same shape: how much of what lies under it is seen"""

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> "_Laid":
        through = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(pixels, 3)), cv2.COLOR_GRAY2RGB)
        return cls(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB)), np.asarray(through))

    def over(self, under: NDArray[np.uint8], skipped: tuple[int, int] = (0, 0)) -> None:
        """On a window of the picture; `skipped` columns and rows of this lie to the left and above it."""
        seen = np.s_[skipped[1] : skipped[1] + under.shape[0], skipped[0] : skipped[0] + under.shape[1]]
        cv2.add(cv2.multiply(under, self.through[seen], scale=1 / 255), self.colour[seen], under)


@dataclass(frozen=True, slots=True)
class Upright:
    """A finished drawing that only moves up and down, in quarters of a pixel; nothing is left to be scaled."""

    phases: tuple[_Laid, ...]
    """each a quarter of a pixel lower than the one before"""
    left: int
    top: int
    """of the first, in pixels of the picture"""

    def stamp(self, picture: NDArray[np.uint8], down: float = 0.0) -> None:
        """Lays it over an RGB picture, `down` pixels lower than it was drawn."""
        whole, phase = divmod(round(down * PHASES), PHASES)
        laid = self.phases[phase]
        height, width = laid.colour.shape[:2]
        left, top = max(0, self.left), max(0, self.top + whole)
        right, bottom = min(picture.shape[1], self.left + width), min(picture.shape[0], self.top + whole + height)
        if left < right and top < bottom:
            laid.over(picture[top:bottom, left:right], (left - self.left, top - self.top - whole))


def joined(outer: Matrix, inner: Matrix) -> Matrix:
    """Both moves in one: first `inner`, then `outer`."""
    return np.concatenate([outer[:, :2] @ inner[:, :2], (outer[:, :2] @ inner[:, 2] + outer[:, 2])[:, None]], axis=1)
