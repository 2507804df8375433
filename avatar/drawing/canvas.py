"""Antialiased filling and stroking of outlines, working only inside each shape's bounds."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.drawing.paint import LEVELS, Linear, Paint, Radial, Solid, ramp, rgb
from avatar.drawing.shapes import Points

Matrix = NDArray[np.float64]
"""2x3: drawing units → pixels, where pixel i reaches from i to i + 1"""
Pixels = NDArray[np.float32]

_FINE = 4
"""sub-pixels a side"""
_SHIFT = 4
"""fractional bits of a polygon's corners"""
_UNIT, _HALF = _FINE << _SHIFT, 1 << _SHIFT - 1
"""a pixel, and half a sub-pixel, in these"""
_REACH = 2.5
"""standard deviations to which a blur is worked out"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of each pixel a shape covers."""

    left: int
    top: int
    alpha: Pixels
    """0…1, shape (height, width)"""

    def within(self, other: "Coverage") -> "Coverage":
        """The part of this shape that lies inside the other."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right = min(self.left + self.alpha.shape[1], other.left + other.alpha.shape[1])
        bottom = min(self.top + self.alpha.shape[0], other.top + other.alpha.shape[0])
        right, bottom = max(left, right), max(top, bottom)
        box = np.s_[top - self.top : bottom - self.top, left - self.left : right - self.left]
        clip = np.s_[top - other.top : bottom - other.top, left - other.left : right - other.left]
        return Coverage(left, top, self.alpha[box] * other.alpha[clip])


class Canvas:
    """Pixels to draw on: three channels are opaque, four are premultiplied with their opacity."""

    def __init__(self, pixels: Pixels, matrix: Matrix) -> None:
        self.pixels = pixels
        """0…1, shape (height, width, 3 or 4)"""
        self.matrix = matrix
        self.scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))

    @classmethod
    def clear(cls, left: float, top: float, right: float, bottom: float, density: float) -> Self:
        """An empty premultiplied canvas over a box of drawing units, `density` pixels a unit."""
        width, height = round((right - left) * density), round((bottom - top) * density)
        matrix = np.array([[density, 0, -left * density], [0, density, -top * density]], np.float64)
        return cls(np.zeros((height, width, 4), np.float32), matrix)

    def fill(self, shape: Points, paint: Paint, clip: Coverage | None = None) -> None:
        self.lay(self.coverage(shape, paint.blur), paint, clip)

    def stroke(self, line: Points, width: float, paint: Paint, clip: Coverage | None = None) -> None:
        """A line of round ends and joints; `width` in drawing units."""
        self.lay(self._rasterised(line, paint.blur, width), paint, clip)

    def coverage(self, shape: Points, blur: float = 0.0) -> Coverage:
        return self._rasterised(shape, blur, None)

    def _rasterised(self, line: Points, blur: float, width: float | None) -> Coverage:
        soft = blur * self.scale
        corners = np.rint((line @ self.matrix[:, :2].T + self.matrix[:, 2]) * _UNIT).astype(np.int32)
        x, y, wide, tall = cv2.boundingRect(corners)
        reach = ceil(_REACH * soft)
        margin = 1 + reach + (width or 0.0) * self.scale / 2
        # what lies outside the canvas still bleeds in through the blur
        left, top = max(-reach, floor(x / _UNIT - margin)), max(-reach, floor(y / _UNIT - margin))
        height_limit, width_limit = self.pixels.shape[:2]
        right = min(width_limit + reach, ceil((x + wide) / _UNIT + margin))
        bottom = min(height_limit + reach, ceil((y + tall) / _UNIT + margin))
        if right <= left or bottom <= top:
            return Coverage(max(0, left), max(0, top), np.zeros((0, 0), np.float32))
        size = (right - left, bottom - top)
        mask = np.zeros((size[1] * _FINE, size[0] * _FINE), np.uint8)
        corners -= (left * _UNIT + _HALF, top * _UNIT + _HALF)
        if width is None:
            cv2.fillPoly(mask, [corners], 255, cv2.LINE_8, _SHIFT)
        else:
            cv2.polylines(mask, [corners], False, 255, max(1, round(width * self.scale * _FINE)), cv2.LINE_8, _SHIFT)
        half = cv2.resize(mask, (size[0] * 2, size[1] * 2), interpolation=cv2.INTER_AREA)
        shrunk = cv2.resize(half, size, interpolation=cv2.INTER_AREA)  # halving twice is ten times as fast as a quarter
        alpha: Pixels = np.multiply(shrunk, np.float32(1 / 255), dtype=np.float32)
        if reach:
            alpha = np.asarray(cv2.GaussianBlur(alpha, (2 * reach + 1, 2 * reach + 1), soft), np.float32)
        seen = alpha[max(0, -top) : height_limit - top, max(0, -left) : width_limit - left]
        return Coverage(max(0, left), max(0, top), seen)

    def lay(self, coverage: Coverage, paint: Paint, clip: Coverage | None = None) -> None:
        """Puts paint wherever the coverage lies."""
        if clip is not None:
            coverage = coverage.within(clip)
        height, width = coverage.alpha.shape
        if not height or not width:
            return
        under = self.pixels[coverage.top : coverage.top + height, coverage.left : coverage.left + width]
        weight = coverage.alpha * np.float32(paint.alpha)
        if isinstance(paint, Solid):
            over = np.full(under.shape, (*rgb(paint.colour), 1.0)[: under.shape[2]], np.float32)
        else:
            colours = self._gradient(paint, coverage)
            weight *= colours[..., 3]
            over = np.ones(under.shape, np.float32)
            over[..., :3] = colours[..., :3]
        cv2.blendLinear(over, under, weight, 1 - weight, under)

    def _gradient(self, paint: Linear | Radial, coverage: Coverage) -> Pixels:
        height, width = coverage.alpha.shape
        x = np.arange(coverage.left, coverage.left + width, dtype=np.float32) + np.float32(0.5)
        y = (np.arange(coverage.top, coverage.top + height, dtype=np.float32) + np.float32(0.5))[:, None]
        if isinstance(paint, Linear):
            (x0, y0), (x1, y1) = self._place(paint.start), self._place(paint.end)
            reach = (x1 - x0) ** 2 + (y1 - y0) ** 2
            along = (x - x0) * ((x1 - x0) / reach) + (y - y0) * ((y1 - y0) / reach)
        else:
            x0, y0 = self._place(paint.centre)
            along = np.sqrt((x - x0) ** 2 + (y - y0) ** 2) / (paint.radius * self.scale)
        level = np.multiply(along, LEVELS - 1, dtype=np.float32).astype(np.intp)
        return np.asarray(ramp(paint.stops).take(level, axis=0, mode="clip"))

    def _place(self, point: tuple[float, float]) -> tuple[float, float]:
        x, y = self.matrix[:, :2] @ point + self.matrix[:, 2]
        return float(x), float(y)
