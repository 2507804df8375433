"""An idle loop from a still: one breath, small movements and a blink; its end meets its beginning."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar import blinks
from avatar.easing import ease
from avatar.portraits import ibug
from avatar.portraits.ibug import Points
from avatar.portraits.lids import Lids
from avatar.portraits.mesh import Mesh, landmarks
from avatar.portraits.motion import Motion, moment, moved, moved_points

FPS: Final = 25.0
BLINK_AT: Final = 0.62
"""where in the loop the blink is, as a share"""
_LOWER_MEETS: Final = 0.86
"""where shut lids meet between the open ones"""


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    frames: NDArray[np.uint8]
    """n x height x width x 3, RGB"""
    points: NDArray[np.float32]
    """n x 68 x 2"""


def idle(picture: NDArray[np.uint8], mesh: Mesh, seconds: float) -> Loop:
    """`picture` has its eyes open and its mouth closed; `mesh` is in its pixels. Its first frame is the picture."""
    count = round(seconds * FPS)
    height, width = picture.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    rest = landmarks(mesh)
    motion = Motion.of(rest, x, y)
    lids = [Lids.of(picture, mesh, eye) for eye in (0, 1)]
    frames, points = [], []
    for index in range(count):
        now = moment(index / count)
        shut = shutness(index / FPS - BLINK_AT * seconds)
        seen = picture
        if shut:
            seen = picture.copy()
            for lid in lids:
                lid.close(seen, shut)
        frames.append(moved(seen, motion, now) if index else seen)
        points.append(moved_points(blinking(rest, shut), rest, now))
    return Loop(np.stack(frames), np.stack(points).astype(np.float32))


def shutness(since: float) -> float:
    """0 open … 1 shut, so many seconds after a blink began."""
    if not 0 < since < blinks.LENGTH:
        return 0.0
    closing = since / blinks.CLOSE
    opening = 1 - (since - blinks.CLOSE - blinks.SHUT) / blinks.OPEN
    return ease(min(closing, opening))


def blinking(points: Points, shut: float) -> Points:
    """Landmarks of open eyes with the lids drawn together; 0 leaves them, 1 shuts them."""
    seen = points.copy()
    for eye in (ibug.LEFT_EYE, ibug.RIGHT_EYE):
        outer, up, up_too, inner, low_too, low = points[eye]
        meets = (up + _LOWER_MEETS * (low - up), up_too + _LOWER_MEETS * (low_too - up_too))
        ends = (outer, meets[0], meets[1], inner, meets[1], meets[0])
        seen[eye] = points[eye] + shut * (np.stack(ends) - points[eye])
    return seen
