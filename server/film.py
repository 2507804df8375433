"""Speech and face into a WebM file (VP8 and Opus) that anyone can play."""

import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soxr

from avatar.types import Animator, Cue, Cues, Line, Mood, State
from server.playout import RATE
from speech.types import Speech

LEAD = 0.4
"""seconds of the resting face before the first sound"""
TAIL = 0.8
"""seconds of it after the last"""


@dataclass(frozen=True, slots=True)
class Film:
    frames: int
    first_frame: float
    """seconds until the first frame was drawn"""
    drawn_per_second: float
    """frames the animator draws in a second, encoding left out"""


def film(animator: Animator, speech: Speech, path: Path, fps: int) -> Film:
    """Draw and write the whole speech. Raises OSError when the file cannot be written."""
    cue = Cue(State.SPEAKING, Mood.CALM, 0.0)
    cues = Cues(cue, cue, (Line(speech, LEAD),))
    count = round((LEAD + speech.seconds + TAIL) * fps)
    drawing = []
    with av.open(str(path), "w", format="webm") as container:
        picture = container.add_stream("libvpx", rate=fps, options={"deadline": "good", "cpu-used": "4", "crf": "10"})
        picture.width, picture.height = animator.size
        picture.pix_fmt, picture.bit_rate = "yuv420p", 1_500_000
        sound = container.add_stream("libopus", rate=RATE)
        container.mux(sound.encode(_sound(speech, count / fps)))
        container.mux(sound.encode(None))
        for index in range(count):
            began = time.perf_counter()
            image = animator.animate(cues, index / fps).image
            drawing.append(time.perf_counter() - began)
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
    return Film(count, drawing[0], 1 / float(np.median(drawing)))


def _sound(speech: Speech, seconds: float) -> av.AudioFrame:
    whole = np.zeros(round(seconds * RATE), np.float32)
    said = soxr.resample(speech.samples, speech.rate, RATE)
    begin = round(LEAD * RATE)
    whole[begin : begin + len(said)] = said[: len(whole) - begin]
    frame = av.AudioFrame.from_ndarray((whole * 32767).astype(np.int16)[None], format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    return frame
