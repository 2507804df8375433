"""The form of a face as 468 points.

MediaPipe's face mesh; Kartynnik et al.: "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs", 2019.
"""

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits.detector import Face
from avatar.portraits.ibug import OF_MESH, Points
from avatar.portraits.quiet import quiet
from avatar.portraits.weights import packaged

_SIDE: Final = 192
"""pixels of a side of what the network looks at"""
_WINDOW: Final = 1.5
"""side of the window as a multiple of the face in it, as in training"""
_ROUNDS, _FOLLOWING = 4, 1
"""the window is laid anew around what was found in it; settled after so many, from a box and from the frame before"""
_ENOUGH: Final = 320.0
"""pixels of the window's side above which the picture is shrunk first"""
_SPREAD: Final = (0.95, 1.0, 1.05)
"""window sizes over which the result is averaged"""
_LEFT_EAR, _RIGHT_EAR, _FOREHEAD, _CHIN = 234, 454, 10, 152

Window = tuple[tuple[float, float], float, float]
"""centre, side in pixels, and angle in radians"""
Mesh = NDArray[np.float32]
"""468 x 3: x, y in pixels, z away from the camera in the same unit"""


class Mesher:
    """Not for several threads at once."""

    def __init__(self) -> None:
        with quiet():
            self._net: Any = cv2.dnn.readNetFromTFLite(np.frombuffer(packaged("mesh"), np.uint8))

    def mesh(self, image: NDArray[np.uint8], face: Face) -> Mesh:
        """The points of one face of an RGB picture."""
        eyes = face.points[1] - face.points[0]
        left, top, right, bottom = face.box
        side = float(max(right - left, bottom - top)) * _WINDOW
        window = (float(left + right) / 2, float(top + bottom) / 2), side, float(np.arctan2(eyes[1], eyes[0]))
        return self._settle(image, window, _ROUNDS)

    def follow(self, image: NDArray[np.uint8], before: Mesh) -> Mesh:
        """The same face in the next frame of a clip."""
        return self._settle(image, _around(before), _FOLLOWING)

    def _settle(self, image: NDArray[np.uint8], window: Window, rounds: int) -> Mesh:
        scale = min(1.0, _ENOUGH / window[1])
        if scale < 1:
            image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        (x, y), side, angle = window
        window = (x * scale, y * scale), side * scale, angle
        for _ in range(rounds):
            window = _around(self._look(image, *window))
        centre, side, angle = window
        looks = [self._look(image, centre, side * k, angle) for k in _SPREAD]
        return np.asarray(np.mean(looks, axis=0) / scale, np.float32)

    def _look(self, image: NDArray[np.uint8], centre: tuple[float, float], side: float, angle: float) -> Mesh:
        scale = _SIDE / side
        into = cv2.getRotationMatrix2D(centre, np.degrees(angle), scale)
        into = np.column_stack([into[:, :2], into[:, 2] + _SIDE / 2 - np.array(centre)])
        window = cv2.warpAffine(image, into, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        self._net.setInput(cv2.dnn.blobFromImage(window, 1 / 255))
        found = self._net.forward().reshape(-1, 3)
        back = cv2.invertAffineTransform(into)
        flat = found[:, :2] @ back[:, :2].T + back[:, 2]
        return np.column_stack([flat, found[:, 2] / scale]).astype(np.float32)


def landmarks(mesh: Mesh) -> Points:
    """The 68 of iBUG."""
    return np.ascontiguousarray(mesh[list(OF_MESH), :2])


def yaw(mesh: Mesh) -> float:
    """Degrees by which the face looks to the side; 0 is straight into the camera."""
    x, _, z = mesh[_RIGHT_EAR] - mesh[_LEFT_EAR]
    return float(np.degrees(np.arctan2(z, abs(x))))


def pitch(mesh: Mesh) -> float:
    """Degrees by which the face looks up (negative) or down."""
    _, y, z = mesh[_CHIN] - mesh[_FOREHEAD]
    return float(np.degrees(np.arctan2(z, abs(y))))


def _around(mesh: Mesh) -> Window:
    """For a face whose points are known."""
    flat = mesh[:, :2]
    x, y = flat[263] - flat[33]
    angle = float(np.arctan2(y, x))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    level = flat @ turn.T
    low, high = level.min(axis=0), level.max(axis=0)
    centre = (low + high) / 2 @ turn
    return (float(centre[0]), float(centre[1])), float((high - low).max()) * _WINDOW, angle
