"""A question and the nearest wordings of an entry read together: how likely they ask the same."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dialogue import networks
from dialogue.letters import Ids, read, stack

LONGEST: Final = 40
"""letters of a question; what comes after is not looked at"""
LONGEST_KNOWN: Final = 56
"""letters of an entry's wordings, one after the other"""
WORDINGS: Final = 2
"""of an entry that are read, the nearest first"""

Floats = NDArray[np.float32]


class Rarity:
    """How rare each letter is, together with the one after it, among the texts of a knowledge base."""

    def __init__(self, texts: Iterable[Ids]) -> None:
        self._found: Counter[int] = Counter()
        self._texts = 0
        for ids in texts:
            self._found.update(set(_twos(ids)))
            self._texts += 1

    def __call__(self, ids: Ids) -> Floats:
        """0 for what every text holds … 1 for what none holds, shape (letters,)."""
        found = np.array([self._found.get(two, 0) for two in _twos(ids)], np.float32)
        rarity = np.log(1 + (self._texts - found + 0.5) / (found + 0.5)) / np.log(2 * self._texts + 2)
        return np.asarray(rarity, np.float32)


def _twos(ids: Ids) -> list[int]:
    """Each letter with the next one as a number; the last stands alone."""
    spelt = ((ids[:, 0] * 32 + ids[:, 1]) * 32 + ids[:, 2]) * 32 + ids[:, 3]
    ahead = np.append(spelt[1:], 0)
    return [int(two) for two in spelt * 100_000_007 + ahead]


class CrossEncoder:
    """Safe to share between threads."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def scores(self, question: str, entries: Sequence[Sequence[str]], rarity: Rarity) -> Floats:
        """Log-odds that each entry, given by its nearest `WORDINGS`, asks what the question asks; shape (entries,)."""
        if not entries:
            return np.zeros(0, np.float32)
        asked = read(question, LONGEST)
        known = [read(" ".join(wordings), LONGEST_KNOWN) for wordings in entries]
        ids = stack(known)
        rare = np.zeros(ids.shape[:2], np.float32)
        for row, wording in zip(rare, known, strict=True):
            row[: len(wording)] = rarity(wording)
        return self._run(
            np.repeat(asked[None], len(known), 0), ids, np.repeat(rarity(asked)[None], len(known), 0), rare
        )

    def _run(self, question: Ids, wording: Ids, question_rarity: Floats, wording_rarity: Floats) -> Floats:
        named = {
            "question": question,
            "wording": wording,
            "question_rarity": question_rarity,
            "wording_rarity": wording_rarity,
        }
        scores: Floats = self._session.run(None, named)[0]
        return scores


def load(folder: Path = networks.PACKAGED) -> CrossEncoder:
    """Raises ModuleNotFoundError without onnxruntime, FileNotFoundError without weights, ValueError for wrong ones."""
    cross = CrossEncoder(networks.session(folder, "cross"))
    try:
        scores = cross.scores("물", [["물값"], ["집", "방"]], Rarity([]))
    except Exception as error:  # onnxruntime has no common base for its errors
        raise ValueError(f"the weights in {folder} are no cross-encoder: {error}") from error
    if scores.shape != (2,):
        raise ValueError(f"the cross-encoder in {folder} gives shape {scores.shape} for two pairs, not (2,)")
    return cross
