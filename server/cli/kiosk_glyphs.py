"""How high letters really are on a picture of the screen: rows of ink, not font sizes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

INK = 0.35
"""part of the way from the ground's colour to the letter's at which a pixel counts as ink"""


@dataclass(frozen=True, slots=True)
class Letter:
    """Where one letter stands and what colour it is asked to have; CSS pixels, RGB 0…255."""

    left: float
    top: float
    right: float
    bottom: float
    colour: tuple[int, int, int]


def ink_height(picture: NDArray[np.uint8], letter: Letter) -> int:
    """Pixels from the highest to the lowest ink of a letter; 0 where none is seen. `picture`: rows x columns x 3."""
    box = _crop(picture, letter)
    if box.size == 0:
        return 0
    ground = np.array(ground_of(box), np.float32)
    ink = np.array(letter.colour, np.float32)
    way = ink - ground
    length = float(way @ way)
    if length < 100:
        return 0
    rows = np.flatnonzero(np.any((box.astype(np.float32) - ground) @ way / length > INK, axis=1))
    return int(rows[-1] - rows[0] + 1) if rows.size else 0


def contrast(picture: NDArray[np.uint8], letter: Letter) -> float:
    """WCAG contrast of a letter's colour against the ground that is really behind it; 1…21."""
    box = _crop(picture, letter)
    if box.size == 0:
        return 1.0
    return ratio(letter.colour, ground_of(box))


def ground_of(box: NDArray[np.uint8]) -> tuple[int, int, int]:
    """The commonest colour along the edge of a box."""
    edge: Sequence[Sequence[int]] = np.concatenate([box[0], box[-1], box[:, 0], box[:, -1]]).tolist()
    red, green, blue = Counter(map(tuple, edge)).most_common(1)[0][0]
    return red, green, blue


def ratio(one: Sequence[int], other: Sequence[int]) -> float:
    """WCAG 2 contrast of two colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Sequence[int]) -> float:
    parts = [value / 255 for value in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _crop(picture: NDArray[np.uint8], letter: Letter) -> NDArray[np.uint8]:
    rows = slice(max(0, round(letter.top)), max(0, round(letter.bottom)))
    columns = slice(max(0, round(letter.left)), max(0, round(letter.right)))
    return picture[rows, columns]
