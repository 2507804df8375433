"""Reads how far our counsellor's mouth is open from a picture of her, also after video coding.

For measuring what a caller receives: lip movement, and the time between sound and lips.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

_SIZE = 512
_TOP, _BOTTOM, _LEFT, _RIGHT = 252, 322, 230, 286
"""pixels at 512 x 512 between which the mouth's inside lies: below the nostrils, beside the microphone"""
_DARK, _DARKEST = 84.0, 50.0
"""brightness (0…255) at which a pixel begins to count as the inside of the mouth, and counts fully"""
_PALE, _PALEST = 214.0, 232.0
"""blue (0…255) at which a pixel begins to count as a tooth, and counts fully; skin stays below"""
_WIDE_OPEN = 620.0
"""pixels of inside and teeth in a full ㅏ"""


def opening(image: NDArray[np.uint8]) -> float:
    """0 shut … 1 as open as in ㅏ, from an RGB picture of the whole square frame (any size)."""
    if image.shape[:2] != (_SIZE, _SIZE):
        image = np.asarray(cv2.resize(image, (_SIZE, _SIZE), interpolation=cv2.INTER_AREA), np.uint8)
    mouth = image[_TOP:_BOTTOM, _LEFT:_RIGHT].astype(np.float32)
    brightness = mouth @ np.array([0.299, 0.587, 0.114], np.float32)
    dark = np.clip((_DARK - brightness) / (_DARK - _DARKEST), 0, 1)
    pale = np.clip((mouth[..., 2] - _PALE) / (_PALEST - _PALE), 0, 1)
    return float(min(1.0, np.maximum(dark, pale).sum() / _WIDE_OPEN))
