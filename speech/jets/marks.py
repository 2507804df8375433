"""When each word and each of its jamo is heard, from the durations of the tokens.

The time of what is not heard by itself (a silent ㅇ, a final that moved to the next syllable) goes to the vowel beside.
Boundaries are soft: the network blends neighbours over about 23 ms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from speech.jets.text import Token, Utterance
from speech.types import Mark


@dataclass(frozen=True, slots=True)
class Timed:
    """A mark in frames from the beginning of the utterance."""

    mark: Mark
    word: int
    begin: int
    end: int


def timed(utterance: Utterance, ends: NDArray[np.int64]) -> list[Timed]:
    """Words and jamo in order of time. `ends`: frames at which each token ends."""
    begins = np.concatenate([[0], ends[:-1]])
    spans = [(token, int(begin), int(end)) for token, begin, end in zip(utterance.tokens, begins, ends, strict=True)]
    syllables = groupby((span for span in spans if span[0].word is not None), key=lambda span: span[0].syllable)
    jamo = [one for _, members in syllables for one in _jamo(list(members))]
    words = [_word(utterance, word, list(members)) for word, members in groupby(jamo, key=lambda one: one.word)]
    return sorted([*words, *jamo], key=lambda one: (one.begin, one.mark.kind == "phoneme"))


def within(timed: Sequence[Timed], begin: int, end: int, frame: float) -> tuple[Mark, ...]:
    """The marks of one piece, seconds from its beginning. A jamo that is cut stands in both pieces, a word in the one
    in which it begins."""
    return tuple(
        replace(one.mark, start=(max(one.begin, begin) - begin) * frame, end=(min(one.end, end) - begin) * frame)
        for one in timed
        if one.begin < end and (one.begin >= begin or (one.mark.kind == "phoneme" and one.end > begin))
    )


def _jamo(members: Sequence[tuple[Token, int, int]]) -> Iterator[Timed]:
    """What is heard of one syllable."""
    silent = [span for span in members if not span[0].heard]
    for token, begin, end in members:
        if token.vowel:
            begin = min([begin, *(start for _, start, stop in silent if stop <= begin)])
            end = max([end, *(stop for _, start, stop in silent if start >= end)])
        if token.heard and token.word is not None and end > begin:
            yield Timed(Mark("phoneme", token.heard, 0.0, 0.0), token.word, begin, end)


def _word(utterance: Utterance, word: int, members: Sequence[Timed]) -> Timed:
    return Timed(Mark("word", utterance.words[word], 0.0, 0.0), word, members[0].begin, members[-1].end)
