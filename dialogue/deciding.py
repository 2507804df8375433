"""Whether what was found is answered, asked back or declined."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dialogue.knowledge.entry import Entry
from dialogue.types import Passage

CERTAIN: Final = 0.995
"""probability from which a wording is as good as known, and nothing is asked back"""
BESIDE: Final = 1.5
"""log-odds; a second entry this near is named too when the first is asked back"""

_GENERAL = re.compile(r"(하기|하는|하려면|방법|안내|받기|법|에|의|을|를|은|는|이|가)$")


@dataclass(frozen=True, slots=True)
class Bands:
    answer: float
    """probability from which an entry is answered"""
    ask: float
    """probability from which it is asked back; below it is declined"""
    margin: float
    """log-odds; when the two best lie closer, the caller is asked which one"""


@dataclass(frozen=True, slots=True)
class Decision:
    band: Literal["answer", "clarify", "confirm", "reject"]
    """`clarify`: one of two that fit; `confirm`: the best, which may be wrong"""
    passages: tuple[Passage, ...] = ()
    """the one or two that are meant, best first"""


def decide(passages: Sequence[Passage], entries: Mapping[str, Entry], bands: Bands) -> Decision:
    """`passages`: best first, of `entries`."""
    if not passages or passages[0].score < min(bands.ask, bands.answer):
        return Decision("reject")
    first = passages[0]
    second = _other_sense(passages, entries, bands)
    apart = log_odds(first.score) - log_odds(second.score) if second else math.inf
    if first.score < bands.answer:
        return Decision("confirm", (first, second) if second and apart < BESIDE else (first,))
    if second and apart < bands.margin and first.score < CERTAIN:
        return Decision("clarify", (first, second))
    return Decision("answer", (first,))


def _other_sense(passages: Sequence[Passage], entries: Mapping[str, Entry], bands: Bands) -> Passage | None:
    best = entries[passages[0].entry_id]
    lowest = min(bands.ask, bands.answer)
    near = (passage for passage in passages[1:] if passage.score >= lowest)
    return next((passage for passage in near if differ(best, entries[passage.entry_id])), None)


def differ(one: Entry, other: Entry) -> bool:
    """Whether a caller could tell the two apart: by their titles, and by what they are answered."""
    return one.answer != other.answer and _sense(one.title) != _sense(other.title)


def _sense(title: str) -> frozenset[str]:
    words = (re.sub(r"[\W_]+", "", word.lower()) for word in title.split())
    return frozenset(_GENERAL.sub("", word) for word in words) - {""}


def log_odds(score: float) -> float:
    return math.log(score / (1 - score)) if 0 < score < 1 else math.copysign(math.inf, score - 0.5)
