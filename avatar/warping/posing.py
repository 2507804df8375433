"""From a pose to the landmarks of a given face.

Movements are those of the drawn counsellor, in halves of the width of the mouth.
"""

from typing import Final

import numpy as np

from avatar.counsellor.pose import Pose
from avatar.drawing.canvas import Matrix
from avatar.drawing.shapes import Points
from avatar.mouth_shapes import Mouth
from avatar.warping.expression import Expression, carried
from avatar.warping.lips import lips
from avatar.warping.points import BROWS, COUNT, EYES, JAW, NOSE, Build

_TURN: Final = ((JAW, 0.06), (NOSE, 0.34), (EYES[0], 0.22), (EYES[1], 0.22), (BROWS[0], 0.20), (BROWS[1], 0.20))
_TURN_MOUTH, _TURN_HEAD = 0.25, 0.09
_NOD, _NOD_DEEPER = 0.22, 0.07
_CHIN: Final = 0.34
"""how far the jaw takes the chin down"""
_JAW_WEIGHT: Final = np.clip(1 - np.abs(np.arange(17) - 8) / 6, 0, 1) ** 0.8
_BROW, _BROW_IN = 0.20, 0.17
_REST_SQUINT: Final = 0.5
"""raised lower lids that the picture is taken to have already"""


def expressed(build: Build, pose: Pose) -> Expression:
    """The expression of a face at rest in that pose."""
    mouth = Mouth(*(getattr(pose, name) for name in Mouth._fields))
    points = build.landmarks.copy()
    points[48:] = lips(build.landmarks, mouth)
    points[JAW, 1] += _CHIN * build.unit * mouth.jaw * _JAW_WEIGHT
    _raise_brows(points, build, pose)
    _turn(points, build, pose)
    head = _head(build, pose)
    return Expression(
        carried(points, head),
        head,
        lids=min(1.0, max(0.0, pose.lid)),
        squint=max(0.0, pose.squint - _REST_SQUINT),
        gaze=(pose.gaze_x, pose.gaze_y),
        teeth=mouth.teeth,
        teeth_low=mouth.teeth_low,
        tongue=mouth.tongue,
        breath=pose.breath,
    )


def _raise_brows(points: Points, build: Build, pose: Pose) -> None:
    for brow, inner in zip(BROWS, (np.linspace(0, 1, 5), np.linspace(1, 0, 5)), strict=True):
        points[brow, 1] -= build.unit * (_BROW * pose.brow + _BROW_IN * pose.brow_in * inner)


def _turn(points: Points, build: Build, pose: Pose) -> None:
    """What stands out of the face moves further; the same when it bows."""
    deep = np.full(COUNT, _TURN_MOUTH)
    for part, amount in _TURN:
        deep[part] = amount
    points[:, 0] += pose.turn * build.unit * (deep - _TURN_HEAD)
    points[17:, 1] += pose.nod * build.unit * _NOD_DEEPER


def _head(build: Build, pose: Pose) -> Matrix:
    angle = np.radians(pose.tilt)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    slide = build.unit * np.array([pose.turn * _TURN_HEAD, pose.nod * _NOD])
    return np.column_stack([turned, turned @ (slide - build.pivot) + build.pivot])
