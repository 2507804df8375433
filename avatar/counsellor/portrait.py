"""Her whole picture: still layers rasterised once, the face drawn anew for each pose."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.counsellor import background, badges, brows, clothes, eyes, face, hair, headset, mouth, nose
from avatar.counsellor.background import Background
from avatar.counsellor.pose import Pose
from avatar.drawing.canvas import Canvas, Matrix, Pixels
from avatar.drawing.sprite import Sprite, joined

SIZE = 512
"""pixels a side of the picture"""
_ZOOM, _RISE = 1.1, 23.0
"""the figure's units → pixels, and how many units of the figure lie above the picture"""
_DENSITY = 2 * _ZOOM
"""pixels a unit of the still layers: twice what is shown, so that moving does not blur them"""
_PIVOT = (256.0, 350.0)
"""about which the head turns"""
_BREATH, _CHIN_DROP = 2.2, 10.0


class Portrait:
    """Draws any pose. Holds only what never changes, so that threads may share it."""

    def __init__(self, kind: Background = "day") -> None:
        self._ground = _ground(kind)
        self._hair_behind = _sprite((124, 44, 388, 372), hair.draw_behind)
        self._torso = _sprite((10, 264, 502, 500), clothes.draw, badges.draw_tag)
        self._chin_shadow = _sprite((188, 260, 324, 372), clothes.draw_chin_shadow)
        self._skin = _sprite(face.BOX, face.draw_skin, hair.draw_shadow, density=_ZOOM)  # all of it soft
        self._front = _sprite((124, 44, 388, 350), hair.draw_front, headset.draw)
        self._badge = _badge()

    def draw(self, pose: Pose) -> NDArray[np.uint8]:
        """RGB, shape (SIZE, SIZE, 3)."""
        picture = self._ground.copy()
        head, torso = head_matrix(pose), _torso(pose)
        self._hair_behind.stamp(picture, _shifted(head, -1.2 * pose.turn, 0))
        self._torso.stamp(picture, torso)
        self._chin_shadow.stamp(picture, _shifted(torso, 0, _CHIN_DROP * pose.jaw))
        self._draw_face(picture, pose, head)
        self._front.stamp(picture, head)
        self._badge.stamp(picture, np.eye(2, 3))
        return picture

    def _draw_face(self, picture: NDArray[np.uint8], pose: Pose, head: Matrix) -> None:
        shape = face.face_outline(pose)
        placed = shape @ head[:, :2].T + head[:, 2]
        left, top = (int(edge) for edge in np.floor(placed.min(axis=0)) - 1)
        right, bottom = (int(edge) for edge in np.ceil(placed.max(axis=0)) + 1)
        skin = self._skin.warped(head, left, top, right - left, bottom - top)
        canvas = Canvas(
            skin[..., :3].astype(np.float32) * np.float32(1 / 255),
            np.column_stack([head[:, :2], head[:, 2] - (left, top)]),
        )
        face.draw_expression(canvas, pose)
        for part in (eyes, brows, nose, mouth):
            part.draw(canvas, pose)
        window = picture[top:bottom, left:right]
        covered = canvas.coverage(shape).alpha
        _blend(window, canvas.pixels, covered)


def head_matrix(pose: Pose) -> Matrix:
    """The figure's units → pixels for everything that turns with the head."""
    angle = np.radians(pose.tilt)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    x, y = _PIVOT
    moved = turned @ (pose.turn * 3 - x, pose.nod * 7 - y) + (x, y)
    return _zoomed(np.column_stack([turned, moved]))


def _torso(pose: Pose) -> Matrix:
    return _zoomed(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, -_BREATH * pose.breath]]))


def _zoomed(figure: Matrix) -> Matrix:
    return joined(np.array([[_ZOOM, 0.0, 256 - 256 * _ZOOM], [0.0, _ZOOM, -_RISE * _ZOOM]]), figure)


def _shifted(matrix: Matrix, x: float, y: float) -> Matrix:
    """The same move for a part that first slides by x, y units."""
    return joined(matrix, np.array([[1.0, 0.0, x], [0.0, 1.0, y]]))


def _blend(under: NDArray[np.uint8], over: Pixels, share: Pixels) -> None:
    drawn = np.asarray(cv2.convertScaleAbs(over, alpha=255), np.uint8)
    cv2.blendLinear(drawn, under, share, 1 - share, under)


def _sprite(
    box: tuple[float, float, float, float], *parts: Callable[[Canvas], None], density: float = _DENSITY
) -> Sprite:
    canvas = Canvas.clear(*box, density)
    for draw in parts:
        draw(canvas)
    return Sprite.of(canvas)


def _ground(kind: Background) -> NDArray[np.uint8]:
    canvas = Canvas(np.zeros((SIZE, SIZE, 3), np.float32), np.eye(2, 3))
    background.draw(canvas, kind)
    return np.asarray(cv2.convertScaleAbs(canvas.pixels, alpha=255), np.uint8)


def _badge() -> Sprite:
    canvas = Canvas.clear(*badges.BADGE_BOX, density=1)
    badges.draw_badge(canvas)
    return Sprite.of(canvas)
