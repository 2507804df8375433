"""The one face of a picture, measured."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.portraits import ibug
from avatar.portraits.detector import Detector
from avatar.portraits.eyes_open import openness
from avatar.portraits.ibug import Points
from avatar.portraits.mesh import Mesh, Mesher, landmarks, pitch, yaw
from avatar.portraits.problems import PictureError

_BYSTANDER: Final = 0.25
"""faces below this share of the largest one's height are somebody in the background"""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    mesh: Mesh
    points: Points
    """68 landmarks in pixels"""
    yaw: float
    pitch: float
    roll: float
    """degrees; 0 looks straight and level into the camera"""
    mouth: float
    """opening as a share of the width"""
    eyes: float
    """about 0 shut, 0.3 or more open"""

    @property
    def height(self) -> float:
        """Pixels from the brows to the chin."""
        return ibug.face_height(self.points)


class Finder:
    """Loads both networks. Raises FileNotFoundError or ValueError when they are not those that were packaged."""

    def __init__(self) -> None:
        self._detector = Detector()
        self._mesher = Mesher()

    def find(self, image: NDArray[np.uint8]) -> Found:
        """Raises PictureError when an RGB picture shows no face or several."""
        faces = self._detector.find(image)
        if not faces:
            raise PictureError("no face was found; bring a picture of one person looking straight into the camera")
        large = [face for face in faces if face.height >= _BYSTANDER * faces[0].height]
        if len(large) > 1:
            raise PictureError(f"there are {len(large)} faces; crop the picture so that only one person is in it")
        return measured(image, self._mesher.mesh(image, faces[0]))

    def follow(self, image: NDArray[np.uint8], before: Found) -> Found:
        """The same face in the next frame of a clip."""
        return measured(image, self._mesher.follow(image, before.mesh))


def measured(image: NDArray[np.uint8], mesh: Mesh) -> Found:
    """What the points say of the face of an RGB picture."""
    points = landmarks(mesh)
    return Found(
        mesh=mesh,
        points=points,
        yaw=yaw(mesh),
        pitch=pitch(mesh),
        roll=ibug.roll(points),
        mouth=ibug.mouth_gap(points),
        eyes=openness(image, points),
    )
