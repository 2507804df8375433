"""A counsellor's whole picture: still layers rasterised once, the face drawn anew for each pose."""

from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.counsellor import background, badges, brows, eyes, face, mouth, nose
from avatar.counsellor.background import Background
from avatar.counsellor.person import Layer, Person
from avatar.counsellor.pose import Pose
from avatar.counsellor.woman import WOMAN
from avatar.drawing.canvas import Canvas, Coverage, Matrix, Pixels
from avatar.drawing.sprite import Sprite, Upright, joined
from avatar.easing import ease

SIZE = 512
"""pixels a side of the picture"""
_ZOOM, _RISE = 1.1, 23.0
"""the figure's units → pixels, and how many units of the figure lie above the picture"""
_DENSITY = 2 * _ZOOM
"""pixels a unit of the still layers: twice what is shown, so that moving does not blur them"""
_PIVOT = (256.0, 350.0)
"""about which the head turns"""
_BREATH, _NECK_BREATH, _COLLAR_BREATH = 2.2, 1.2, 2.0
"""units that each rises with a full breath"""
_CHIN_DROP = 10.0
_BACK = -4.0
"""units that what is behind the head moves in a full turn, against the face"""
_LEAN = 2.5
"""units that the shoulders sink in a full bow"""
_PITCH = 1.6
"""units that the features come down in the face for each unit of a nod"""
_FIGURE = (0.0, 20.0, 512.0, 545.0)
"""left, top, right, bottom of all that is ever drawn of a person"""


class Portrait:
    """Draws any pose. Holds only what never changes, so that threads may share it."""

    def __init__(self, kind: Background = "day", person: Person = WOMAN) -> None:
        look = self._look = person.look
        self._ground = _ground(kind)
        self._behind = _sprite(person.behind)
        self._torso, self._collar = _upright(person.torso), _upright(person.collar)
        self._neck, self._chin_shadow = _upright(person.neck), _upright(person.chin_shadow)
        skin: Layer = (partial(face.draw_skin, look=look), *person.shade)
        self._skin = _sprite(skin, face.BOX, density=_ZOOM)  # all of it soft
        self._nose = _sprite((partial(nose.draw, look=look),))
        self._iris = _sprite((eyes.draw_iris,), (-13, -13, 13, 13))
        self._glasses = _sprite(person.glasses) if person.glasses else None
        self._front = _sprite(person.front)
        self._badge = _badge()

    def draw(self, pose: Pose) -> NDArray[np.uint8]:
        """RGB, shape (SIZE, SIZE, 3)."""
        picture = self._ground.copy()
        head, lean = head_matrix(pose), _LEAN * ease(pose.nod / 2)
        neck = _ZOOM * (lean - _NECK_BREATH * pose.breath)
        self._behind.stamp(picture, _shifted(head, _BACK * pose.turn, 0))
        self._torso.stamp(picture, _ZOOM * (lean - _BREATH * pose.breath))
        self._neck.stamp(picture, neck)
        self._chin_shadow.stamp(picture, neck + _ZOOM * _CHIN_DROP * pose.jaw)
        self._collar.stamp(picture, _ZOOM * (lean - _COLLAR_BREATH * pose.breath))
        self._draw_face(picture, pose, head)
        if self._glasses:
            self._glasses.stamp(picture, _shifted(head, 7 * pose.turn, _PITCH * pose.nod))
        self._front.stamp(picture, head)
        self._badge.stamp(picture)
        return picture

    def _draw_face(self, picture: NDArray[np.uint8], pose: Pose, head: Matrix) -> None:
        look = self._look
        shape = face.face_outline(pose, look)
        placed = shape @ head[:, :2].T + head[:, 2]
        left, top = (int(edge) for edge in np.floor(placed.min(axis=0)) - 1)
        right, bottom = (int(edge) for edge in np.ceil(placed.max(axis=0)) + 1)
        skin = self._skin.warped(head, left, top, right - left, bottom - top)
        upright = Canvas(
            np.multiply(cv2.cvtColor(skin, cv2.COLOR_RGBA2RGB), np.float32(1 / 255), dtype=np.float32),
            np.column_stack([head[:, :2], head[:, 2] - (left, top)]),
        )
        face.draw_expression(upright, pose, look)
        canvas = Canvas(upright.pixels, _shifted(upright.matrix, 0, _PITCH * pose.nod))
        eyes.draw(canvas, pose, look, self._iris)
        brows.draw(canvas, pose, look)
        self._nose.lay(canvas, pose.turn * 11, pose.jaw * 0.6)
        mouth.draw(canvas, pose, look)
        _blend(picture[top:bottom, left:right], canvas.pixels, upright.coverage(shape))


def head_matrix(pose: Pose) -> Matrix:
    """The figure's units → pixels for everything that turns with the head."""
    angle = np.radians(pose.tilt)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    x, y = _PIVOT
    moved = turned @ (pose.turn * 3 - x, pose.nod * 7 - y) + (x, y)
    return _zoomed(np.column_stack([turned, moved]))


def _zoomed(figure: Matrix) -> Matrix:
    return joined(np.array([[_ZOOM, 0.0, 256 - 256 * _ZOOM], [0.0, _ZOOM, -_RISE * _ZOOM]]), figure)


def _shifted(matrix: Matrix, x: float, y: float) -> Matrix:
    """The same move for a part that first slides by x, y units."""
    return joined(matrix, np.array([[1.0, 0.0, x], [0.0, 1.0, y]]))


def _blend(picture: NDArray[np.uint8], over: Pixels, shape: Coverage) -> None:
    height, width = shape.alpha.shape
    seen = np.s_[shape.top : shape.top + height, shape.left : shape.left + width]
    ground = np.multiply(picture[seen], np.float32(1 / 255), dtype=np.float32)
    mixed = cv2.blendLinear(over[seen], ground, shape.alpha, 1 - shape.alpha)
    picture[seen] = cv2.convertScaleAbs(mixed, alpha=255)


def _sprite(layer: Layer, box: tuple[float, float, float, float] = _FIGURE, density: float = _DENSITY) -> Sprite:
    canvas = Canvas.clear(*box, density)
    for draw in layer:
        draw(canvas)
    return Sprite.of(canvas)


def _upright(layer: Layer) -> Upright:
    return _sprite(layer).upright(_zoomed(np.eye(2, 3)))


def _ground(kind: Background) -> NDArray[np.uint8]:
    canvas = Canvas(np.zeros((SIZE, SIZE, 3), np.float32), np.eye(2, 3))
    background.draw(canvas, kind)
    return np.asarray(cv2.convertScaleAbs(canvas.pixels, alpha=255), np.uint8)


def _badge() -> Upright:
    canvas = Canvas.clear(*badges.BADGE_BOX, density=1)
    badges.draw_badge(canvas)
    return Sprite.of(canvas).upright(np.eye(2, 3))
