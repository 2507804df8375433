"""How long a frame of an illustration takes: `python -m avatar.warping.speed [PORTRAIT]`.

Counts the processor's time of this thread, so that a busy machine changes it little.
"""

import sys
import time
from typing import Final

import numpy as np

from avatar.animators.illustration import SPROUT, load
from avatar.types import Cue, Cues, Line, Mood, State
from speech.types import Mark, Speech

_LETTERS: Final = "ㅏㄴㄴㅕㅇㅎㅏㅅㅔㅇㅛㅁㅜㅓㅅㅡㄹㄷㅗㅘㄷㅡㄹㅣㄹㄲㅏㅇㅛ"
_EACH: Final = 0.1
"""seconds"""
_FRAMES: Final = 200


def main(portrait: str) -> None:
    illustration = load(portrait)
    marks = tuple(Mark("phoneme", letter, n * _EACH, (n + 1) * _EACH) for n, letter in enumerate(_LETTERS * 3))
    rate = 16_000
    speech = Speech(np.full(round(len(marks) * _EACH * rate), 0.1, np.float32), rate, "", marks)
    cue = Cue(State.SPEAKING, Mood.CALM, -9.0)
    talk, silent = Cues(cue, cue, (Line(speech, 0.0),)), Cues(cue, cue)
    for name, cues in (("talking", talk), ("silent", silent)):
        took = []
        for frame in range(_FRAMES):
            began = time.thread_time()
            illustration.animate(cues, frame / 25)
            took.append(time.thread_time() - began)
        middle, slow = np.percentile(took, [50, 95]) * 1000
        print(f"{name}: median {middle:.1f} ms, 95 % below {slow:.1f} ms, {1000 / middle:.0f} frames a second")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(SPROUT))
