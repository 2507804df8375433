"""The illustrated counsellors: drawn by code, need no weights."""

from typing import Final, Literal, get_args

import cv2

from avatar.counsellor.background import Background
from avatar.counsellor.man import MAN
from avatar.counsellor.motion import pose_at
from avatar.counsellor.person import Person
from avatar.counsellor.portrait import SIZE, Portrait
from avatar.counsellor.pose import Pose
from avatar.counsellor.talk import speaking
from avatar.counsellor.woman import WOMAN
from avatar.types import Cue, Cues, Frame, Mood, State

Who = Literal["woman", "man"]
PEOPLE: Final[dict[Who, Person]] = {"woman": WOMAN, "man": MAN}


class Counsellor:
    """Bows when beginning to speak warmly (a greeting, thanks, a farewell) and nods to the pauses in the cues."""

    size = (SIZE, SIZE)

    def __init__(self, portrait: Portrait, still: bool) -> None:
        self._portrait = portrait
        self._still = still

    def animate(self, cues: Cues, at: float) -> Frame:
        return Frame(self._portrait.draw(self.pose(cues, at)), at)

    def pose(self, cues: Cues, at: float) -> Pose:
        """What is drawn at that time, as numbers."""
        return speaking(cues, at, pose_at(cues, at, self._still), self._still)


def load(who: Who = "woman", background: Background = "day", still: bool = False) -> Counsellor:
    """`who`: `woman` or `man`. `background`: `day`, or `contrast` for the high-contrast theme.

    `still`: no breath, no drifting of the head. Raises ValueError when there is no such counsellor or background.
    """
    if who not in PEOPLE:
        raise ValueError(f"unknown counsellor {who!r}; there are {', '.join(PEOPLE)}")
    kinds = get_args(Background)
    if background not in kinds:
        raise ValueError(f"unknown background {background!r}; there are {', '.join(kinds)}")
    cv2.setNumThreads(1)
    counsellor = Counsellor(Portrait(background, PEOPLE[who]), still)
    rest = Cue(State.IDLE, Mood.CALM, since=0.0)
    counsellor.animate(Cues(now=rest, before=rest), at=0.0)
    return counsellor
