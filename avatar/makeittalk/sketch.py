"""Landmarks drawn as lines, as the image translation network was taught to read them."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.makeittalk.unet import SIZE

_GREEN, _RED, _YELLOW, _CYAN = (0, 255, 0), (0, 0, 255), (0, 255, 255), (255, 255, 0)
"""blue, green, red"""
_LINES: Final = (
    (range(17), False, _GREEN),
    (range(17, 22), False, _RED),
    (range(22, 27), False, _RED),
    (range(27, 36), False, _GREEN),
    (range(36, 42), True, _GREEN),
    (range(42, 48), True, _GREEN),
    (range(48, 60), True, _YELLOW),
    (range(60, 68), True, _CYAN),
)
"""jaw, brows, nose, eyes, outer and inner lips; closed or not"""


def sketched(landmarks: NDArray[np.float64]) -> NDArray[np.uint8]:
    """256 x 256 x 3, blue, green, red, on white; the landmarks (68 x 2) in its pixels."""
    picture = np.full((SIZE, SIZE, 3), 255, np.uint8)
    whole = landmarks.astype(np.int32)  # cut, not rounded, as in the training
    for numbers, closed, colour in _LINES:
        cv2.polylines(picture, [whole[list(numbers)]], closed, colour, 2)
    return picture
