"""Head and shoulders in a square, as the drawn counsellor is shown."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits import ibug
from avatar.portraits.ibug import Points

SIZE: Final = 512
"""pixels a side of every portrait that is built"""
_FACE: Final = 0.335
"""brows to chin as a share of the square"""
_CHIN: Final = 0.62
"""how far down the chin is"""


@dataclass(frozen=True, slots=True)
class Window:
    """A square of the picture, in its pixels."""

    left: int
    top: int
    side: int

    @property
    def scale(self) -> float:
        return SIZE / self.side

    def cut(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """SIZE x SIZE of an RGB picture."""
        part = image[self.top : self.top + self.side, self.left : self.left + self.side]
        way = cv2.INTER_AREA if self.side > SIZE else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(part, (SIZE, SIZE), interpolation=way), np.uint8)

    def place(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Points of the picture in pixels of the cut; a third column is only scaled."""
        moved = points.copy()
        moved[:, :2] += (0.5 - self.left, 0.5 - self.top)
        moved *= np.float32(self.scale)
        moved[:, :2] -= 0.5
        return moved


def frame(points: Points, width: int, height: int) -> Window:
    """Where to cut a picture of that size; the whole width or height where the face fills more than wanted."""
    side = min(round(ibug.face_height(points) / _FACE), width, height)
    middle = (points[:, 0].min() + points[:, 0].max()) / 2
    left = round(middle - side / 2)
    top = round(points[ibug.CHIN, 1] - _CHIN * side)
    return Window(min(max(0, left), width - side), min(max(0, top), height - side), side)
