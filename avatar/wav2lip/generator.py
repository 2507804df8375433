"""What draws mouths, whatever runs it."""

from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Pictures = NDArray[np.uint8]
"""n x side x side x 3, BGR as the network was trained"""


Precision = Literal["auto", "fp32", "bf16"]
"""of the arithmetic"""


class Generator(Protocol):
    side: int
    """pixels of the square faces"""

    def draw(self, mels: Floats, faces: Pictures) -> Pictures:
        """The faces with mouths for the sound: mels (n, 1, 80, 16), faces unmasked. Above `FIRST_ROW` undefined."""


FIRST_ROW = 5 / 12
"""share of the side above which nothing is drawn that is shown: a little above the middle"""


def inputs(faces: Pictures) -> Floats:
    """(n, 6, side, side), 0…1: each face with its lower half black, then the whole face as reference."""
    whole = faces.transpose(0, 3, 1, 2).astype(np.float32) * np.float32(1 / 255)
    masked = whole.copy()
    masked[:, :, faces.shape[1] // 2 :] = 0
    return np.concatenate([masked, whole], axis=1)


def pictures(drawn: Floats) -> Pictures:
    """From (n, 3, side, side), 0…1."""
    return np.ascontiguousarray(np.rint(np.clip(drawn, 0, 1) * 255).astype(np.uint8).transpose(0, 2, 3, 1))
