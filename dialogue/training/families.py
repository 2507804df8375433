"""Sets of entries to learn choosing from: each wording, and what lies near it but asks something else."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogue.letters import read
from dialogue.rerank import LONGEST_KNOWN, Rarity
from dialogue.retrieval import View
from dialogue.terms import letter_grams, morphemes
from dialogue.training import texts

NEAR: Final = 40
"""entries a wording has to be told from"""
ROWS: Final = 400
"""wordings compared with all others at once"""
STYLE_WORDINGS: Final = 5
"""of a StyleKQC group's ten"""

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Family:
    wordings: Sequence[str]
    entry: NDArray[np.int64]
    """whose wording each is"""
    near: NDArray[np.int64]
    """for each wording, those of `NEAR` other entries, nearest first: the two best of each, (wordings, NEAR, 2)"""
    likeness: NDArray[np.float32]
    """of each wording to its own entry's wordings, in the order of `siblings`; -1 to itself and where there is none"""
    siblings: NDArray[np.int64]
    rarity: Rarity

    def askable(self) -> NDArray[np.int64]:
        """Wordings whose entry has another one."""
        return np.flatnonzero((self.likeness >= 0).any(1))


def families(data: Path, vectors: Vectors) -> dict[str, Family]:
    """Our own entries, Welfare-QA's services and StyleKQC's questions, without what is held back."""
    own = [[w for w in entry.wordings if not texts.held(w)] for entry in texts.own_entries()]
    services: dict[str, list[str]] = defaultdict(list)
    for row in texts.welfare_questions(data):
        if texts.share(row.question) >= texts.HELD:
            services[row.service].append(row.question)
    welfare = [[*questions, name] for name, questions in services.items()]
    styles = [group[::2] if i % 2 else group[1::2] for i, group in enumerate(texts.styles(data, held=False))]
    return {name: family(groups, vectors) for name, groups in (("own", own), ("welfare", welfare), ("styles", styles))}


def family(groups: Sequence[Sequence[str]], vectors: Vectors) -> Family:
    wordings = [wording for group in groups for wording in group]
    entry = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    known = vectors(wordings)
    views = [View([Counter(terms(wording)) for wording in wordings]) for terms in (morphemes, letter_grams)]
    most = max(len(group) for group in groups)
    siblings = np.zeros((len(wordings), most), np.int64)
    likeness = np.full((len(wordings), most), -1, np.float32)
    near = np.zeros((len(wordings), min(NEAR, len(groups) - 1), 2), np.int64)
    for start in range(0, len(wordings), ROWS):
        rows = range(start, min(start + ROWS, len(wordings)))
        alike = 1.5 * known[start : rows.stop] @ known.T + sum(view.cosines_between(rows) for view in views)
        for row, at in zip(alike, rows, strict=True):
            mine = np.flatnonzero(entry == entry[at])
            siblings[at, : len(mine)] = mine
            likeness[at, : len(mine)] = np.where(mine == at, -1, np.maximum(row[mine], 0))
            row[mine] = -np.inf
            near[at] = _two_of_each(np.argsort(-row)[: -len(mine)], entry)[: near.shape[1]]
    rarity = Rarity(read(wording, LONGEST_KNOWN) for wording in wordings)
    return Family(wordings, entry, near, likeness, siblings, rarity)


def _two_of_each(order: NDArray[np.int64], entry: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first two wordings of each entry, in the order of the first ones; twice the same where there is only one."""
    names, firsts = np.unique(entry[order], return_index=True)
    rest = np.delete(order, firsts)
    others, seconds = np.unique(entry[rest], return_index=True)
    two = np.column_stack([order[firsts], order[firsts]])
    two[np.searchsorted(names, others), 1] = rest[seconds]
    return two[np.argsort(firsts)]
