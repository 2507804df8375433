"""The calmest piece of a clip that can be shown again and again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.portraits import checks, ibug
from avatar.portraits.finder import Found
from avatar.portraits.problems import PictureError

OVERLAP: Final = 10
"""frames over which the end goes over into what came before the beginning"""
_FURTHEST: Final = 0.07
"""how far landmarks may be apart there, as a share of the face's height"""
_STEP: Final = 5
"""frames by which a shorter piece is tried"""
OPEN_EYES: Final = 0.75
"""share of the usual openness from which eyes count as open, where the piece begins and ends"""


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames `start - OVERLAP` to `start + count` of the clip are needed."""

    start: int
    count: int


def calmest(looks: Sequence[Found | str], count: int, fewest: int) -> Piece:
    """`looks`: what was found in every frame, or why nothing. As near to `count` frames as there is a calm piece.

    Raises PictureError with what to do when there is none of `fewest`.
    """
    if len(looks) < fewest + OVERLAP:
        raise PictureError("the clip is too short; record ten seconds: silent, lips closed, looking into the camera")
    faults = [_fault(look) for look in looks]
    good = np.array([fault is None for fault in faults])
    eyes = np.array([look.eyes if isinstance(look, Found) else 0.0 for look in looks])
    open_eyes = eyes > OPEN_EYES * (np.median(eyes[good]) if good.any() else 0.0)
    points = _in_face_units(looks)
    for length in range(min(count, len(looks) - OVERLAP), fewest - 1, -_STEP):
        costs = {
            start: _cost(points, start, length)
            for start in range(OVERLAP, len(looks) - length + 1)
            if good[start - OVERLAP : start + length].all() and _ends(open_eyes, start, length)
        }
        if costs and min(costs.values()) < _FURTHEST:
            return Piece(min(costs, key=lambda start: costs[start]), length)
    reasons = Counter(fault for fault in faults if fault)
    why = f" Most often: {reasons.most_common(1)[0][0]}." if reasons else " The head moves too much."
    raise PictureError(
        f"the clip has no {fewest / 25:.0f} calm seconds.{why} Record ten seconds: silent, lips closed, head still, "
        "looking into the camera"
    )


def _fault(look: Found | str) -> str | None:
    if isinstance(look, str):
        return look
    return next((problem for problem in checks.problems(look) if problem != checks.EYES_CLOSED), None)


def _ends(open_eyes: NDArray[np.bool_], start: int, length: int) -> bool:
    before, last = open_eyes[start - OVERLAP : start + 1], open_eyes[start + length - OVERLAP : start + length]
    return bool(before.all() and last.all())


def _in_face_units(looks: Sequence[Found | str]) -> NDArray[np.float32]:
    """n x 68 x 2; 1 is the height of the face."""
    unit = float(np.median([look.height for look in looks if isinstance(look, Found)] or [1.0]))
    nowhere = np.full((68, 2), np.nan, np.float32)
    return np.stack([look.points if isinstance(look, Found) else nowhere for look in looks]) / np.float32(unit)


def _cost(points: NDArray[np.float32], start: int, length: int) -> float:
    """How far the two ends are apart, and a little of how much happens between."""
    end = points[start + length - OVERLAP : start + length]
    apart = np.hypot(*np.moveaxis(end - points[start - OVERLAP : start], -1, 0)).mean()
    piece = points[start : start + length]
    lips = piece[:, ibug.INNER_LIPS].mean(axis=1)
    unrest = np.hypot(*np.moveaxis(piece - piece.mean(axis=0), -1, 0)).mean() + np.diff(lips, axis=0).std()
    return float(apart + 0.25 * unrest)
