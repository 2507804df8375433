"""How the voice speaks, measured on real answers.

    python -m harness.voice_figures --count 50 --engine espeak

Prints medians and 95th percentiles: milliseconds to the first sound, seconds of work for a second of sound, syllables a
second without pauses, silences between phrases, loudness and peaks.
"""

import argparse
import importlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dialogue.knowledge.jsonl import shipped_entries
from speech import clarity
from speech.delivery import Delivery
from speech.korean import sentences
from speech.types import Speech

HEARD_AS_SILENCE: Final = 0.03
"""of the highest peak"""
SHORTEST_PAUSE: Final = 0.2
"""seconds"""


@dataclass(frozen=True, slots=True)
class Spoken:
    first: float
    """seconds to the first sound"""
    factor: float
    """seconds of work for a second of sound"""
    rate: float
    """syllables a second without pauses"""
    pauses: tuple[float, ...]
    """seconds, inside sentences"""
    rests: tuple[float, ...]
    """seconds, after sentences"""
    loudness: float
    """LUFS"""
    peak: float
    """dBFS"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m harness.voice_figures", description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="answers")
    parser.add_argument("--engine", default="espeak", help="a file of speech/voices")
    parser.add_argument("--pace", type=float, default=1.0)
    options = parser.parse_args()
    voice = Delivery(importlib.import_module(f"speech.voices.{options.engine}").load())
    random = np.random.default_rng(1)
    answers = [entry.spoken for entry in shipped_entries()]
    chosen = [answers[i] for i in random.permutation(len(answers))[: options.count]]
    spoken = [say(voice, text, options.pace) for text in chosen]
    _tell("first sound, ms", [1000 * one.first for one in spoken])
    _tell("work for a second of sound, s", [one.factor for one in spoken])
    _tell("syllables a second", [one.rate for one in spoken])
    _tell("pauses inside sentences, s", [pause for one in spoken for pause in one.pauses])
    _tell("rests after sentences, s", [rest for one in spoken for rest in one.rests])
    _tell("loudness, LUFS", [one.loudness for one in spoken])
    _tell("peak, dBFS", [one.peak for one in spoken])


def say(voice: Delivery, text: str, pace: float) -> Spoken:
    began = time.perf_counter()
    first = 0.0
    pieces = []
    for sentence in sentences(text):
        for piece in voice.speak(sentence.text, pace):
            first = first or time.perf_counter() - began
            pieces.append(piece)
    took = time.perf_counter() - began
    sound = np.concatenate([piece.samples for piece in pieces])
    runs = [_silences(piece) for piece in pieces]
    return Spoken(
        first=first,
        factor=took / (len(sound) / pieces[0].rate),
        rate=_rate(pieces),
        pauses=tuple(run for inside, _ in runs for run in inside),
        rests=tuple(rest for _, rest in runs),
        loudness=clarity.loudness(sound, pieces[0].rate),
        peak=20 * float(np.log10(np.abs(sound).max())),
    )


def _rate(pieces: Sequence[Speech]) -> float:
    vowels = sum(mark.kind == "phoneme" and "ㅏ" <= mark.text <= "ㅣ" for piece in pieces for mark in piece.marks)
    return vowels / sum(mark.end - mark.start for piece in pieces for mark in piece.marks if mark.kind == "word")


def _silences(piece: Speech) -> tuple[list[float], float]:
    """Seconds of the silences inside a piece, and of that at its end."""
    loud = np.flatnonzero(np.abs(piece.samples) > HEARD_AS_SILENCE * np.abs(piece.samples).max())
    gaps = np.diff(loud) / piece.rate
    return [float(gap) for gap in gaps if gap >= SHORTEST_PAUSE], piece.seconds - float(loud[-1]) / piece.rate


def _tell(name: str, values: Sequence[float]) -> None:
    low, middle, high = np.percentile(values, (5, 50, 95))
    print(f"{name:34s} median {middle:7.3f}   5 % {low:7.3f}   95 % {high:7.3f}")


if __name__ == "__main__":
    main()
