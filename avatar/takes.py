"""What a clip shows, as a function of time: the same picture whether it is recorded beforehand or drawn in a call."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.easing import ease
from avatar.types import Animator, Cue, Cues, Line, Mood, State
from speech.types import Speech

SETTLING: Final = 0.3
"""seconds at the end in which the face goes back to where it began, so that takes follow each other without a jump"""
LONG_SINCE: Final = -10.0
"""when the state of a take began: no bow, no fade"""


@dataclass(frozen=True, slots=True)
class Take:
    cues: Cues
    seconds: float

    def picture(self, animator: Animator, at: float) -> NDArray[np.uint8]:
        """At `at` seconds from its beginning: height x width x 3, RGB."""
        image = animator.animate(self.cues, at).image
        share = ease((at - self.seconds + SETTLING) / SETTLING)
        if share <= 0:
            return image
        resting = animator.animate(Cues(self.cues.now, self.cues.before), 0.0).image
        return mixed(image, resting, share)


def spoken(speech: Speech, start: float, seconds: float) -> Take:
    """A face that says `speech` from `start` (seconds) on."""
    cue = Cue(State.SPEAKING, Mood.CALM, LONG_SINCE)
    return Take(Cues(cue, cue, (Line(speech, start),)), seconds)


def resting(state: State, mood: Mood, seconds: float) -> Take:
    """A face that says nothing; its end meets its beginning."""
    cue = Cue(state, mood, 0.0 if state is State.THINKING else LONG_SINCE)
    return Take(Cues(cue, cue), seconds)


def mixed(image: NDArray[np.uint8], other: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    """`share` 0…1 of the other picture."""
    return np.asarray(cv2.addWeighted(image, 1 - share, other, share, 0), np.uint8)
