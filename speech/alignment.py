"""Lays the jamo of pronounced syllables on the phonemes a synthesiser timed.

Every Korean syllable has exactly one vowel, so the vowels among the phonemes tell where the syllables are; consonants
between two vowels are shared by final and initial. Where the count does not fit, time is shared evenly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from speech.pronunciation import Syllable
from speech.types import Mark

_VOWELS: Final = frozenset("aeiouyAEIOUVY@")
_GLIDES: Final = frozenset("jw")
_SHORTEST: Final = 0.02
"""seconds a consonant gets where the synthesiser gave it none of its own"""


@dataclass(frozen=True, slots=True)
class TimedPhoneme:
    name: str
    """the synthesiser's mnemonic without stress; begins with _ for a pause"""
    start: float
    """seconds"""


def lay(syllables: Sequence[Syllable], phonemes: Sequence[TimedPhoneme], end: float) -> list[list[Mark]]:
    """The phoneme marks of each syllable, without gaps but for the pauses, up to `end` (seconds)."""
    runs = _runs(phonemes, end)
    counts = [len(_vowels(run)) for run, _ in runs]
    if sum(counts) != len(syllables):
        return _evenly(syllables, phonemes[0].start if phonemes else 0.0, end)
    laid: list[list[Mark]] = []
    for (run, stop), count in zip(runs, counts, strict=True):
        if count:
            laid += _lay_run(syllables[len(laid) : len(laid) + count], run, stop)
    return laid


def _runs(phonemes: Sequence[TimedPhoneme], end: float) -> list[tuple[list[TimedPhoneme], float]]:
    """What is said from pause to pause, each with the second at which it ends."""
    stops = [*(phoneme.start for phoneme in phonemes[1:]), end]
    runs = []
    for sounds, members in groupby(zip(phonemes, stops, strict=True), lambda one: not one[0].name.startswith("_")):
        run = list(members)
        if sounds:
            runs.append(([phoneme for phoneme, _ in run], run[-1][1]))
    return runs


def _vowels(run: Sequence[TimedPhoneme]) -> list[int]:
    return [index for index, phoneme in enumerate(run) if phoneme.name[:1] in _VOWELS]


def _lay_run(syllables: Sequence[Syllable], run: Sequence[TimedPhoneme], end: float) -> list[list[Mark]]:
    """As many syllables as there are vowels in the run."""
    vowels = _vowels(run)
    times = [*(phoneme.start for phoneme in run), end]
    openings = [_with_glide(run, index) for index in vowels]
    starts = [times[0]]
    for left, right, vowel, opening in zip(syllables, syllables[1:], vowels, openings[1:], strict=False):
        starts.append(_border(left, right, times[vowel + 1 : opening + 1]))
    return [
        _parts(syllable, start, times[opening], times[vowel + 1], stop)
        for syllable, start, opening, vowel, stop in zip(
            syllables, starts, openings, vowels, [*starts[1:], end], strict=True
        )
    ]


def _with_glide(phonemes: Sequence[TimedPhoneme], vowel: int) -> int:
    return vowel - 1 if vowel and phonemes[vowel - 1].name in _GLIDES else vowel


def _border(left: Syllable, right: Syllable, times: Sequence[float]) -> float:
    """Where one syllable ends and the next begins.

    `times`: starts of the consonants between the vowels, then of the next vowel.
    """
    if not left.final:
        return times[0]
    if right.initial == "ㅇ":
        return times[-1]
    return times[1] if len(times) > 2 else (times[0] + times[-1]) / 2


def _parts(syllable: Syllable, start: float, opening: float, closing: float, end: float) -> list[Mark]:
    """`opening`, `closing`: seconds at which the vowel begins and ends as the synthesiser has it."""
    least = min(_SHORTEST, (end - start) / 4)
    opening = start if syllable.initial == "ㅇ" else max(opening, start + least)
    closing = min(closing, end - least) if syllable.final else end
    cuts = [start, *([opening] if syllable.initial != "ㅇ" else []), *([closing] if syllable.final else []), end]
    return _marks(syllable, cuts)


def _evenly(syllables: Sequence[Syllable], start: float, end: float) -> list[list[Mark]]:
    step = (end - start) / len(syllables)
    laid = []
    for index, syllable in enumerate(syllables):
        share = step / len(syllable.sounds)
        begin = start + index * step
        laid.append(_marks(syllable, [begin + part * share for part in range(len(syllable.sounds) + 1)]))
    return laid


def _marks(syllable: Syllable, cuts: Sequence[float]) -> list[Mark]:
    return [Mark("phoneme", jamo, *span) for jamo, span in zip(syllable.sounds, pairwise(cuts), strict=True)]
