"""The 68 landmarks of a face by name, in the order of iBUG 300-W (Sagonas et al. 2013)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.drawing.shapes import Points

COUNT: Final = 68
JAW: Final = np.arange(0, 17)
"""from the picture's left ear over the chin (8) to its right"""
BROWS: Final = (np.arange(17, 22), np.arange(22, 27))
NOSE: Final = np.arange(27, 36)
EYES: Final = (np.arange(36, 42), np.arange(42, 48))
"""left corner, two above, right corner, two below; from the right above to the left"""
OUTER: Final = np.arange(48, 60)
"""of the lips: left corner, over the top to the right corner (54), below back to the left"""
INNER: Final = np.arange(60, 68)
"""left corner, three above, right corner (64), three below"""
CHIN: Final = 8
UPPER_INNER: Final = np.array([60, 61, 62, 63, 64])
LOWER_INNER: Final = np.array([60, 67, 66, 65, 64])
UPPER_OUTER: Final = np.array([48, 49, 50, 51, 52, 53, 54])
LOWER_OUTER: Final = np.array([48, 59, 58, 57, 56, 55, 54])


@dataclass(frozen=True, slots=True, eq=False)
class Build:
    """What is measured once on a face at rest; everything in pixels."""

    landmarks: Points
    """68 x 2"""
    unit: float
    """half the width of the mouth; movements are given in it"""
    middle: Points
    """between the ends of the jaw"""
    reach: float
    """half the width of the head there"""
    fall: float
    """from there to the chin"""
    pivot: Points
    """about which the head tilts"""

    @classmethod
    def of(cls, landmarks: NDArray[np.float32]) -> "Build":
        """ValueError where the points are no upright face."""
        points = landmarks.astype(np.float64)
        if points.shape != (COUNT, 2) or not np.isfinite(points).all():
            raise ValueError(f"a face has {COUNT} landmarks of two numbers, not {points.shape}")
        unit = (points[54, 0] - points[48, 0]) / 2
        middle = (points[0] + points[16]) / 2
        reach, fall = (points[16, 0] - points[0, 0]) / 2, points[CHIN, 1] - middle[1]
        if unit < 2 or reach < 2 * unit * 0.6 or fall < unit:
            raise ValueError("these landmarks are not those of an upright face that looks at the camera")
        return cls(points, unit, middle, reach, fall, middle + np.array([0.0, fall * 1.25]))
