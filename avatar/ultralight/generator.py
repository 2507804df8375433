"""What goes into the network and what comes out, whatever runs it. Faces are squares of 168, BGR, as it was trained."""

from typing import Final

import numpy as np

from avatar.wav2lip.generator import Floats, Pictures, pictures

CROP: Final = 168
"""pixels of the side of a face as it is cut out"""
SIDE: Final = 160
"""of what the network sees of it and redraws"""
_BORDER: Final = (CROP - SIDE) // 2
_SEEN: Final = np.s_[:, _BORDER : _BORDER + SIDE, _BORDER : _BORDER + SIDE]
_BLACK: Final = np.s_[:, :, 5:150, 5:155]


def inputs(faces: Pictures) -> Floats:
    """(n, 6, 160, 160), 0…1: each face whole as reference, then the same with all but a narrow frame black."""
    whole = faces[_SEEN].transpose(0, 3, 1, 2).astype(np.float32) * np.float32(1 / 255)
    masked = whole.copy()
    masked[_BLACK] = 0
    return np.concatenate([whole, masked], axis=1)


def laid_in(drawn: Floats, faces: Pictures) -> Pictures:
    """The faces with (n, 3, 160, 160), 0…1, in their middle."""
    whole = faces.copy()
    whole[_SEEN] = pictures(drawn)
    return whole
