"""Makes the end of a loop meet its beginning: both faces are moved to the place between them, then mixed."""

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.easing import ease
from avatar.portraits import ibug
from avatar.portraits.ibug import Points

_CELLS = 32
"""of the grid on which offsets are worked out, each way"""


def close_loop(
    frames: NDArray[np.uint8], points: NDArray[np.float32], overlap: int
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The first `overlap` frames come before the loop; its last ones go over into them. Returns the loop alone."""
    count = len(frames) - overlap
    loop, places = frames[overlap:].copy(), points[overlap:].copy()
    for step in range(overlap):
        share = ease((step + 1) / (overlap + 1))
        index = count - overlap + step
        loop[index], places[index] = _between(loop[index], places[index], frames[step], points[step], share)
    return loop, places


def _between(
    one: NDArray[np.uint8], its: Points, other: NDArray[np.uint8], others: Points, share: float
) -> tuple[NDArray[np.uint8], Points]:
    middle = its + np.float32(share) * (others - its)
    mixed = cv2.addWeighted(_to(one, its, middle), 1 - share, _to(other, others, middle), share, 0)
    return np.asarray(mixed, np.uint8), middle


def _to(picture: NDArray[np.uint8], here: Points, there: Points) -> NDArray[np.uint8]:
    """The picture with its landmarks moved; what is far from them stays."""
    height, width = picture.shape[:2]
    reach = 0.35 * ibug.face_height(there)
    x, y = np.meshgrid(np.linspace(0, width - 1, _CELLS), np.linspace(0, height - 1, _CELLS))
    far = ((x[..., None] - there[:, 0]) ** 2 + (y[..., None] - there[:, 1]) ** 2) / reach**2
    weight = np.exp(-far) + 1e-6 / (1 + far)
    near = weight / (weight.sum(axis=-1, keepdims=True) + 0.3)
    offsets = (near @ (here - there)).astype(np.float32)
    right, down = (cv2.resize(offsets[..., axis], (width, height), interpolation=cv2.INTER_CUBIC) for axis in (0, 1))
    grid_x, grid_y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.asarray(
        cv2.remap(picture, grid_x + right, grid_y + down, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
