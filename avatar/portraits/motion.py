"""Small movements of a still: the head sways and turns a little, the shoulders breathe."""

from dataclasses import dataclass
from math import pi, sin
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits import ibug
from avatar.portraits.ibug import Points

Field = NDArray[np.float32]
"""height x width, or the same at single points"""

_SWAY: Final = 0.55
"""degrees"""
_TURN, _NOD = 0.013, 0.006
"""how far the middle of the face moves before its edges, as shares of the face's height"""
_DRIFT: Final = 0.006
"""of the whole head, likewise"""
_BREATH: Final = 0.014
"""how far the shoulders rise, likewise"""


class Moment(NamedTuple):
    """How far each movement is, −1…1 or, the breath, 0…1."""

    sway: float = 0.0
    turn: float = 0.0
    nod: float = 0.0
    drift: float = 0.0
    breath: float = 0.0


def moment(share: float) -> Moment:
    """At a share of the loop; 0 and 1 are the picture as it is."""

    def waves(first: float, second: float, third: float, phase: float) -> float:
        def at(turn: float) -> float:
            return (
                first * sin(2 * pi * turn + phase)
                + second * sin(4 * pi * turn + 2.1 * phase)
                + third * sin(6 * pi * turn + 3.7 * phase)
            )

        return at(share) - at(0.0)

    return Moment(
        sway=waves(0.55, 0.30, 0.12, 0.4),
        turn=waves(0.60, 0.35, 0.10, 2.6),
        nod=waves(0.45, 0.35, 0.15, 1.3),
        drift=waves(0.60, 0.20, 0.10, 5.1),
        breath=0.5 - 0.5 * float(np.cos(2 * pi * _breathing(share))),
    )


def _breathing(share: float) -> float:
    """In faster than out."""
    return share * 1.25 if share < 0.4 else 0.5 + (share - 0.4) / 1.2


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Where everything of one picture goes; made once for it."""

    head: Field
    """1 on the head, 0 far from it"""
    front: Field
    """1 at the middle of the face, 0 at the ears"""
    body: Field
    """1 on the shoulders, 0 on the head"""
    x: Field
    y: Field
    pivot: tuple[float, float]
    unit: float
    """pixels from the brows to the chin"""

    @classmethod
    def of(cls, points: Points, x: Field, y: Field) -> "Motion":
        """For a face with these landmarks, at these places."""
        unit = ibug.face_height(points)
        chin = points[ibug.CHIN]
        middle_x, middle_y = points[ibug.NOSE].mean(axis=0)
        far = np.hypot((x - middle_x) / (1.0 * unit), (y - middle_y + 0.1 * unit) / (1.15 * unit))
        head = 1 - _smooth((far - 0.75) / 0.85)
        front = np.exp(-(((x - middle_x) / (0.45 * unit)) ** 2) - ((y - middle_y) / (0.6 * unit)) ** 2)
        body = _smooth((y - chin[1] - 0.05 * unit) / (0.75 * unit))
        pivot = (float(chin[0]), float(chin[1] + 0.35 * unit))
        return cls(head, np.asarray(front, np.float32), body, x, y, pivot, unit)

    def offsets(self, now: Moment) -> tuple[Field, Field]:
        """Pixels to the right and down by which every place has moved."""
        angle = np.float32(np.radians(_SWAY * now.sway))
        turned = self.head * (1 - self.body)
        right = -angle * (self.y - self.pivot[1]) * turned
        down = angle * (self.x - self.pivot[0]) * turned
        right += self.unit * (_TURN * now.turn * self.front + _DRIFT * now.drift * turned)
        down += self.unit * (_NOD * now.nod * self.front)
        right += 0.004 * now.breath * self.body * (self.x - self.pivot[0])
        down -= self.unit * _BREATH * now.breath * (0.12 * self.head + 0.88 * self.body)
        return right, down


def moved(picture: NDArray[np.uint8], motion: Motion, now: Moment) -> NDArray[np.uint8]:
    """The picture at that moment."""
    right, down = motion.offsets(now)
    return np.asarray(
        cv2.remap(picture, motion.x - right, motion.y - down, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


def moved_points(points: Points, rest: Points, now: Moment) -> Points:
    """Where points of the picture are at that moment; `rest` are the landmarks of the still."""
    right, down = Motion.of(rest, points[:, 0], points[:, 1]).offsets(now)
    return points + np.column_stack([right, down]).astype(np.float32)


def _smooth(value: Field) -> Field:
    share = np.clip(value, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
