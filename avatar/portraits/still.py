"""Reads a photo or drawing."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits.headers import header
from avatar.portraits.problems import PictureError

MAX_BYTES: Final = 40_000_000
SMALLEST, LARGEST = 200, 6000
"""pixels of a side"""
_GROUND: Final = (236, 240, 238)
"""RGB behind what is transparent"""


def check_size(width: int, height: int) -> None:
    """Raises PictureError when a picture is too small to use or too large to open."""
    if max(width, height) > LARGEST:
        raise PictureError(
            f"the picture is {width} x {height} pixels; scale it down to {LARGEST} a side at most, 2000 are plenty"
        )
    if min(width, height) < SMALLEST:
        raise PictureError(
            f"the picture is {width} x {height} pixels, too small for a face; bring one of 800 a side or more"
        )


def read_still(path: Path) -> NDArray[np.uint8]:
    """RGB. The size is checked before anything is decoded. Raises PictureError, FileNotFoundError."""
    if path.stat().st_size > MAX_BYTES:
        raise PictureError(f"the file is larger than {MAX_BYTES // 1_000_000} MB; save it as a JPEG or scale it down")
    data = path.read_bytes()
    if not data:
        raise PictureError("the file is empty; export the picture again")
    head = header(data)
    check_size(head.width, head.height)
    if head.moves:
        raise PictureError("the picture is animated; save one still of it, or bring an MP4 clip")
    coded = np.frombuffer(data, np.uint8)
    image = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    if image is None:
        raise PictureError("the picture is damaged and cannot be decoded; export it again")
    if head.kind in ("png", "webp"):
        image = _on_ground(coded, np.asarray(image, np.uint8))
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)


def _on_ground(coded: NDArray[np.uint8], image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    whole = cv2.imdecode(coded, cv2.IMREAD_UNCHANGED)
    if whole is None or whole.ndim != 3 or whole.shape[2] != 4 or whole.shape[:2] != image.shape[:2]:
        return image
    alpha = whole[..., 3:] / np.float32(255 if whole.dtype == np.uint8 else 65535)
    return np.asarray(np.rint(image * alpha + np.array(_GROUND[::-1]) * (1 - alpha)), np.uint8)
