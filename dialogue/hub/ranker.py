"""Finds entries by their wordings: the encoder picks a few, the reranker reads them with the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dialogue.hub.encoder import Encoder
from dialogue.hub.reranker import Reranker
from dialogue.knowledge.entry import Entry
from dialogue.polyencoder import bank
from dialogue.polyencoder.calibration import Calibration, chances
from dialogue.retrieval import LONGEST_QUESTION, Likelihood, sound_evidence
from dialogue.types import Passage

CANDIDATES: Final = 8
"""entries that are read together with the question"""
SHARPNESS: Final = 20.0
"""by which likenesses -1…1 are stretched where there is no reranker; encoders are trained at a like one"""

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The candidates for a question, nearest first."""

    entries: Rows
    wordings: Rows
    """the nearest wording of each"""
    scores: Floats


class HubRanker:
    """Built once over the entries, then only read: safe to share between threads."""

    def __init__(
        self,
        entries: Sequence[Entry],
        encoder: Encoder,
        reranker: Reranker | None,
        calibration: Calibration | None,
        folder: Path | None = None,
        candidates: int = CANDIDATES,
    ) -> None:
        """`folder`: where the wordings' vectors are kept."""
        self._entries = tuple(entries)
        self._encoder = encoder
        self._reranker = reranker
        self._calibration = calibration
        self._candidates = candidates
        self.wordings = tuple(wording for entry in entries for wording in entry.wordings)
        self.owner = np.repeat(np.arange(len(entries)), [len(entry.wordings) for entry in entries])
        self._vectors = bank.vectors(self.wordings, encoder.vectors, encoder.width, encoder.fingerprint, folder)

    def search(
        self, question: str, topic: str | None = None, limit: int = 10, likelihood: Likelihood | None = None
    ) -> list[Passage]:
        """The entries that fit best, at most as many as are read closely; of one topic if one is given."""
        asked = question[:LONGEST_QUESTION]
        if not asked.strip():
            return []
        of_topic = np.array([topic in (None, entry.topic) for entry in self._entries], np.bool_)
        weighed = self.weigh(asked, of_topic[self.owner])
        wordings = [self.wordings[row] for row in weighed.wordings]
        extra: Any = sound_evidence(asked, wordings, likelihood) if likelihood and wordings else 0.0
        found = chances(weighed.scores, self._calibration, extra)
        order = np.argsort(-found, kind="stable")[:limit]
        return [Passage(self._entries[weighed.entries[i]].id, wordings[i], float(found[i])) for i in order]

    def weigh(self, asked: str, allowed: NDArray[np.bool_]) -> Weighed:
        """`allowed`: which wordings may be found, (wordings,)."""
        rows = np.flatnonzero(allowed)
        if not len(rows):
            return Weighed(rows, rows, np.zeros(0, np.float32))
        near = self._vectors[rows] @ self._encoder.vectors([asked])[0]
        order = np.argsort(-near, kind="stable")
        _, firsts = np.unique(self.owner[rows[order]], return_index=True)
        best = order[np.sort(firsts)[: self._candidates]]
        wordings = rows[best]
        entries = self.owner[wordings]
        if self._reranker is None:
            return Weighed(entries, wordings, SHARPNESS * near[best])
        texts = [f"{self.wordings[row]}\n{self._entries[i].answer}" for row, i in zip(wordings, entries, strict=True)]
        return Weighed(entries, wordings, self._reranker.scores(asked, texts))
