"""Finds entries by their answers: the poly-encoder picks a few, the cross-encoder reads them with the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from dialogue.knowledge.entry import Entry
from dialogue.polyencoder import bank
from dialogue.polyencoder.calibration import Calibration, chances
from dialogue.retrieval import LONGEST_QUESTION, Likelihood, sound_evidence
from dialogue.types import Passage

if TYPE_CHECKING:
    from dialogue.polyencoder.pair import Pair

CANDIDATES: Final = 5
"""answers that are read together with the question"""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The candidates for a question."""

    entries: NDArray[np.int64]
    scores: NDArray[np.float32]
    """the cross-encoder's"""


class PolyRanker:
    """Built once over the entries, then only read: safe to share between threads."""

    def __init__(
        self,
        entries: Sequence[Entry],
        pair: "Pair",
        calibration: Calibration | None,
        folder: Path | None = None,
        candidates: int = CANDIDATES,
    ) -> None:
        """`folder`: where the answers' vectors are kept."""
        self._entries = tuple(entries)
        self._pair = pair
        self._calibration = calibration
        self._candidates = candidates
        answers = [entry.answer for entry in entries]
        self._answers = bank.vectors(answers, pair.answers, pair.width, pair.fingerprint, folder)

    def search(
        self, question: str, topic: str | None = None, limit: int = 10, likelihood: Likelihood | None = None
    ) -> list[Passage]:
        """The entries whose answers fit best, at most as many as are read closely; of one topic if one is given."""
        asked = question[:LONGEST_QUESTION]
        if not asked.strip():
            return []
        weighed = self.weigh(asked, np.array([topic in (None, entry.topic) for entry in self._entries], np.bool_))
        chosen = [self._entries[i] for i in weighed.entries]
        found = chances(weighed.scores, self._calibration, _sound(asked, chosen, likelihood))
        order = np.argsort(-found, kind="stable")[:limit]
        return [Passage(chosen[i].id, chosen[i].title, float(found[i])) for i in order]

    def weigh(self, asked: str, allowed: NDArray[np.bool_]) -> Weighed:
        """`allowed`: which entries may be found, (entries,)."""
        rows = np.flatnonzero(allowed)
        if not len(rows):
            return Weighed(rows, np.zeros(0, np.float32))
        rough = self._pair.rough(asked, self._answers[rows])
        best = rows[np.argsort(-rough, kind="stable")[: self._candidates]]
        return Weighed(best, self._pair.fine(asked, [self._entries[i].answer for i in best]))


def _sound(asked: str, entries: Sequence[Entry], likelihood: Likelihood | None) -> Floats | float:
    """Log-odds that the sound adds to each entry, by the wording of it that fits best."""
    if likelihood is None or not entries:
        return 0.0
    added = sound_evidence(asked, [wording for entry in entries for wording in entry.wordings], likelihood)
    starts = np.cumsum([0, *(len(entry.wordings) for entry in entries[:-1])])
    return np.asarray(np.maximum.reduceat(added, starts), np.float64)
