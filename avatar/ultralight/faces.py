"""The part of a face that the network redraws: from the bridge of the nose to below the chin, as wide as the jaw."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.types import Portrait
from avatar.ultralight.generator import CROP
from avatar.wav2lip.faces import Faces

_LEFT, _RIGHT, _BRIDGE = (0, 1), (15, 16), 29
"""of iBUG's 68 landmarks. The project's own are 110: its 1 and 31 lie half-way between those of the jaw, its 52 is the
third of the four on the ridge of the nose."""


def faces(portrait: Portrait) -> Faces:
    """ValueError when a square lies outside its picture or a face shows no jaw."""
    squares = _squares(portrait)
    height, width = portrait.frames.shape[1:3]
    outside = (squares[:, :2] < 0).any() or squares[:, 2].max() > width or squares[:, 3].max() > height
    if outside:
        raise ValueError(
            f"the portrait {portrait.name} shows too little around its face: the network redraws a square as wide as "
            "the jaw, from the bridge of the nose down"
        )
    prepared = Faces.of(replace(portrait, boxes=squares), CROP, first_row=0)
    return replace(prepared, crops=_crops(portrait.frames, squares))


def _squares(portrait: Portrait) -> NDArray[np.int32]:
    """n x 4: left, top, right, bottom."""
    points = portrait.landmarks
    if not np.isfinite(points).all():
        raise ValueError(f"the portrait {portrait.name} has landmarks that are no numbers")
    left, right = points[:, _LEFT, 0].mean(axis=1).astype(np.int32), points[:, _RIGHT, 0].mean(axis=1).astype(np.int32)
    top = points[:, _BRIDGE, 1].astype(np.int32)
    return np.stack([left, top, right, top + right - left], axis=1)


def _crops(frames: NDArray[np.uint8], squares: NDArray[np.int32]) -> NDArray[np.uint8]:
    """n x 168 x 168 x 3, BGR, made smaller by the mean of what is covered, as the project does."""
    windows = (
        frame[top:bottom, left:right, ::-1] for frame, (left, top, right, bottom) in zip(frames, squares, strict=True)
    )
    return np.stack(
        [np.asarray(cv2.resize(window, (CROP, CROP), interpolation=cv2.INTER_AREA), np.uint8) for window in windows]
    )
