"""How far eyes are open, from the picture: the mesh puts open eyes into shut ones.

In an open eye the middle of the opening is iris, darker than the skin below; in a shut one it is the skin of the lid.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits.ibug import LEFT_EYE, RIGHT_EYE, Points

_WIDTH, _HEIGHT = 96, 64
"""of the window laid around an eye, whose corners come to lie at a quarter and three quarters of its width"""
_MIDDLE: Final = 32.0
_IRIS: Final = slice(34, 62)
"""columns in which the iris is looked for"""
_SKIN: Final = (slice(46, 58), slice(28, 68))
"""rows and columns of the skin below"""


def openness(image: NDArray[np.uint8], points: Points) -> float:
    """How much darker the middle of the eyes is than the skin below them: about 0 shut, 0.3 or more open."""
    return float(np.mean([_darker(image, points[eye]) for eye in (LEFT_EYE, RIGHT_EYE)]))


def _darker(image: NDArray[np.uint8], eye: NDArray[np.float32]) -> float:
    (x, y), (right, down) = (eye[0] + eye[3]) / 2, eye[3] - eye[0]
    scale = (_WIDTH / 2) / max(1.0, float(np.hypot(right, down)))
    into = cv2.getRotationMatrix2D((float(x), float(y)), float(np.degrees(np.arctan2(down, right))), scale)
    shift = np.array([_WIDTH / 2 - x, _MIDDLE - y])
    into = np.column_stack([into[:, :2], into[:, 2] + shift])
    window = cv2.warpAffine(image, into, (_WIDTH, _HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    light = cv2.cvtColor(window, cv2.COLOR_RGB2GRAY).astype(np.float32)
    gap = float(np.hypot(*((eye[4] + eye[5] - eye[1] - eye[2]) / 2))) * scale
    heights = np.array([eye[index] for index in (1, 2, 4, 5)]) @ into[:, :2].T + into[:, 2]
    top, bottom = heights[:2, 1].mean(), heights[2:, 1].mean()
    rows = slice(max(0, int(top + 0.1 * gap)), max(1, int(np.ceil(bottom - 0.35 * gap))))
    skin = float(np.median(light[_SKIN]))
    return (skin - float(np.percentile(light[rows, _IRIS], 30))) / max(40.0, skin)
