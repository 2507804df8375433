"""One still picture of a face that can be drawn in any expression."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.drawing.canvas import Canvas
from avatar.drawing.shapes import Points
from avatar.types import Portrait
from avatar.warping import inside, lids
from avatar.warping.badge import Badge
from avatar.warping.expression import Expression
from avatar.warping.mesh import Field, Mesh, pulled
from avatar.warping.mouth_lines import MouthLines
from avatar.warping.points import INNER, Build
from avatar.warping.surroundings import Surroundings, irises
from avatar.warping.topology import at_rest, moved, triangles

_DENSITY: Final = 2
"""pixels of the kept picture for each one shown, so that moving does not soften it"""
_SOFT: Final = 0.7
"""pixels of the kept picture by which it is softened, so that turned edges show no steps"""
_MOUTH: Final = 48
"""the first landmark of the mouth"""


class Puppet:
    """Holds only what never changes, so that threads may share it."""

    def __init__(self, portrait: Portrait) -> None:
        """Takes the neutral frame. ValueError where its landmarks are no upright face."""
        picture = np.ascontiguousarray(portrait.frames[portrait.neutral])
        self.size = (picture.shape[1], picture.shape[0])
        self.build = Build.of(portrait.landmarks[portrait.neutral])
        self._around = Surroundings.of(self.build, self.size)
        face = np.concatenate([self.build.landmarks[:_MOUTH], self._around.rest, irises(self.build.landmarks, (0, 0))])
        mouth = MouthLines.of(self.build.landmarks)
        self._mesh = Mesh(at_rest(face, mouth), triangles(face, mouth), self.size)
        self._picture = _enlarged(picture)
        self._skin = _enlarged(lids.without_eyes(picture, self.build))
        self._light = inside.light_on(picture, self.build)
        self._eyes = lids.eyes(picture, self.build)
        self._badge = Badge(self.size)

    def draw(self, expression: Expression) -> NDArray[np.uint8]:
        """RGB, height x width x 3."""
        mouth = MouthLines.of(expression.landmarks)
        field = self._mesh.field(moved(self._face(expression), mouth), mouth.points())
        picture = pulled(self._picture, field, _DENSITY)
        self._lower_lids(picture, field, expression)
        self._open_mouth(picture, mouth, expression)
        self._badge.stamp(picture)
        return picture

    def _face(self, expression: Expression) -> Points:
        around = self._around.moved(self.build.landmarks, expression.landmarks, expression.head, expression.breath)
        return np.concatenate([expression.landmarks[:_MOUTH], around, irises(expression.landmarks, expression.gaze)])

    def _lower_lids(self, picture: NDArray[np.uint8], field: Field, expression: Expression) -> None:
        if expression.lids >= 1 and not expression.squint:
            return
        for eye in self._eyes:
            left, top, right, bottom = _window(expression.landmarks[eye.numbers], 0.5, self.size)
            part = np.s_[top:bottom, left:right]
            canvas = _canvas(picture[part], left, top)
            skin = _unit(pulled(self._skin, (field[0][part], field[1][part]), _DENSITY))
            lids.lower(canvas, skin, eye, expression.landmarks, expression.lids, expression.squint)
            picture[part] = _bytes(canvas)

    def _open_mouth(self, picture: NDArray[np.uint8], mouth: MouthLines, expression: Expression) -> None:
        opening = inside.Opening(mouth.upper_inner, mouth.lower_inner, self.build.unit)
        if not opening.seen:
            return
        left, top, right, bottom = _window(expression.landmarks[INNER], 0.2, self.size)
        canvas = _canvas(picture[top:bottom, left:right], left, top)
        inside.paint(canvas, opening, expression, self._light)
        picture[top:bottom, left:right] = _bytes(canvas)


def _window(points: Points, margin: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    room = margin * np.ptp(points, axis=0).max() + 4
    left, top = np.floor(points.min(axis=0) - room)
    right, bottom = np.ceil(points.max(axis=0) + room)
    return max(0, int(left)), max(0, int(top)), min(size[0], int(right)), min(size[1], int(bottom))


def _canvas(pixels: NDArray[np.uint8], left: int, top: int) -> Canvas:
    return Canvas(_unit(pixels), np.array([[1.0, 0.0, -left], [0.0, 1.0, -top]]))


def _unit(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    return pixels.astype(np.float32) * np.float32(1 / 255)


def _bytes(canvas: Canvas) -> NDArray[np.uint8]:
    return np.asarray(cv2.convertScaleAbs(canvas.pixels, alpha=255), np.uint8)


def _enlarged(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    large = cv2.resize(picture, None, fx=_DENSITY, fy=_DENSITY, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.GaussianBlur(large, (0, 0), _SOFT), np.uint8)
