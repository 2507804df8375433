"""Which groups of people a text names, and whether with an insulting word. Knows words only, not what is meant."""

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogue.filters.labels import GROUPS, INSULT

KINDS: Final = ("slur", "named")
TARGETS: Final = (*GROUPS, INSULT)
"""the nine kinds of abuse, the order of all rows here"""
MOST: Final = 3
"""mentions of one kind that are counted"""

_FIRST_WORD: Final = np.array([2.0, 1.3])
_MORE_WORDS: Final = np.array([0.5, 0.3])
"""weights of slurs and of mere names"""
_NO_GROUP, _SWEARING = 0.8, 0.4
_OTHERS_DOUBT: Final = 0.5
"""the other groups are named in all kinds of talk"""
_STEEPNESS: Final = 1.5
_INSULT: Final = TARGETS.index(INSULT)
_OTHERS: Final = TARGETS.index("기타 혐오")

_FILE: Final = Path(__file__).parent / "groups.tsv"


def opinion(counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """What kind of abuse the words alone speak for, unscaled log-odds (targets,); `counts` as of `mentions`. An insult
    without a group is what remains when no group is named."""
    words = (counts > 0) @ _FIRST_WORD + (counts > 1) @ _MORE_WORDS
    words[_INSULT] = _NO_GROUP + _SWEARING * (counts[_INSULT, 0] > 0)
    words[_OTHERS] *= _OTHERS_DOUBT
    return np.asarray(_STEEPNESS * words, np.float32)


@cache
def lexicon() -> dict[str, list[tuple[int, int]]]:
    """Word → (row in `TARGETS`, row in `KINDS`) of each group it stands for. ValueError for a broken file."""
    found: dict[str, list[tuple[int, int]]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        label, kind, listed = line.split("\t")
        for word in listed.split():
            found.setdefault(word, []).append((TARGETS.index(label), KINDS.index(kind)))
    return found


def mentions(text: str) -> NDArray[np.float32]:
    """How many different words of each kind are in a plain text, at most `MOST`; shape (targets, kinds)."""
    counts = np.zeros((len(TARGETS), len(KINDS)), np.float32)
    words = lexicon()
    longest = _longest()
    runs = {text[i:j] for i in range(len(text)) for j in range(i + 2, min(i + longest, len(text)) + 1)}
    for word in runs & words.keys():
        for target, kind in words[word]:
            counts[target, kind] += 1
    return np.minimum(counts, MOST)


@cache
def _longest() -> int:
    return max(map(len, lexicon()))
