"""The AI badge on a picture of any size, in its lower left corner."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.counsellor.badges import BADGE_BOX, draw_badge
from avatar.drawing.canvas import Canvas
from avatar.drawing.sprite import Sprite

_UNITS: Final = 512


class Badge:
    def __init__(self, size: tuple[int, int]) -> None:
        scale = min(size) / _UNITS
        canvas = Canvas.clear(*BADGE_BOX, density=scale)
        draw_badge(canvas)
        self._sprite = Sprite.of(canvas)
        self._corner = np.array([[scale, 0.0, 0.0], [0.0, scale, size[1] - _UNITS * scale]])

    def stamp(self, picture: NDArray[np.uint8]) -> None:
        self._sprite.stamp(picture, self._corner)
