"""The 68 landmarks of iBUG 300-W and what can be read off them.

Sagonas et al.: "300 Faces in-the-Wild Challenge", ICCV Workshops 2013. Left and right are the picture's.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
"""68 x 2: x, y in pixels"""

JAW, BROWS, NOSE = slice(0, 17), slice(17, 27), slice(27, 36)
LEFT_EYE, RIGHT_EYE = slice(36, 42), slice(42, 48)
OUTER_LIPS, INNER_LIPS = slice(48, 60), slice(60, 68)
CHIN: Final = 8

OF_MESH: Final = (
    *(127, 234, 132, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 361, 454, 356),  # jaw
    *(70, 63, 105, 66, 107, 336, 296, 334, 293, 300),  # brows
    *(168, 197, 5, 4, 98, 97, 2, 326, 327),  # nose
    *(33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380),  # eyes
    *(61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181),  # outer lips
    *(78, 82, 13, 312, 308, 317, 14, 87),  # inner lips
)
"""which of the 468 points of MediaPipe's face mesh each landmark is"""


def face_height(points: Points) -> float:
    """Pixels from the brows to the chin."""
    brows = points[BROWS].mean(axis=0)
    return float(np.hypot(*(points[CHIN] - brows)))


def face_box(points: Points) -> NDArray[np.float32]:
    """left, top, right, bottom: from above the brows to below the chin, ear to ear."""
    margin = face_height(points)
    left, right = points[:, 0].min(), points[:, 0].max()
    top, bottom = points[BROWS, 1].min() - 0.15 * margin, points[:, 1].max() + 0.04 * margin
    return np.array([left, top, right, bottom], np.float32)


def mouth_gap(points: Points) -> float:
    """Opening between the lips as a share of the mouth's width."""
    inner = points[INNER_LIPS]
    gaps = [np.hypot(*(inner[low] - inner[up])) for up, low in ((1, 7), (2, 6), (3, 5))]
    return float(np.mean(gaps) / np.hypot(*(points[54] - points[48])))


def eye_gap(points: Points) -> float:
    """Opening of the eyes as a share of their width, mean of both."""
    eyes = (points[LEFT_EYE], points[RIGHT_EYE])
    return float(
        np.mean([(np.hypot(*(e[1] - e[5])) + np.hypot(*(e[2] - e[4]))) / 2 / np.hypot(*(e[3] - e[0])) for e in eyes])
    )


def roll(points: Points) -> float:
    """Degrees by which the eyes are out of level, clockwise."""
    x, y = points[RIGHT_EYE].mean(axis=0) - points[LEFT_EYE].mean(axis=0)
    return float(np.degrees(np.arctan2(y, x)))
