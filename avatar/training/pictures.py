"""What the counsellor shows: her face at rest, and the same face while she speaks, cut out as the network sees it."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.counsellor.motion import pose_at
from avatar.counsellor.portrait import Portrait
from avatar.counsellor.pose import Pose
from avatar.counsellor.talk import speaking
from avatar.mouth_shapes import Mouth
from avatar.portraits.drawn import landmarks
from avatar.portraits.ibug import face_box
from avatar.types import Cues

SIDE: Final = 96
"""pixels of the square face that the network sees"""
STRAY: Final = 0.025
"""how far the edges of a box stray, as a share of its side"""

Crop = NDArray[np.uint8]
"""SIDE x SIDE x 3, BGR"""


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels of the whole picture."""

    left: int
    top: int
    right: int
    bottom: int

    def cut(self, picture: NDArray[np.uint8]) -> Crop:
        part = picture[self.top : self.bottom, self.left : self.right, ::-1]
        return np.asarray(cv2.resize(part, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)


def poses(cues: Cues, at: float, moment: float) -> tuple[Pose, Pose]:
    """At rest as at `moment` of her idle life, and with the mouth of what is said at `at`."""
    rest = pose_at(Cues(cues.now, cues.before, seed=cues.seed), moment)
    said = speaking(cues, at, rest)
    return rest, rest._replace(**{field: getattr(said, field) for field in Mouth._fields})


def box(rest: Pose, random: np.random.Generator | None = None) -> Box:
    """Around the face at rest, as a portrait has it; a little off where `random` is given."""
    edges = face_box(landmarks(rest))
    if random is not None:
        wide, tall = edges[2:] - edges[:2]
        edges = edges + random.uniform(-STRAY, STRAY, 4) * (wide, tall, wide, tall)
    return Box(*(round(float(edge)) for edge in edges))


class Painter:
    """Draws pairs of pictures. Safe to share between threads."""

    def __init__(self) -> None:
        self._portrait = Portrait()

    def draw(self, pose: Pose) -> NDArray[np.uint8]:
        """The whole picture, RGB."""
        return self._portrait.draw(pose)
