"""Texts as the rows of numbers that the two networks were trained on."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import BertWordPieceTokenizer

QUESTION: Final = 128
"""tokens a question is padded to, always: what it scores depends on it"""
ANSWER: Final = 128
"""tokens at most"""
PAIR: Final = 256
"""tokens at most"""
VOCABULARY: Final = "vocab.txt"
LINE_BREAK: Final = "\n"
"""a token of its own, numbered after the vocabulary"""

Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    ids: Ids
    """(texts, length), 0 where there is padding"""
    mask: Mask
    """the same shape, False where there is padding"""
    segments: Ids
    """the same shape, 1 in a second text"""


class Tokens:
    """Lower case, no accents stripped, nothing cleaned. Safe to share between threads."""

    def __init__(self, vocabulary: Path) -> None:
        """FileNotFoundError without the file, ValueError when it is no vocabulary."""
        if not vocabulary.is_file():
            raise FileNotFoundError(f"no vocabulary at {vocabulary}; it belongs to the weights")
        try:
            self._pieces = BertWordPieceTokenizer(
                str(vocabulary), clean_text=False, lowercase=True, strip_accents=False
            )
        except Exception as error:  # the tokenizers raise plain exceptions of their own
            raise ValueError(f"{vocabulary} is no vocabulary of BERT: {error}") from error
        self._pieces.add_special_tokens([LINE_BREAK])
        begin, end = self._pieces.token_to_id("[CLS]"), self._pieces.token_to_id("[SEP]")
        if begin is None or end is None or self._pieces.token_to_id("[PAD]") != 0:
            raise ValueError(f"{vocabulary} is no vocabulary of BERT: it lacks [CLS] or [SEP], or [PAD] is not 0")
        self._begin, self._end = begin, end

    @property
    def size(self) -> int:
        """Numbers there are, the line break included."""
        return int(self._pieces.get_vocab_size(with_added_tokens=True))

    def questions(self, texts: Sequence[str]) -> Rows:
        """Padded to QUESTION; of longer ones the end counts, for there the question is."""
        return _rows([self._last(self._alone(text), QUESTION) for text in texts], QUESTION)

    def answers(self, texts: Sequence[str]) -> Rows:
        """Padded to the longest; of longer ones the beginning counts."""
        return _rows(
            [[*ids[: ANSWER - 1], self._end] if len(ids := self._alone(text)) > ANSWER else ids for text in texts]
        )

    def pairs(self, question: str, answers: Sequence[str]) -> Rows:
        """Padded to the longest; longer ones are cut from the left."""
        asked = self._alone(question)
        told = [self._alone(answer)[1:] for answer in answers]
        segments = [([0] * len(asked) + [1] * len(ids))[-PAIR:] for ids in told]
        rows = _rows([self._last([*asked, *ids], PAIR) for ids in told])
        return Rows(rows.ids, rows.mask, _rows(segments).ids)

    def _alone(self, text: str) -> list[int]:
        return list(self._pieces.encode(text).ids)

    def _last(self, ids: list[int], most: int) -> list[int]:
        return ids if len(ids) <= most else [self._begin, *ids[-most + 1 :]]


def _rows(texts: Sequence[Sequence[int]], length: int | None = None) -> Rows:
    ids = np.zeros((len(texts), length or max(map(len, texts), default=1)), np.int64)
    mask = np.zeros(ids.shape, np.bool_)
    for row, present, text in zip(ids, mask, texts, strict=True):
        row[: len(text)] = text
        present[: len(text)] = True
    return Rows(ids, mask, np.zeros_like(ids))
