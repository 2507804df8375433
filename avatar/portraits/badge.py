"""The AI badge on a built portrait, where the drawn counsellor carries it."""

import numpy as np
from numpy.typing import NDArray

from avatar.counsellor import badges
from avatar.drawing.canvas import Canvas
from avatar.drawing.sprite import Sprite
from avatar.portraits.framing import SIZE


def stamp(frames: NDArray[np.uint8]) -> None:
    """Draw it into n x SIZE x SIZE x 3 frames."""
    canvas = Canvas.clear(*badges.BADGE_BOX, density=SIZE / 512)
    badges.draw_badge(canvas)
    sprite = Sprite.of(canvas)
    for frame in frames:
        sprite.stamp(frame, np.eye(2, 3) * (SIZE / 512))
