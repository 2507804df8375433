"""The illustrated counsellor: drawn by code, needs no weights."""

from typing import get_args

import cv2

from avatar.counsellor.background import Background
from avatar.counsellor.motion import pose_at
from avatar.counsellor.portrait import SIZE, Portrait
from avatar.counsellor.pose import Pose
from avatar.counsellor.talk import speaking
from avatar.types import Cue, Cues, Frame, Mood, State


class Counsellor:
    size = (SIZE, SIZE)

    def __init__(self, portrait: Portrait, still: bool) -> None:
        self._portrait = portrait
        self._still = still

    def animate(self, cues: Cues, at: float) -> Frame:
        return Frame(self._portrait.draw(self.pose(cues, at)), at)

    def pose(self, cues: Cues, at: float) -> Pose:
        """What is drawn at that time, as numbers."""
        return speaking(cues, at, pose_at(cues, at, self._still), self._still)


def load(background: Background = "day", still: bool = False) -> Counsellor:
    """`background`: `day`, or `contrast` for the high-contrast theme. `still`: no breath, no drifting of the head."""
    kinds = get_args(Background)
    if background not in kinds:
        raise ValueError(f"unknown background {background!r}; there are {', '.join(kinds)}")
    cv2.setNumThreads(1)
    counsellor = Counsellor(Portrait(background), still)
    rest = Cue(State.IDLE, Mood.CALM, since=0.0)
    counsellor.animate(Cues(now=rest, before=rest), at=0.0)
    return counsellor
