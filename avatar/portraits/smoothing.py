"""Boxes and landmarks without the trembling of a detector, also where a loop begins again."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from avatar.portraits import ibug

_POINTS, _BOXES = 1.0, 4.0
"""standard deviation in frames"""
_FEWEST: Final = 3


def smooth_points(points: NDArray[np.float32], closed: bool = True) -> NDArray[np.float32]:
    """n x 68 x 2 over time; `closed` when the last frame is followed by the first."""
    return _smoothed(points, _POINTS, closed)


def boxes(points: NDArray[np.float32]) -> NDArray[np.int32]:
    """n x 4 of a loop's landmarks: smoothed, rounded."""
    each = np.stack([ibug.face_box(frame) for frame in points])
    return np.rint(_smoothed(each, _BOXES, True)).astype(np.int32)


def _smoothed(values: NDArray[np.float32], over: float, closed: bool) -> NDArray[np.float32]:
    if len(values) < _FEWEST:
        return values
    return np.asarray(gaussian_filter1d(values, over, axis=0, mode="wrap" if closed else "nearest"), np.float32)
