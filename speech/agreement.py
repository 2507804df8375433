"""What stays of a text that is still being heard: LocalAgreement-2 (Macháček, Dabre, Bojar: Turning Whisper into a
Real-Time Transcription System, 2023).

The growing sound is recognised again and again. Words on which two passes in a row agree are settled; the next pass may
begin behind them, so that at the end of the turn only the tail is left to recognise. Knows no recogniser and no clock.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from speech.types import Word

MOST_REPEATED: Final = 5
"""words that may turn up again where a pass begins behind the settled ones"""


class Agreement:
    """The settled words of one utterance. Needs words with times: a pass without words settles nothing."""

    def __init__(self) -> None:
        self._agreed: list[Word] = []
        self._before: list[Word] = []
        """what the last pass heard behind the settled words"""

    @property
    def settled(self) -> float:
        """Seconds of the utterance that need not be recognised again."""
        return self._agreed[-1].end if self._agreed else 0.0

    def feed(self, words: Sequence[Word], since: float = 0.0) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """All settled words so far, and the rest of the latest pass; together the text as it stands.

        `words`: the latest pass over the utterance from `since` seconds on, their times counted from there.
        """
        placed = [replace(word, start=word.start + since, end=word.end + since) for word in words]
        heard = [word for word in placed if (word.start + word.end) / 2 > self.settled]
        if since:
            heard = heard[self._repeated(heard) :]
        common = _common(self._before, heard)
        self._agreed += heard[:common]
        self._before = heard[common:]
        return tuple(self._agreed), tuple(self._before)

    def _repeated(self, heard: Sequence[Word]) -> int:
        """How many words at the start are settled ones, heard once more from what is left of their sound. A single
        syllable is not: in "일 일 구" it is the next digit."""
        for count in range(min(len(self._agreed), len(heard), MOST_REPEATED), 0, -1):
            letters = sum(len(_letters(word)) for word in heard[:count])
            if letters > 1 and _common(self._agreed[-count:], heard) == count:
                return count
        return 0


def _common(some: Sequence[Word], others: Sequence[Word]) -> int:
    """How many words both begin with; marks and spaces do not count."""
    for count, (one, other) in enumerate(zip(some, others, strict=False)):
        if _letters(one) != _letters(other):
            return count
    return min(len(some), len(others))


def _letters(word: Word) -> str:
    return re.sub(r"[\W_]", "", word.text).casefold()
