"""What the face passes on. Pictures and time; knows nothing of calls."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from speech.types import Speech


class State(StrEnum):
    IDLE = "idle"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    WAITING = "waiting"
    """a person has been called"""


class Mood(StrEnum):
    CALM = "calm"
    WARM = "warm"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class Frame:
    image: NDArray[np.uint8]
    """height x width x 3, RGB; read only, may be shared between callers"""
    at: float
    """seconds on the caller's clock"""


@dataclass(frozen=True, slots=True)
class Cue:
    """A state of the face and when it began."""

    state: State
    mood: Mood
    since: float
    """seconds on the caller's clock"""


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of speech on the caller's clock."""

    speech: Speech
    start: float
    """seconds on the caller's clock"""
    cut: float | None = None
    """seconds on the caller's clock at which it was stopped; the mouth closes from there"""

    @property
    def end(self) -> float:
        """When its sound ends or was cut, on the caller's clock."""
        return self.start + self.speech.seconds if self.cut is None else self.cut


@dataclass(frozen=True, slots=True)
class Cues:
    """All a face must know to be drawn at one moment, so that a frame is a pure function of it and the time."""

    now: Cue
    before: Cue
    """the state that is being faded from"""
    lines: tuple[Line, ...] = ()
    """the piece just said, the one being said and those known to follow; in order, not overlapping"""
    seed: int = 0
    """makes blinks and small motion differ between callers"""
    pauses: tuple[float, ...] = ()
    """seconds on the caller's clock at which the caller paused after 1.2 s of speech or more; newest last, those of the
    last ten seconds or more. A second time less than 1 s after the first says that the same pause goes on."""


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A face that an animator can move: a still, or an idle loop whose end meets its beginning."""

    name: str
    frames: NDArray[np.uint8]
    """n x height x width x 3, RGB; n is 1 for a still"""
    fps: float
    """frames a second of the loop"""
    boxes: NDArray[np.int32]
    """n x 4: left, top, right, bottom of the face from above the brows to below the chin, in pixels, smoothed"""
    landmarks: NDArray[np.float32]
    """n x 68 x 2: x, y in pixels, in the order of iBUG 300-W"""
    neutral: int
    """index of the frame with closed mouth, open eyes and level head"""
    licence: str
    """of the picture"""
    consent: str
    """who agreed to being shown and for what; "not a person" for a drawing"""


class Animator(Protocol):
    size: tuple[int, int]
    """width, height in pixels"""

    def animate(self, cues: Cues, at: float) -> Frame:
        """The picture at `at` seconds. Pure: same cues and time, same picture; safe to call from several threads."""
