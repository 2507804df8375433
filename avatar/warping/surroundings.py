"""Points around the face, so that hair, neck and room follow the head less and less towards the edge of the picture."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.drawing.canvas import Matrix
from avatar.drawing.shapes import Points
from avatar.warping.expression import carried
from avatar.warping.points import BROWS, COUNT, EYES, Build

_EDGE: Final = np.linspace(0.0, 1.0, 5)
_FREE: Final = 6.0
"""pixels that a point keeps from the edge of the picture"""
_CROWN: Final = np.radians([195, 215, 240, 270, 300, 325, 345])
_AROUND: Final = np.radians([10, 170, 190, 215, 240, 270, 300, 325, 350])
_RINGS: Final = ((_CROWN, 1.10, 1.0), (_AROUND, 1.55, 0.55))
"""angles, distance as a share of the head, how much the points there follow it"""
_NECK: Final = ((-0.45, 1.30, 0.55), (0.0, 1.38, 0.5), (0.45, 1.30, 0.55), (-0.8, 1.7, 0.0), (0.8, 1.7, 0.0))
"""across and down from the middle, as shares of the head; how much they follow it"""
_BREATH: Final = 0.07
"""halves of the mouth's width that shoulders rise"""
_IRIS: Final = 0.10
"""of the eye's width that the iris moves"""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    rest: Points
    follow: NDArray[np.float64]
    """0…1 for each point, how much it goes with the head"""
    pull: NDArray[np.float64]
    """points x 68: how much it goes with what each landmark does beyond that"""
    breath: NDArray[np.float64]
    """pixels it rises with a full breath"""

    @classmethod
    def of(cls, build: Build, size: tuple[int, int]) -> "Surroundings":
        loose, shares = _around(build)
        within = ((loose > _FREE) & (loose < np.array(size) - _FREE)).all(axis=1)
        edge, (face, pull) = _frame(size), _of_face(build)
        rest = np.concatenate([loose[within], edge, face])
        follow = np.concatenate([shares[within], np.zeros(len(edge)), np.ones(len(face))])
        pulls = np.concatenate([np.zeros((len(rest) - len(face), COUNT)), pull])
        below = (rest[:, 1] > build.middle[1] + 1.25 * build.fall) & (rest[:, 1] < size[1])
        return cls(rest, follow, pulls, _BREATH * build.unit * below)

    def moved(self, landmarks_at_rest: Points, landmarks: Points, head: Matrix, breath: float) -> Points:
        points = self.rest + self.follow[:, None] * (carried(self.rest, head) - self.rest)
        points += self.pull @ (landmarks - carried(landmarks_at_rest, head))
        points[:, 1] -= breath * self.breath
        return np.asarray(points)


def irises(landmarks: Points, gaze: tuple[float, float]) -> Points:
    eyes = [landmarks[numbers] for numbers in EYES]
    return np.array([eye.mean(axis=0) + np.ptp(eye[:, 0]) * _IRIS * np.array(gaze) for eye in eyes])


def _around(build: Build) -> tuple[Points, NDArray[np.float64]]:
    points, follow = [], []
    for angles, far, share in _RINGS:
        ring = np.stack([np.cos(angles) * build.reach, np.sin(angles) * build.fall], axis=1)
        points.append(build.middle + far * ring)
        follow.append(np.full(len(angles), share))
    neck = np.array(_NECK)
    points.append(build.middle + neck[:, :2] * (build.reach, build.fall))
    follow.append(neck[:, 2])
    return np.concatenate(points), np.concatenate(follow)


def _of_face(build: Build) -> tuple[Points, NDArray[np.float64]]:
    """Points that keep forehead, eyes and cheeks in shape while the mouth moves, and what pulls each a little."""
    at, unit = build.landmarks, build.unit
    found: list[tuple[Points, dict[int, float]]] = [
        (at[brow].mean(axis=0) - _away(0, 0.30 * build.fall), {int(brow[2]): 0.3}) for brow in BROWS
    ]
    for eye, corner, jaw, out in ((EYES[0], 48, 4, -1), (EYES[1], 54, 12, 1)):
        low = at[eye[4:]].mean(axis=0)
        beside = at[corner] + _away(out * 0.62 * unit, 0)
        found += [
            (low + _away(0, 0.22 * unit), {corner: 0.05}),
            (low + _away(out * 0.6 * unit, 0.1 * unit), {}),
            (beside - _away(0, 0.45 * unit), {corner: 0.12}),
            (beside, {corner: 0.15}),
            (beside * 0.6 + at[jaw + out] * 0.4, {jaw + out: 0.5}),
        ]
    found.append((at[57] * 0.45 + at[8] * 0.55, {57: 0.45, 8: 0.55}))
    pull = np.zeros((len(found), COUNT))
    for row, (_, weights) in enumerate(found):
        for number, weight in weights.items():
            pull[row, number] = weight
    return np.array([point for point, _ in found]), pull


def _away(x: float, y: float) -> Points:
    return np.array([x, y])


def _frame(size: tuple[int, int]) -> Points:
    """Beyond the edge, so that the edge itself is covered."""
    left, top, right, bottom = -1.0, -1.0, size[0] + 1.0, size[1] + 1.0
    across, down = left + _EDGE * (right - left), top + _EDGE * (bottom - top)
    sides = [[(x, y) for x in across] for y in (top, bottom)] + [[(x, y) for y in down[1:-1]] for x in (left, right)]
    return np.array([point for side in sides for point in side])
