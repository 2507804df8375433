"""The AI badge, which every picture carries, and the name tag."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.counsellor import palette as colour
from avatar.counsellor.letter import DENSITY, FOLDER
from avatar.drawing.canvas import Canvas, Coverage
from avatar.drawing.paint import Linear, Solid
from avatar.drawing.shapes import circle, round_box

BADGE_BOX = (12.0, 444.0, 180.0, 508.0)
"""left, top, right, bottom of the badge with its shadow, in units of the picture"""
_LEFT, _TOP, _HEIGHT = 20.0, 452.0, 42.0


def draw_badge(canvas: Canvas) -> None:
    """In units of the whole picture: never turned, never cropped."""
    width = _lettering("badge").shape[1] / DENSITY + 50
    left, top, right, bottom = _LEFT, _TOP, _LEFT + width, _TOP + _HEIGHT
    middle = (top + bottom) / 2
    canvas.fill(round_box(left, top + 2, right, bottom + 2, 21), Solid(colour.SHADOW, 0.22, blur=4))
    canvas.fill(round_box(left, top, right, bottom, 21), Solid(colour.WHITE, 0.95))
    canvas.fill(round_box(left + 2, top + 2, right - 2, bottom - 2, 19), Solid(colour.INK))
    canvas.fill(circle(left + 21, middle, 5.5), Solid(colour.AMBER))
    _write(canvas, "badge", (left + 34 + (width - 50) / 2, middle), colour.WHITE)


def draw_tag(canvas: Canvas, left: float = 318.0, top: float = 430.0) -> None:
    """In the figure's units."""
    right, bottom = left + 72, top + 32
    canvas.fill(round_box(left, top + 2, right, bottom + 2, 6), Solid(colour.SHADOW, 0.35, blur=4))
    card = ((0.0, colour.WHITE), (1.0, "#F0ECE4"))
    canvas.fill(round_box(left, top, right, bottom, 6), Linear((left, top), (left, bottom), card))
    _write(canvas, "tag", ((left + right) / 2, (top + bottom) / 2), colour.INK)


@cache
def _lettering(name: str) -> NDArray[np.uint8]:
    coded = np.frombuffer((FOLDER / f"{name}.png").read_bytes(), np.uint8)
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)


def _write(canvas: Canvas, name: str, middle: tuple[float, float], ink: str) -> None:
    mask = _lettering(name)
    shrink = canvas.scale / DENSITY
    size = (round(mask.shape[1] * shrink), round(mask.shape[0] * shrink))
    alpha = cv2.resize(mask, size, interpolation=cv2.INTER_AREA).astype(np.float32) * np.float32(1 / 255)
    x, y = canvas.matrix[:, :2] @ middle + canvas.matrix[:, 2]
    canvas.lay(Coverage(round(x - size[0] / 2), round(y - size[1] / 2), alpha), Solid(ink))
