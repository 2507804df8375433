"""How fast a JETS voice speaks answers, delivered as in a call.

    python -m harness.jets_figures --random              # a rehearsal: published size, random weights
    python -m harness.jets_figures --model FOLDER
    taskset -c 0 python -m harness.jets_figures --random --threads 1

Prints medians and 95th percentiles: milliseconds to the first sound of an answer and of a sentence, seconds of work for
a second of sound, and milliseconds by which a piece came after the one before it had ended.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np

from dialogue.knowledge.jsonl import shipped_entries
from speech.delivery import Delivery
from speech.korean import sentences
from speech.types import Voice
from speech.voices import jets


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence."""

    first: float
    """seconds to the first sound"""
    busy: float
    """seconds of them that the process was at work, over all its threads"""
    work: float
    """seconds"""
    sound: float
    """seconds, with the pause at the end"""
    late: float
    """seconds by which a piece came too late, the worst of the sentence; below 0 when none did"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m harness.jets_figures", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--random", action="store_true", help="the published size with random weights")
    which.add_argument("--model", help="a folder or the id of a voice")
    parser.add_argument("--count", type=int, default=10, help="answers")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--pace", type=float, default=1.0)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = str(_untaught(Path(folder))) if options.random else options.model
        voice = Delivery(jets.load(model, device=options.device, threads=options.threads))
    if options.random:
        print("REHEARSAL with random weights: tells how fast a voice of this size speaks, not how it sounds")
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    print(f"{options.threads} threads, {len(os.sched_getaffinity(0))} cores, load of the machine {load}")
    answers = [[say(voice, one, options.pace) for one in sentences_of(text)] for text in chosen(options.count)]
    said = [one for answer in answers for one in answer]
    _tell("first sound of an answer, ms", [1000 * answer[0].first for answer in answers])
    _tell("first sound of a sentence, ms", [1000 * one.first for one in said])
    _tell("of it at work, ms", [1000 * one.busy for one in said])
    _tell("work for a second of sound, s", [sum(a.work for a in one) / sum(a.sound for a in one) for one in answers])
    _tell("latest piece of a sentence, ms", [1000 * one.late for one in said])


def chosen(count: int) -> list[str]:
    """Answers of the shipped knowledge, the same ones each time."""
    answers = [entry.spoken for entry in shipped_entries()]
    return [answers[i] for i in np.random.default_rng(1).permutation(len(answers))[:count]]


def sentences_of(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def say(voice: Voice, sentence: str, pace: float = 1.0) -> Said:
    began, worked = time.perf_counter(), time.process_time()
    came, lengths, busy = [], [], 0.0
    for piece in voice.speak(sentence, pace):
        busy = busy or time.process_time() - worked
        came.append(time.perf_counter() - began)
        lengths.append(piece.seconds)
    return Said(came[0], busy, came[-1], sum(lengths), late(came, lengths))


def late(came: Sequence[float], lengths: Sequence[float]) -> float:
    """Seconds by which the worst piece came after those before it had been heard. All in seconds."""
    heard = [came[0] + length for length in accumulate(lengths)]
    return max((at - before for at, before in zip(came[1:], heard, strict=False)), default=-lengths[0])


def _untaught(folder: Path) -> Path:
    from speech.training.jets import untaught

    return untaught.write(folder)


def _tell(name: str, values: Sequence[float]) -> None:
    middle, high = np.percentile(values, (50, 95))
    print(f"{name:32s} median {middle:8.2f}   95 % {high:8.2f}   most {max(values):8.2f}   of {len(values)}")


if __name__ == "__main__":
    main()
