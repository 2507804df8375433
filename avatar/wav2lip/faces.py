"""The faces of a portrait as the network takes them, and its mouths laid back into the pictures."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.types import Portrait
from avatar.wav2lip.generator import FIRST_ROW, Pictures

_SOFT: Final = 0.055
"""deviation of the mask's soft edge, as a share of the face"""
_CHEEK: Final = 0.06
"""how far the mask reaches beyond the jaw, as a share of the face"""
_JAW, _NOSE = slice(3, 14), 33
"""of the 68 landmarks: the jaw without its upper ends, and the foot of the nose"""
_MOST_RECOLOURING: Final = 24.0
"""steps of 255 by which a drawn face may be shifted to the colours of the picture"""
_SAME, _REDRAWN = 5.0, 12.0
"""steps of 255 up to which the drawn face counts as what was there, and from which as new"""
_NEAR: Final = 0.02
"""deviation within which that is judged, as a share of the face"""
_SEAM: Final = 3.0
"""the next picture's difference, in typical differences, from which a loop does not close"""


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """Everything about a portrait that does not change with the sound."""

    portrait: Portrait
    side: int
    crops: Pictures
    """n x side x side x 3, BGR"""
    masks: NDArray[np.uint8]
    """n x side x side: 255 where a drawn mouth is shown"""
    back_and_forth: bool
    """whether the loop is played backwards too, since its end does not meet its beginning"""

    @classmethod
    def of(cls, portrait: Portrait, side: int, first_row: float = FIRST_ROW) -> "Faces":
        """`first_row`: share of the side above which nothing drawn is shown. ValueError when a face lies outside its
        picture or has no size."""
        _refuse_odd(portrait)
        windows = [_window(portrait.frames[i], portrait.boxes[i]) for i in range(len(portrait.frames))]
        crops = np.stack([np.asarray(cv2.resize(window[..., ::-1], (side, side)), np.uint8) for window in windows])
        masks = np.stack(
            [_mask(portrait.boxes[i], portrait.landmarks[i], side, first_row) for i in range(len(windows))]
        )
        return cls(portrait, side, crops, masks, _needs_turning(crops))

    def index(self, at: float, seed: int) -> int:
        """Which picture of the loop is shown at that time."""
        count = len(self.crops)
        if count == 1:
            return 0
        step = int(np.floor(at * self.portrait.fps + 1e-6)) + seed % count
        if not self.back_and_forth:
            return step % count
        step %= 2 * (count - 1)
        return min(step, 2 * (count - 1) - step)

    def laid_back(self, picture: NDArray[np.uint8], index: int, mouth: Pictures, share: float) -> None:
        """Lays a drawn face (side x side x 3, BGR), as far as its mask and `share` 0…1 reach, over a picture of RGB."""
        window = _window(picture, self.portrait.boxes[index])
        size = (window.shape[1], window.shape[0])
        coloured = self._recoloured(mouth, index)
        untouched = _untouched(coloured, self.crops[index])
        change = (coloured.astype(np.int16) - self.crops[index])[..., ::-1]
        drawn = cv2.resize(coloured[..., ::-1], size, interpolation=cv2.INTER_CUBIC)
        changed = cv2.add(window, cv2.resize(change, size, interpolation=cv2.INTER_CUBIC), dtype=cv2.CV_8U)
        keep = cv2.resize(untouched, size)
        drawn = cv2.blendLinear(changed, drawn, keep, 1 - keep)
        mask = cv2.resize(self.masks[index], size).astype(np.float32) * np.float32(share / 255)
        window[...] = cv2.blendLinear(drawn, np.ascontiguousarray(window), mask, 1 - mask)

    def _recoloured(self, mouth: Pictures, index: int) -> Pictures:
        """Shifts its colours so that they meet those of the picture along the edge of the mask."""
        edge = cv2.inRange(self.masks[index], 8, 160)
        there, drawn = cv2.mean(self.crops[index], edge), cv2.mean(mouth, edge)
        shift = np.clip(np.subtract(there, drawn), -_MOST_RECOLOURING, _MOST_RECOLOURING)
        return np.asarray(cv2.add(mouth, shift), np.uint8)


def _refuse_odd(portrait: Portrait) -> None:
    height, width = portrait.frames.shape[1:3]
    left, top, right, bottom = portrait.boxes.T
    inside = (left >= 0) & (top >= 0) & (right <= width) & (bottom <= height)
    if not (inside & (right - left >= 8) & (bottom - top >= 8)).all():
        raise ValueError(f"the portrait {portrait.name} has face boxes outside its pictures, or empty ones")


def _window(picture: NDArray[np.uint8], box: NDArray[np.int32]) -> NDArray[np.uint8]:
    left, top, right, bottom = (int(edge) for edge in box)
    return picture[top:bottom, left:right]


def _mask(box: NDArray[np.int32], landmarks: NDArray[np.float32], side: int, first_row: float) -> NDArray[np.uint8]:
    """From the foot of the nose to below the jaw, soft, and nothing at the edges of the face's box."""
    left, top, right, bottom = box
    points = (landmarks - (left, top)) * (side / (right - left), side / (bottom - top))
    jaw, nose = points[_JAW], points[_NOSE]
    if not np.isfinite(points).all() or np.ptp(jaw, axis=0).min() < 1:
        raise ValueError("the portrait's landmarks show no jaw")
    middle = jaw.mean(axis=0)
    wider = jaw + np.sign(jaw - middle) * (_CHEEK * side, 0) + (0, _CHEEK * side)
    upper = np.array([(wider[-1, 0], nose[1]), (wider[0, 0], nose[1])])
    filled = np.zeros((side, side), np.uint8)
    cv2.fillPoly(filled, [np.rint(np.concatenate([wider, upper])).astype(np.int32)], 255, cv2.LINE_AA)
    soft = cv2.GaussianBlur(filled, (0, 0), _SOFT * side)
    pixels = np.arange(side)
    inside = np.clip(np.minimum(pixels, pixels[::-1]) / (_SOFT * side), 0, 1)
    drawn = np.clip((pixels / side - first_row) / _SOFT - 1, 0, 1)
    return np.asarray(soft * inside * (inside * drawn)[:, None], np.uint8)


def _untouched(mouth: Pictures, crop: Pictures) -> NDArray[np.float32]:
    """0…1, side x side: where the network drew what was there, so that the picture's own fine lines can stay."""
    apart = cv2.absdiff(mouth, crop).max(axis=2).astype(np.float32)
    near = cv2.GaussianBlur(cv2.dilate(apart, np.ones((5, 5), np.uint8)), (0, 0), _NEAR * len(crop))
    return np.asarray(np.clip((_REDRAWN - near) / (_REDRAWN - _SAME), 0, 1), np.float32)


def _needs_turning(crops: Pictures) -> bool:
    if len(crops) < 3:
        return False
    apart = [float(cv2.norm(one, other, cv2.NORM_L1)) for one, other in pairwise(crops)]
    return float(cv2.norm(crops[-1], crops[0], cv2.NORM_L1)) > _SEAM * max(float(np.median(apart)), 1.0)
