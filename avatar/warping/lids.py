"""Lids for a picture that has none: skin over the eye, a line of lashes along its edge."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.drawing.canvas import Canvas, Coverage
from avatar.drawing.paint import Solid
from avatar.drawing.shapes import Points, smooth
from avatar.warping.points import EYES, Build

_MARGIN: Final = 0.09
"""how much wider and higher than its landmarks an eye is taken to be, so that its lashes go under the lid too"""
_ARCH: Final = 1.15
"""an eye is higher than its landmarks, which lie on both sides of the highest point"""
_OPEN: Final = 0.985
"""from here on no lid is painted"""
_EVENING: Final = 900
"""passes in which the colours flow into the hole"""
_DARK_SHARE: Final = 0.1
"""of the eye's pixels, the darkest give the lashes their colour"""


@dataclass(frozen=True, slots=True, eq=False)
class Eye:
    numbers: NDArray[np.intp]
    lash: str
    """#RRGGBB"""
    meets: float
    """how far below the corners the lids meet, as a share of the way to the lower edge"""


def without_eyes(picture: NDArray[np.uint8], build: Build) -> NDArray[np.uint8]:
    """The picture with skin where the eyes are: the colours around flow in until they are even (Laplace's equation)."""
    skin = picture.copy()
    for numbers in EYES:
        at = build.landmarks[numbers]
        reach = float(np.ptp(at, axis=0).max())
        room = round(reach * 0.5)
        left, top = np.maximum(np.floor(at.min(axis=0)).astype(int) - room, 0)
        right, bottom = np.ceil(at.max(axis=0)).astype(int) + room
        part = skin[top:bottom, left:right]
        hole = np.zeros(part.shape[:2], np.uint8)
        cv2.fillPoly(hole, [np.rint(_outline(at) - (left, top)).astype(np.int32)], 1)
        grown = cv2.dilate(hole, np.ones((3, 3), np.uint8), iterations=max(2, round(reach * 0.08)))
        part[:] = _filled(part, grown > 0)
    return skin


def _filled(part: NDArray[np.uint8], hole: NDArray[np.bool_]) -> NDArray[np.uint8]:
    known = (~hole).astype(np.float32)
    spread = float(hole.sum() ** 0.5)
    mean = cv2.GaussianBlur(part * known[..., None], (0, 0), spread)
    level = mean / np.maximum(cv2.GaussianBlur(known, (0, 0), spread), 1e-6)[..., None]
    colours = np.where(hole[..., None], level, part).astype(np.float32)
    around = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.float32) / 4
    for _ in range(_EVENING):
        colours[hole] = cv2.filter2D(colours, -1, around)[hole]
    return np.asarray(np.rint(colours).clip(0, 255), np.uint8)


def eyes(picture: NDArray[np.uint8], build: Build) -> tuple[Eye, Eye]:
    first, second = (_eye(picture, build.landmarks, numbers) for numbers in EYES)
    return first, second


def _eye(picture: NDArray[np.uint8], landmarks: Points, numbers: NDArray[np.intp]) -> Eye:
    inside = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(inside, [np.rint(landmarks[numbers]).astype(np.int32)], 1)
    pixels = picture[inside > 0].astype(np.float64)
    wide, high = np.ptp(landmarks[numbers], axis=0)
    meets = float(np.clip(1.1 - 0.55 * high / max(wide, 1.0), 0.25, 0.9))
    if not len(pixels):
        return Eye(numbers, "#33221D", meets)
    brightness = pixels @ (0.299, 0.587, 0.114)
    dark = pixels[brightness <= np.quantile(brightness, _DARK_SHARE)].mean(axis=0)
    return Eye(numbers, "#" + "".join(f"{round(level):02X}" for level in dark), meets)


def lower(canvas: Canvas, skin: NDArray[np.float32], eye: Eye, landmarks: Points, lid: float, squint: float) -> None:
    """`canvas` shows the eye open, `skin` the same pixels without eyes."""
    at = landmarks[eye.numbers]
    outline = canvas.coverage(_outline(at))
    if not outline.alpha.size:
        return
    upper, below = _lid_edges(at, eye, lid, squint)
    seen = canvas.coverage(np.concatenate([upper, below[::-1]]))
    hidden = _placed(outline, canvas) * (1 - _placed(seen, canvas))
    cv2.blendLinear(skin, canvas.pixels, hidden, 1 - hidden, canvas.pixels)
    if lid < _OPEN:
        shown = min(1.0, (1 - lid) * 2.5)
        wide = float(at[3, 0] - at[0, 0])
        canvas.stroke(upper, wide * (0.13 - 0.06 * lid), Solid(eye.lash, 0.95 * shown, blur=0.3), outline)


def _lid_edges(at: Points, eye: Eye, lid: float, squint: float) -> tuple[Points, Points]:
    """The edges of both lids, from corner to corner; open they are an arch over and under the eye, shut one line."""
    place = np.linspace(-1.0, 1.0, 33)
    x = at[0, 0] + (place + 1) / 2 * (at[3, 0] - at[0, 0])
    level = at[0, 1] + (place + 1) / 2 * (at[3, 1] - at[0, 1])
    corners = float(at[[0, 3], 1].mean())
    top = (float(at[[1, 2], 1].min()) - corners) * _ARCH
    bottom = (float(at[[4, 5], 1].max()) - corners) * _ARCH
    meeting = bottom * eye.meets
    steep = min(0.5 * float(at[3, 0] - at[0, 0]), -top)
    bow = 1 - place**2
    closed, shut_below = 1 - lid, max(1 - lid, 0.4 * squint)
    upper = top + (meeting - top) * closed + (1 - bow) * (steep + (-meeting - steep) * closed)
    below = bottom + (meeting - bottom) * shut_below - (1 - bow) * (bottom + (meeting - bottom) * shut_below)
    return np.stack([x, level + upper], axis=1), np.stack([x, level + np.maximum(below, upper)], axis=1)


def _outline(at: Points) -> Points:
    middle = at.mean(axis=0)
    return smooth([(float(x), float(y)) for x, y in middle + (at - middle) * (1 + 2 * _MARGIN)], tension=0.62)


def _placed(coverage: Coverage, canvas: Canvas) -> NDArray[np.float32]:
    whole = np.zeros(canvas.pixels.shape[:2], np.float32)
    tall, wide = coverage.alpha.shape
    whole[coverage.top : coverage.top + tall, coverage.left : coverage.left + wide] = coverage.alpha
    return whole
