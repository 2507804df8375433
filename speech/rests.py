"""Where the pauses of a sentence lie in its pieces; a word that is cut off gets its pause where it ends."""

from collections.abc import Iterable, Sequence
from typing import Final

from speech.phrasing import PhrasedWord
from speech.types import Mark, Speech

NEAR: Final = 0.002
"""seconds by which a mark may miss the end of its piece"""


class Rests:
    """Of one sentence, at one pace."""

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self._missing = 0
        """syllables of a cut word that are still to come"""
        self.owed = 0.0
        """seconds of silence behind it"""

    def within(self, piece: Speech, marks: Sequence[Mark], owners: Sequence[PhrasedWord]) -> list[tuple[float, float]]:
        """Place and length, in seconds, of each pause of the next piece. `marks`: its words; `owners`: as written."""
        found = []
        if self.owed:
            begun = marks[0].start if marks else piece.seconds
            tail = [mark for mark in piece.marks if mark.kind == "phoneme" and mark.start < begun]
            self._missing -= _vowels(tail)
            if marks or self._missing <= 0:
                found.append((max((mark.end for mark in tail), default=0.0), self.owed))
                self.owed = 0.0
        for mark, owner in zip(marks, owners, strict=True):
            if not owner.pause:
                continue
            missing = _missing(piece, mark, owner)
            if missing and mark is marks[-1] and mark.end >= piece.seconds - NEAR:
                self._missing, self.owed = missing, owner.pause / self._pace
            else:
                found.append((mark.end, owner.pause / self._pace))
        return found


def _missing(piece: Speech, word: Mark, owner: PhrasedWord) -> int:
    """Syllables of a word that the piece does not say; 0 where nothing tells."""
    if all(mark.kind == "word" for mark in piece.marks):
        return 0
    written = sum("가" <= char <= "힣" for char in owner.word.spoken)
    return max(0, written - _vowels(mark for mark in piece.marks if word.start <= mark.start < word.end))


def _vowels(marks: Iterable[Mark]) -> int:
    return sum(mark.kind == "phoneme" and "ㅏ" <= mark.text <= "ㅣ" for mark in marks)
