"""Faces in a picture.

YuNet: Wu, Peng, Yu: "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research 20, 2023.
"""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits.quiet import quiet
from avatar.portraits.weights import packaged

LONG_SIDE: Final = 640
"""pixels of the longer side of what the network looks at, at most"""
SURE: Final = 0.75
"""score from which something is a face"""
_OVERLAP: Final = 0.3
"""intersection over union above which two boxes are one face"""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    box: NDArray[np.float32]
    """left, top, right, bottom in pixels; from the hairline to the chin"""
    points: NDArray[np.float32]
    """5 x 2: the eye on the picture's left, the other, tip of the nose, left and right corner of the mouth"""
    score: float
    """0…1"""

    @property
    def height(self) -> float:
        return float(self.box[3] - self.box[1])


class Detector:
    """Not for several threads at once."""

    def __init__(self) -> None:
        nothing = np.zeros(0, np.uint8)
        content = np.frombuffer(packaged("yunet"), np.uint8)
        with quiet():
            self._net: Any = cv2.FaceDetectorYN.create("onnx", content, nothing, (320, 320), SURE, _OVERLAP)

    def find(self, image: NDArray[np.uint8]) -> list[Face]:
        """All faces of an RGB picture, the largest first."""
        height, width = image.shape[:2]
        scale = min(1.0, LONG_SIDE / max(height, width))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        seen = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        self._net.setInputSize(size)
        _, rows = self._net.detect(cv2.cvtColor(seen, cv2.COLOR_RGB2BGR))
        faces = [_face(row, scale) for row in rows] if rows is not None else []
        return sorted(faces, key=lambda face: -face.height)


def _face(row: NDArray[np.float32], scale: float) -> Face:
    left, top, width, height = row[:4] / scale
    box = np.array([left, top, left + width, top + height], np.float32)
    return Face(box, (row[4:14].reshape(5, 2) / scale).astype(np.float32), float(row[14]))
