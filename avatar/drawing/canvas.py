"""Antialiased filling and stroking of outlines, working only inside each shape's bounds."""

from dataclasses import dataclass
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
        points = line @ self.matrix[:, :2].T + self.matrix[:, 2]
        soft = blur * self.scale
        margin = 1 + 3 * soft + (width or 0.0) * self.scale / 2
        height_limit, width_limit = self.pixels.shape[:2]
        left, top = (int(max(0, edge)) for edge in np.floor(points.min(axis=0) - margin))
        ends = np.ceil(points.max(axis=0) + margin)
        # what lies outside the canvas still bleeds in through the blur
        spill = int(np.ceil(3 * soft)) if soft else 0
        right, bottom = min(width_limit, int(ends[0])), min(height_limit, int(ends[1]))
        if right <= left or bottom <= top:
            return Coverage(left, top, np.zeros((0, 0), np.float32))
        size = (right - left + 2 * spill, bottom - top + 2 * spill)
        mask = np.zeros((size[1] * _FINE, size[0] * _FINE), np.uint8)
        corners = ((points - (left - spill, top - spill)) * _FINE - 0.5) * (1 << _SHIFT)
        polygon = [np.rint(corners).astype(np.int32)]
        if width is None:
            cv2.fillPoly(mask, polygon, 255, cv2.LINE_8, _SHIFT)
        else:
            cv2.polylines(mask, polygon, False, 255, max(1, round(width * self.scale * _FINE)), cv2.LINE_8, _SHIFT)
        shrunk = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
        alpha: Pixels = shrunk.astype(np.float32) * np.float32(1 / 255)
        if soft:
            alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), soft), np.float32)
        if spill:
            alpha = alpha[spill:-spill, spill:-spill]
        return Coverage(left, top, alpha)

    def lay(self, coverage: Coverage, paint: Paint, clip: Coverage | None = None) -> None:
        """Puts paint wherever the coverage lies."""
        if clip is not None:
            coverage = coverage.within(clip)
        height, width = coverage.alpha.shape
        if not height or not width:
            return
        under = self.pixels[coverage.top : coverage.top + height, coverage.left : coverage.left + width]
        over = np.ones(under.shape, np.float32)
        weight = coverage.alpha * np.float32(paint.alpha)
        if isinstance(paint, Solid):
            over[..., :3] = rgb(paint.colour)
        else:
            colours = self._gradient(paint, coverage)
            over[..., :3] = colours[..., :3]
            weight *= colours[..., 3]
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
        level = np.clip(along * (LEVELS - 1), 0, LEVELS - 1).astype(np.int32)
        return np.asarray(ramp(paint.stops)[level])

    def _place(self, point: tuple[float, float]) -> tuple[float, float]:
        x, y = self.matrix[:, :2] @ point + self.matrix[:, 2]
        return float(x), float(y)
