"""Reads how far any face's mouth is open from received pictures: what is darker or paler than anything there at rest.

For the drawn counsellor `avatar/mouth_opening.py` knows the colours; this reader knows only where the mouth is.
"""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits import store

SIDE: Final = 32
"""pixels to which the mouth's place is scaled"""
FULL: Final = 0.35
"""share of the place that the inside of a mouth wide open covers"""
DARKEST, PALEST = 3, 97
"""percentiles of brightness at rest between which lips and skin lie"""
STEP: Final = 30.0
"""brightness (0…255) beyond them at which a pixel counts fully"""
INNER: Final = slice(60, 68)
"""points of the inner lips in the order of iBUG 300-W"""

Box = tuple[float, float, float, float]
"""left, top, right, bottom as shares of the picture"""


class MouthReader:
    """Of one call: the first picture it is shown counts as rest."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._rest: tuple[float, float] | None = None

    def __call__(self, image: NDArray[np.uint8]) -> float:
        """0 as at rest … 1 wide open, from an RGB picture of any size."""
        mouth = self._mouth(image)
        if self._rest is None:
            dark, pale = np.percentile(mouth, [DARKEST, PALEST])
            self._rest = float(dark), float(pale)
        inside = np.maximum(self._rest[0] - mouth, mouth - self._rest[1]) / STEP
        return float(min(1.0, np.clip(inside, 0, 1).mean() / FULL))

    def _mouth(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        height, width = image.shape[:2]
        left, top, right, bottom = self._box
        place = image[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
        grey = cv2.cvtColor(np.ascontiguousarray(place), cv2.COLOR_RGB2GRAY)
        return cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)


def mouth_of(folder: Path) -> Box:
    """Where the inner lips of a portrait lie, with half their width below for the falling jaw.

    Raises FileNotFoundError and ValueError as `store.read`.
    """
    portrait = store.read(folder)
    height, width = portrait.frames.shape[1:3]
    lips = portrait.landmarks[portrait.neutral, INNER] / (width, height)
    (left, top), (right, bottom) = lips.min(0), lips.max(0)
    reach = (right - left) / 2
    return float(left), float(top - reach / 4), float(right), float(bottom + reach)
