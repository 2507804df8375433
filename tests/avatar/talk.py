"""Made-up speech for the tests of the face: a humming voice with phoneme marks."""

import numpy as np

from avatar.types import Cue, Cues, Line, Mood, State
from speech.types import Mark, Speech

RATE = 16_000


def hum(seconds: float) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return (0.2 * np.sin(2 * np.pi * 180 * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def said(letters: str, each: float = 0.1, lead_in: float = 0.0) -> Speech:
    """The jamo one after the other, `each` seconds long; a space is a pause of 0.5 s."""
    marks, at = [], lead_in
    for letter in letters:
        if letter == " ":
            at += 0.5
            continue
        marks.append(Mark("phoneme", letter, at, at + each))
        at += each
    return Speech(hum(at + 0.1), RATE, letters, tuple(marks))


def cues(state: State, mood: Mood = Mood.CALM, *speeches: Speech, start: float = 1.0) -> Cues:
    """A state that has lasted since long ago, with speech one piece after the other."""
    cue = Cue(state, mood, since=-10.0)
    lines = []
    for speech in speeches:
        lines.append(Line(speech, start))
        start = lines[-1].end + 0.3
    return Cues(cue, cue, tuple(lines), seed=7)
