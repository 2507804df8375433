"""Makes the portrait of the drawn counsellor that comes with the product.

`python -m avatar.portraits.from_counsellor [FOLDER]` writes `portraits/counsellor` again.
"""

import sys
from itertools import count as counted
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from avatar.animators.counsellor import Counsellor, load
from avatar.blinks import LENGTH
from avatar.counsellor.motion import BREATHS
from avatar.counsellor.portrait import Portrait as Drawing
from avatar.counsellor.pose import Pose
from avatar.easing import ease
from avatar.portraits import smoothing, store
from avatar.portraits.build import neutral
from avatar.portraits.drawn import landmarks
from avatar.types import Cue, Cues, Mood, Portrait, State

FPS: Final = 25
FRAMES: Final = round(FPS / BREATHS)
"""one breath"""
_MIXED: Final = 1.2
"""seconds at the end in which the poses go over into those before the beginning"""
FOLDER: Final = Path("portraits/counsellor")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    store.write(portrait(), folder, made="drawn by avatar/counsellor, landmarks from its geometry", force=True)


def portrait() -> Portrait:
    poses = loop()
    drawing = Drawing("day")
    points = np.stack([landmarks(pose) for pose in poses])
    return Portrait(
        name="counsellor",
        frames=np.stack([drawing.draw(pose) for pose in poses]),
        fps=float(FPS),
        boxes=smoothing.boxes(points),
        landmarks=points,
        neutral=neutral(points),
        licence="Apache-2.0",
        consent="not a person",
    )


def loop() -> list[Pose]:
    """Her idle life for one breath, with one blink, so that the last pose goes over into the first."""
    counsellor = load()
    seed = next(seed for seed in counted() if _one_blink(counsellor, seed))
    return [_pose(counsellor, seed, index) for index in range(FRAMES)]


def _pose(counsellor: Counsellor, seed: int, index: int) -> Pose:
    cues = _cues(seed)
    at, last = index / FPS, FRAMES / FPS
    share = ease((at - last + _MIXED) / _MIXED)
    return counsellor.pose(cues, last + at).towards(counsellor.pose(cues, at), share)


def _one_blink(counsellor: Counsellor, seed: int) -> bool:
    """Whether she blinks once, and neither while poses are mixed nor where they come from."""
    cues, last = _cues(seed), FRAMES / FPS
    lids = [counsellor.pose(cues, index / FPS).lid < 0.99 for index in range(2 * FRAMES)]
    quiet_from = round((last - _MIXED) * FPS)
    before, here = lids[quiet_from:FRAMES], lids[FRAMES:]
    began = sum(now and not earlier for earlier, now in pairwise(here))
    long = sum(here) <= 1.3 * LENGTH * FPS
    return not any(before) and not any(here[:10]) and not any(here[quiet_from:]) and began == 1 and long


def _cues(seed: int) -> Cues:
    rest = Cue(State.IDLE, Mood.CALM, since=-10.0)
    return Cues(now=rest, before=rest, seed=seed)


if __name__ == "__main__":
    main()
