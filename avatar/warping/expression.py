"""What a moved picture shows at one moment: where the landmarks lie, and what no landmark tells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avatar.drawing.canvas import Matrix
from avatar.drawing.shapes import Points


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    landmarks: Points
    """68 x 2, pixels; the eyes as if open"""
    head: Matrix
    """2 x 3: pixels of the picture at rest → where the head carries them"""
    lids: float = 1.0
    """0 shut … 1 open"""
    squint: float = 0.0
    """0…1 lower lids raised"""
    gaze: tuple[float, float] = (0.0, 0.0)
    """−1…1, to the picture's right and down"""
    teeth: float = 0.5
    teeth_low: float = 0.0
    tongue: float = 0.0
    """0…1 as in a Mouth"""
    breath: float = 0.0
    """0…1 breathed in"""


def carried(points: Points, head: Matrix) -> NDArray[np.float64]:
    return np.asarray(points @ head[:, :2].T + head[:, 2])
