"""How often a turn is cut off, against how long its end takes to be noticed.

`python -m harness.endings_curve --readers FOLDER --sentences FILE.jsonl` prints a Markdown table: silence alone with
rising thresholds, and the three kinds of evidence with rising patience. The words are the true ones, as a recogniser
would give them: late, and if wanted with wrong syllables.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng

from harness.hesitant import Caller, Turn, read_sentences, real_callers, synthetic_callers
from harness.word_times import Said
from speech.endpoint import RATE, WINDOW, Endpointer, EndpointSettings, Utterance
from speech.types import Samples
from speech.vads import silero

LAG: Final = 0.3
"""seconds by which the words come after the voice"""
EVERY: Final = 3
"""windows (96 ms) between two partial transcripts"""
THRESHOLDS: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5)
"""seconds"""
PATIENCE: Final = (0.5, 0.7, 0.85, 1.0, 1.15, 1.3, 1.5)
"""times the default silences"""

Probabilities = tuple[float, ...]
Hints = Callable[[Turn], Sequence[Said]]


@dataclass(frozen=True, slots=True)
class Listened:
    """A caller's turns with what the voice detector makes of them."""

    caller: Caller
    probabilities: tuple[Probabilities, ...]


@dataclass(frozen=True, slots=True)
class Point:
    cut: float
    """share of the turns that were ended before their end"""
    delays: tuple[float, ...]
    """seconds from the last voice to the end that was noticed, one for each turn"""

    @property
    def median(self) -> float:
        return float(np.median(self.delays))


def measure(heard: Sequence[Listened], settings: EndpointSettings, hints: Hints | None, lag: float = LAG) -> Point:
    """All turns of all callers; a caller keeps the Endpointer, so that it learns."""
    cuts, delays = 0, []
    for one in heard:
        endpointer = Endpointer(settings)
        for turn, probabilities in zip(one.caller.turns, one.probabilities, strict=True):
            ends = _ends(endpointer, turn, probabilities, hints(turn) if hints else None, lag)
            cuts += any(end < turn.ended for end in ends)
            delays += [end - turn.ended for end in ends[-1:] if end >= turn.ended]
    turns = sum(len(one.caller.turns) for one in heard)
    return Point(cuts / turns, tuple(delays))


def _ends(
    endpointer: Endpointer, turn: Turn, probabilities: Probabilities, words: Sequence[Said] | None, lag: float
) -> list[float]:
    """Seconds at which the turn was taken to be over."""
    ends: list[float] = []
    for index, probability in enumerate(probabilities):
        now = (index + 1) * WINDOW / RATE
        if isinstance(endpointer.feed(_SILENT, probability), Utterance):
            ends.append(now)
        elif words is not None and index % EVERY == 0 and (so_far := endpointer.so_far):
            begin, end = now - so_far.seconds, now - lag
            said = " ".join(word.text for word in words if begin <= word.end <= end)
            endpointer.hint(said, max(0.0, so_far.seconds - lag))
    return ends


_SILENT: Final[Samples] = np.zeros(WINDOW, np.float32)


def true_words(turn: Turn) -> Sequence[Said]:
    """Without punctuation, which no recogniser can be trusted with."""
    return [replace(word, text=word.text.strip(",.?!…\"'")) for word in turn.words]


def misheard(share: float, syllables: Sequence[str]) -> Hints:
    """Every syllable is another one with this probability, the same in every partial of the turn."""

    def words(turn: Turn) -> Sequence[Said]:
        rng = default_rng(len(turn.samples))
        return [replace(word, text=_wear(word.text, share, syllables, rng)) for word in true_words(turn)]

    return words


def _wear(text: str, share: float, syllables: Sequence[str], rng: Generator) -> str:
    return "".join(str(rng.choice(syllables)) if rng.random() < share else syllable for syllable in text)


def plain(threshold: float) -> EndpointSettings:
    """Silence alone."""
    every = {"finished": threshold, "likely": threshold, "held": threshold, "reading": threshold}
    return EndpointSettings(silence=threshold, slow_caller=0.0, **every)


def patient(times: float) -> EndpointSettings:
    """The default silences, all longer or shorter."""
    own = EndpointSettings()
    return EndpointSettings(
        finished=max(own.trailing, own.finished * times),
        likely=own.likely * times,
        silence=own.silence * times,
        held=own.held * times,
        reading=own.reading * times,
    )


def same_delay(curve: Sequence[Point], median: float) -> float:
    """Share of turns cut off that a curve has at a median delay."""
    points = sorted(curve, key=lambda point: point.median)
    return float(np.interp(median, [point.median for point in points], [point.cut for point in points]))


def listen(callers: Iterable[Caller]) -> list[Listened]:
    detector = silero.load()
    heard = []
    for caller in callers:
        stream = detector.stream()
        probabilities = []
        for turn in caller.turns:
            windows = turn.samples[: len(turn.samples) // WINDOW * WINDOW].reshape(-1, WINDOW)
            probabilities.append(tuple(stream.probability(window) for window in windows))
        heard.append(Listened(caller, tuple(probabilities)))
    return heard


def table(heard: Sequence[Listened]) -> str:
    syllables = sorted({s for one in heard for turn in one.caller.turns for w in true_words(turn) for s in w.text})
    lines = ["| | cut off | median delay | mean | p90 | silence alone at that median |", "|---|---|---|---|---|---|"]
    alone = [measure(heard, plain(threshold), None) for threshold in THRESHOLDS]
    lines += [_row(f"silence {t:.1f} s", point) for t, point in zip(THRESHOLDS, alone, strict=True)]
    for name, hints in (("true words", true_words), ("20 % of syllables wrong", misheard(0.2, syllables))):
        for times in PATIENCE:
            point = measure(heard, patient(times), hints)
            lines.append(_row(f"{name}, patience × {times}", point) + f" {same_delay(alone, point.median):.1%} |")
    return "\n".join(lines)


def _row(name: str, point: Point) -> str:
    mean, p90 = np.mean(point.delays), np.percentile(point.delays, 90)
    return f"| {name} | {point.cut:.1%} | {point.median:.2f} s | {mean:.2f} s | {p90:.2f} s |"


def _size(heard: Sequence[Listened]) -> str:
    turns = [turn for one in heard for turn in one.caller.turns]
    minutes = sum(turn.ended for turn in turns) / 60
    return f"{len(heard)} callers, {len(turns)} turns, {sum(turn.pauses for turn in turns)} pauses, {minutes:.0f} min"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=Path, help="folder of recordings with metadata.tsv")
    parser.add_argument("--sentences", type=Path, nargs="+", help="JSONL whose questions synthetic callers ask")
    parser.add_argument("--callers", type=int, default=24, help="synthetic callers")
    parser.add_argument("--turns", type=int, default=10, help="of each caller")
    parser.add_argument("--half", type=int, choices=(0, 1), default=1, help="0: to tune on, 1: to report")
    chosen = parser.parse_args()
    rng = default_rng(7 + chosen.half)
    callers: list[Caller] = []
    if chosen.readers:
        callers += list(real_callers(chosen.readers, chosen.turns, rng))[chosen.half :: 2]
    if chosen.sentences:
        sentences = [one for file in chosen.sentences for one in read_sentences(file)][chosen.half :: 2]
        callers += synthetic_callers(sentences, chosen.callers, chosen.turns, rng)
    heard = listen(callers)
    for name, real in (("Real readers", True), ("Synthetic callers", False)):
        if part := [one for one in heard if one.caller.real is real]:
            print(f"\n{name}: {_size(part)}\n\n{table(part)}")


if __name__ == "__main__":
    main()
