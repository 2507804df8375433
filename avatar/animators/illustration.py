"""One illustration becomes a talking face: landmarks move, triangles follow. Needs no weights."""

from pathlib import Path
from typing import Final

import cv2

from avatar.counsellor.background import Background
from avatar.counsellor.motion import pose_at
from avatar.counsellor.talk import speaking
from avatar.portraits.store import read
from avatar.types import Cue, Cues, Frame, Mood, Portrait, State
from avatar.warping.expression import Expression
from avatar.warping.posing import expressed
from avatar.warping.puppet import Puppet

SPROUT: Final = Path(__file__).parents[2] / "portraits" / "sprout"
SPROUTS: Final = {"day": SPROUT, "contrast": SPROUT.with_name("sprout-contrast")}


class Illustration:
    def __init__(self, portrait: Portrait, still: bool = False) -> None:
        self._puppet = Puppet(portrait)
        self._still = still
        self.size = self._puppet.size

    def animate(self, cues: Cues, at: float) -> Frame:
        return Frame(self._puppet.draw(self.expression(cues, at)), at)

    def expression(self, cues: Cues, at: float) -> Expression:
        """What is drawn at that time, as points and numbers."""
        return expressed(self._puppet.build, speaking(cues, at, pose_at(cues, at, self._still), self._still))


def load(portrait: str | None = None, still: bool = False, background: Background = "day") -> Illustration:
    """`portrait`: the folder of a portrait; our sprout when none is named, before a `background` (`day`, or `contrast`
    for the high-contrast theme). `still`: no breath, no drifting of the head.

    Raises FileNotFoundError without such a folder, ValueError when it is damaged or shows no upright face, and for a
    background that does not exist.
    """
    if background not in SPROUTS:
        raise ValueError(f"unknown background {background!r}; there are {', '.join(SPROUTS)}")
    cv2.setNumThreads(1)
    illustration = Illustration(read(Path(portrait) if portrait else SPROUTS[background]), still)
    rest = Cue(State.IDLE, Mood.CALM, since=0.0)
    illustration.animate(Cues(now=rest, before=rest), at=0.0)
    return illustration
