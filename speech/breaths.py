"""A piece of speech cut between its phrases or words, so that work on it can begin with the first of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from speech.types import Mark, Speech

SILENCE: Final = 0.08
"""seconds; shorter silences are those of a stop consonant"""
SHORTEST: Final = 0.3
"""seconds of a part behind a word's end"""
QUIET: Final = 10 ** (-40 / 20)
"""against the loudest sample"""


def parts(piece: Speech, cuts: Sequence[int]) -> Iterator[Speech]:
    """The piece cut at these samples (rising, outside marks): the same samples, marks and text."""
    words = piece.text.split()
    for begin, end in pairwise([0, *cuts, len(piece.samples)]):
        last = end == len(piece.samples)
        start, stop = begin / piece.rate, np.inf if last else end / piece.rate
        marks = tuple(_earlier(mark, start) for mark in piece.marks if start <= mark.start < stop)
        said = len(words) if last else _said(words, marks)
        yield Speech(piece.samples[begin:end], piece.rate, " ".join(words[:said]), marks)
        words = words[said:]


def silences(piece: Speech) -> list[int]:
    """Samples in the middle of each silence between two words."""
    size = np.abs(piece.samples)
    loud = np.flatnonzero(size > size.max(initial=0.0) * QUIET)
    between = [(left, right) for left, right in pairwise(loud) if right - left >= SILENCE * piece.rate]
    middles = [int(left + right) // 2 for left, right in between]
    ends = [mark.end for mark in piece.marks if mark.kind == "word"]
    return [cut for cut in middles if _between_words(cut / piece.rate, piece.marks, ends)]


def word_starts(piece: Speech, lengths: Iterable[float]) -> list[int]:
    """Samples at which words begin, each at least so many seconds behind the one before, the first behind the start."""
    found = [0.0]
    wanted = iter(lengths)
    length = next(wanted)
    for mark in piece.marks:
        if mark.kind == "word" and mark.start - found[-1] >= length and piece.seconds - mark.start >= SHORTEST:
            found.append(mark.start)
            length = next(wanted)
    return [int(start * piece.rate) for start in found[1:]]


def _between_words(place: float, marks: Sequence[Mark], ends: Sequence[float]) -> bool:
    if not ends or not ends[0] <= place < ends[-1]:
        return False
    return not any(mark.start < place < mark.end for mark in marks)


def _said(words: Sequence[str], marks: Sequence[Mark]) -> int:
    """How many of the words are said by the end of these marks."""
    at = 0
    for mark in marks:
        if mark.kind == "word" and mark.text in words[at:]:
            at = words.index(mark.text, at) + 1
    return at


def _earlier(mark: Mark, seconds: float) -> Mark:
    return replace(mark, start=mark.start - seconds, end=mark.end - seconds)
