"""Landmarks in pixels ↔ the shape the networks know: upright face of width 1.6 about the middle, both axes turned."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_WIDTH: Final = 1.6
_DEPTH: Final = 0.1
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    shape: Floats
    """68 x 3"""
    pixels: float
    """pixels for each unit of the shape"""

    @classmethod
    def of(cls, landmarks: Floats, standard: Floats) -> "Face":
        """68 x 2 in pixels; the depth is the standard face's (68 x 3), flattened to a tenth."""
        pixels = (landmarks[16, 0] - landmarks[0, 0]) / _WIDTH
        middle = (landmarks[0] + landmarks[16]) / 2
        shape = (landmarks - middle) / pixels
        return cls(np.concatenate([shape, standard[:, 2:] * _DEPTH], axis=1), float(pixels))

    def movement(self, shapes: Floats) -> Floats:
        """T x 68 x 3 → how far each landmark is from its place at rest, T x 68 x 2 pixels."""
        return np.asarray((shapes - self.shape)[..., :2] * self.pixels)


def adjusted(landmarks: Floats, width: float) -> Floats:
    """Slimmer lips and wider eyes, as the published script has it for a photograph of 256 pixels."""
    step = width / 256
    moved = landmarks.copy()
    moved[49:54, 1] += step
    moved[55:60, 1] -= step
    moved[[37, 38, 43, 44], 1] -= 2 * step
    moved[[40, 41, 46, 47], 1] += 2 * step
    return moved
