"""What is said in training: sentences one after the other in some voice, as a caller would get them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from avatar.types import Cue, Cues, Line, Mood, State
from avatar.wav2lip.mel import COLUMNS_A_SECOND, LIMIT, RATE, mel
from speech.delivery import Delivery
from speech.types import Speech, Voice
from speech.voices import espeak

WINDOW: Final = 16
"""columns for one picture: the 200 ms that begin with it"""

TAUGHT: Final = (
    *("f1", "f2", "f3", "f5", "m1", "m2", "m4", "m5", "m6", "m7", "m8", "aunty", "grandma", "Mario"),
    *("Andrea", "Alicia", "anika", "belinda", "linda", "shelby", "steph", "adam", "david", "Lee", "max", "pablo"),
)
"""variants of espeak-ng; the product's own, f2, is said more often than the others"""
UNTAUGHT: Final = ("f4", "m3", "Annie", "Michael")
"""variants of espeak-ng that no training hears"""

DELIVERED: Final = 0.75
"""share of voices that are heard as the product delivers them; the rest raw"""
PLAYED: Final = (0.93, 1.08)
"""how much slower or faster, and so lower or higher, the sound is played"""
OWN: Final = "f2"
OWN_SHARE: Final = 0.25
"""of the clips that training hears"""
LEVEL: Final = (-8.0, 4.0)
"""dB by which the sound is changed"""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Some seconds of speech and what the network hears of them."""

    cues: Cues
    mel: NDArray[np.float32]
    """(80, columns) from second 0 on"""
    seconds: float

    def window(self, at: float) -> NDArray[np.float32]:
        """(80, 16): the columns for the picture at that time; silence after the end."""
        first = int(at * COLUMNS_A_SECOND)
        part = self.mel[:, first : first + WINDOW]
        return np.pad(part, ((0, 0), (0, WINDOW - part.shape[1])), constant_values=-LIMIT)


def taught(random: np.random.Generator) -> str:
    """A variant to train on."""
    return OWN if random.random() < OWN_SHARE else str(random.choice(TAUGHT))


def voice(variant: str, random: np.random.Generator) -> Voice:
    """The variant at some pitch and speed."""
    raw = espeak.load(
        variant=variant,
        rate=int(random.integers(105, 176)),
        pitch=int(random.integers(25, 76)),
        pitch_range=int(random.integers(30, 91)),
    )
    return Delivery(raw) if random.random() < DELIVERED else raw


def clip(speaker: Voice, sentences: Sequence[str], random: np.random.Generator) -> Clip:
    """The sentences one after the other, with quiet before and after."""
    pace, played = random.uniform(0.75, 1.25), random.uniform(*PLAYED)
    gain = 10 ** (random.uniform(*LEVEL) / 20)
    pieces = [heard(piece, played, gain) for sentence in sentences for piece in speaker.speak(sentence, pace)]
    return spoken(pieces, random.uniform(0.3, 0.8), seed=int(random.integers(1 << 30)))


def spoken(pieces: Sequence[Speech], start: float, seed: int = 0) -> Clip:
    """Pieces at RATE one after the other, the first `start` seconds after the clip's beginning."""
    lines, end = [], start
    for piece in pieces:
        lines.append(Line(piece, end))
        end = lines[-1].end
    cue = Cue(State.IDLE, Mood.CALM, since=-10.0)
    quiet = np.zeros(round(start * RATE), np.float32)
    sound = np.concatenate([quiet, *(piece.samples for piece in pieces), np.zeros(RATE // 2, np.float32)])
    return Clip(Cues(cue, cue, tuple(lines), seed), mel(sound), end + 0.5)


def heard(piece: Speech, played: float = 1.0, gain: float = 1.0) -> Speech:
    """The same at RATE, played `played` times as slow; its marks move along."""
    samples = soxr.resample(piece.samples, piece.rate, RATE * played, quality="HQ") * np.float32(gain)
    marks = tuple(replace(mark, start=mark.start * played, end=mark.end * played) for mark in piece.marks)
    return replace(piece, samples=np.clip(samples, -1, 1).astype(np.float32), rate=RATE, marks=marks)
