"""What the networks say at one moment, laid over the pose a face has anyway."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.drawing.canvas import Matrix
from avatar.drawing.shapes import Points
from avatar.drawing.sprite import joined
from avatar.easing import ease
from avatar.types import Cues, Line
from avatar.warping.expression import Expression
from speech.types import Speech

_RISE, _FALL, _CUT = 0.08, 0.25, 0.15
"""seconds in which the movement begins, ends, and ends when the voice is stopped"""
_LEAD: Final = 0.04
"""seconds by which the lips are ahead of the sound"""
_RIGID: Final = np.array([0, 16, 27, 28, 29, 30, 36, 39, 42, 45])
"""landmarks that only the head moves"""
_TEETH, _TONGUE = 0.5, 0.1
Movements = Callable[[Speech], NDArray[np.float32]]


def movement(cues: Cues, at: float, movements: Movements, fps: float) -> tuple[Points, float]:
    """How far each landmark is from its place (68 x 2), and 0…1 how much speech rules the face."""
    total, ruled = np.zeros((68, 2)), 0.0
    for line in cues.lines:
        share = _share(line, at)
        if share:
            total += share * _sampled(movements(line.speech), (min(at, line.end) - line.start + _LEAD) * fps)
            ruled += share
    return total / max(1.0, ruled), min(1.0, ruled)


def _share(line: Line, at: float) -> float:
    fall = _CUT if line.cut is not None else _FALL
    return ease((at - line.start) / _RISE + 1) * (1 - ease((at - line.end) / fall))


def _sampled(moves: NDArray[np.float32], place: float) -> Points:
    place = min(max(place, 0.0), len(moves) - 1)
    first = int(place)
    after = min(first + 1, len(moves) - 1)
    return np.asarray(moves[first] + (moves[after] - moves[first]) * (place - first), np.float64)


def displaced(expression: Expression, rest: Points, moves: Points) -> Expression:
    """The expression with the movement added; hair and neck follow what of it is the head's."""
    turned = expression.head[:, :2]
    head = joined(expression.head, _rigid(rest[_RIGID], rest[_RIGID] + moves[_RIGID]))
    landmarks = expression.landmarks + moves @ turned.T
    return replace(expression, landmarks=landmarks, head=head, teeth=_teeth(landmarks, rest), tongue=_TONGUE)


def _teeth(landmarks: Points, rest: Points) -> float:
    """The networks say nothing of teeth; a narrow mouth hides them."""
    width = np.ptp(landmarks[[48, 54], 0]) / np.ptp(rest[[48, 54], 0])
    return float(_TEETH * np.clip((width - 0.65) / 0.25, 0, 1))


def _rigid(before: Points, after: Points) -> Matrix:
    """The turn and shift that bring the points nearest to where they are afterwards (Kabsch 1976)."""
    middle, there = before.mean(axis=0), after.mean(axis=0)
    one, other = before - middle, after - there
    angle = np.arctan2((one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]).sum(), (one * other).sum())
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.column_stack([turned, there - turned @ middle])
