"""How fast a face is drawn.

    python -m harness.face_figures --engine counsellor
    python -m harness.face_figures --engine wav2lip --option weights=wav2lip.pth --option portrait=var/portraits/jiyu

Any file of avatar/animators; `--option` are those of its `load`. Prints milliseconds to load it, to the first picture
of a sentence never heard before, and for a picture as a call asks for them, one every 1/fps seconds; then how many
pictures a second it draws when asked without a pause.
"""

import argparse
import importlib
import inspect
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import soundfile
from numpy.typing import NDArray

from avatar.types import Animator, Cue, Cues, Line, Mood, State
from speech.types import Speech

SENTENCE: Final = "안녕하세요. 주민등록등본은 가까운 주민센터나 무인 발급기에서 바로 떼실 수 있습니다."
LEAD: Final = 0.4
"""seconds of the resting face before the sound"""


QUIET: Final = 0.02
"""of full scale; sound before it is left out, so that the first picture is one with an open mouth"""


@dataclass(frozen=True, slots=True)
class Figures:
    first: float
    """seconds to the first picture with sound"""
    paced: NDArray[np.float64]
    """seconds for each picture when they are asked for in time"""
    rushed: float
    """pictures a second when they are asked for without a pause"""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m harness.face_figures", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engine", default="counsellor", help="a file of avatar/animators")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help="of the engine's load")
    parser.add_argument("--threads", type=int, default=1, help="that drawing may use")
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--seconds", type=float, default=8.0, help="of speech")
    parser.add_argument("--sound", type=Path, help="a sound file to speak; without it espeak says a sentence")
    chosen = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(chosen.threads)  # read by the engines' libraries, which load after this
    cv2.setNumThreads(chosen.threads)
    load = importlib.import_module(f"avatar.animators.{chosen.engine}").load
    began = time.perf_counter()
    animator = load(**options(load, chosen.option, {"threads": chosen.threads, "fps": chosen.fps}))
    loading = time.perf_counter() - began
    pieces = (speech(chosen.sound, chosen.seconds), speech(chosen.sound, chosen.seconds))
    report(chosen.engine, loading, measured(animator, pieces, chosen.fps), chosen.fps)


def options(load: Callable[..., Animator], given: list[str], offered: Mapping[str, object]) -> dict[str, Any]:
    """What load is called with: `offered` where it takes it, and NAME=VALUE, the value read as JSON where it is."""
    taken = inspect.signature(load).parameters
    named = {name: value for name, _, value in (one.partition("=") for one in given)}
    return {name: value for name, value in offered.items() if name in taken} | {
        name: _value(value) for name, value in named.items()
    }


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def speech(file: Path | None, seconds: float) -> Speech:
    """A new piece of speech each time, since engines remember what they have heard. OSError for an unreadable file."""
    if file is None:
        voice = importlib.import_module("speech.voices.espeak").load()
        said = list(voice.speak(SENTENCE))
        samples, rate = np.concatenate([piece.samples for piece in said]), said[0].rate
    else:
        samples, rate = soundfile.read(str(file), dtype="float32", always_2d=True)
        samples = samples[:, 0]
    begin = int(np.argmax(np.abs(samples) > QUIET))
    return Speech(np.resize(samples[begin:], round(seconds * rate)), rate, SENTENCE)


def measured(animator: Animator, pieces: tuple[Speech, Speech], fps: int) -> Figures:
    """The first piece is asked for in time, the second without a pause."""
    paced = np.array(list(_pictures(animator, pieces[0], fps, hurry=False)))
    began = time.perf_counter()
    rushed = list(_pictures(animator, pieces[1], fps, hurry=True))
    spoken = round(LEAD * fps) + 1
    return Figures(float(paced[spoken]), paced[spoken:], len(rushed) / (time.perf_counter() - began))


def _pictures(animator: Animator, said: Speech, fps: int, hurry: bool) -> Iterator[float]:
    """Seconds for each picture. The speech becomes known as it begins, as in a call."""
    cue = Cue(State.SPEAKING, Mood.CALM, 0.0)
    silent, speaking = Cues(cue, cue), Cues(cue, cue, (Line(said, LEAD),))
    due = time.perf_counter()
    for number in range(round((LEAD + said.seconds) * fps)):
        at = number / fps
        began = time.perf_counter()
        animator.animate(speaking if at >= LEAD else silent, at)
        yield time.perf_counter() - began
        due += 1 / fps
        if not hurry:
            time.sleep(max(0.0, due - time.perf_counter()))


def report(engine: str, loading: float, figures: Figures, fps: int) -> None:
    half, most = (1000 * float(value) for value in np.percentile(figures.paced, (50, 95)))
    late = float(np.mean(figures.paced > 1 / fps))
    print(f"{engine}: loaded in {1000 * loading:.0f} ms, first picture {1000 * figures.first:.1f} ms")
    print(f"at {fps} pictures a second: median {half:.1f} ms, 95 % {most:.1f} ms, late {100 * late:.1f} %")
    print(f"without a pause: {figures.rushed:.0f} pictures a second")


if __name__ == "__main__":
    main()
