"""A text as the networks read it: a row of whole numbers for each letter, so that misheard syllables stay alike."""

import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

LONGEST: Final = 96
"""letters; what comes after is not looked at"""
COLUMNS: Final = 5
"""letter, initial, medial, final, whether a word begins"""
PAD: Final = 0
UNKNOWN: Final = 1

_SYLLABLES: Final = range(0xAC00, 0xD7A4)


def _common_syllables() -> list[str]:
    """The 2,350 of KS X 1001; rarer ones are known by their jamo alone."""
    return [chr(code) for code in _SYLLABLES if len(chr(code).encode("euc_kr")) == 2]


_LETTERS: Final = {
    letter: UNKNOWN + 1 + i for i, letter in enumerate([*"0123456789abcdefghijklmnopqrstuvwxyz", *_common_syllables()])
}
LETTERS: Final = UNKNOWN + 1 + len(_LETTERS)
"""size of the alphabet; `PAD` stands for no letter, `UNKNOWN` for a rare one"""
INITIALS, MEDIALS, FINALS = 20, 22, 29
"""0 stands for a letter that is no syllable, the last column's 1 for a syllable without a final"""

Ids = NDArray[np.int64]


def read(text: str, longest: int = LONGEST) -> Ids:
    """Shape (letters, COLUMNS), at least one row; blanks and punctuation only mark where words begin."""
    rows: list[tuple[int, int, int, int, int]] = []
    begins = 1
    for letter in unicodedata.normalize("NFKC", text[: 8 * longest]).lower():
        if not letter.isalnum():
            begins = 1
            continue
        rows.append((*_spell(letter), begins))
        begins = 0
        if len(rows) == longest:
            break
    return np.array(rows or [(UNKNOWN, 0, 0, 0, 1)], np.int64)


def _spell(letter: str) -> tuple[int, int, int, int]:
    known = _LETTERS.get(letter, UNKNOWN)
    rest = ord(letter) - _SYLLABLES.start
    if ord(letter) not in _SYLLABLES:
        return known, 0, 0, 0
    return known, 1 + rest // 588, 1 + rest % 588 // 28, 1 + rest % 28


def stack(texts: Sequence[Ids]) -> Ids:
    """Shape (texts, letters of the longest, COLUMNS), filled up with `PAD`."""
    filled = np.zeros((len(texts), max(len(text) for text in texts), COLUMNS), np.int64)
    for row, text in zip(filled, texts, strict=True):
        row[: len(text)] = text
    return filled
