"""A text as rows of numbers: code points, jamo, and letters with their parts."""

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogue.tidy import tidy

LONGEST: Final = 200
"""code points of a text that are read"""
FIRST, LAST = 0xAC00, 0xD7A3
"""the syllables of Unicode"""
PAD, UNKNOWN = 0, 1
INITIALS, MEDIALS, FINALS = 20, 22, 29
"""sizes of the alphabets of parts; 0 stands for none, the first of the finals for a syllable without one"""

Ints = NDArray[np.int64]

_ADDRESS: Final = re.compile(r"https?\S+")
_DRAWN_OUT: Final = re.compile(r"(.)\1{2,}")
_SIGNS: Final = re.compile(r"[^\w?!♥♡~.^;]+")
_DIGITS: Final = re.compile(r"\d")
_BLANK: Final = ord(" ")
_OTHERS: Final = " 0abcdefghijklmnopqrstuvwxyz?!♥♡~.^;ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅑㅓㅕㅗㅛㅜㅠㅡㅣ"


def _letters() -> NDArray[np.int16]:
    """Code point → number of the letter: the 2,350 syllables of KS X 1001 and `_OTHERS`."""
    common = [chr(code) for code in range(FIRST, LAST + 1) if len(chr(code).encode("euc_kr")) == 2]
    table = np.full(0x10000, UNKNOWN, np.int16)
    for number, letter in enumerate([*common, *_OTHERS], UNKNOWN + 1):
        table[ord(letter)] = number
    return table


_LETTERS: Final = _letters()
LETTERS: Final = int(_LETTERS.max()) + 1
"""size of the alphabet of letters"""


def plain(text: str) -> str:
    """Lower case, digits as 0, no letter more than twice in a row, few signs, at most `LONGEST` code points."""
    shorter = tidy(text[: 4 * LONGEST]).lower()
    shorter = _DRAWN_OUT.sub(r"\1\1", _DIGITS.sub("0", _ADDRESS.sub(" ", shorter)))
    return " ".join(_SIGNS.sub(" ", shorter).split())[:LONGEST].strip()


def codes(text: str) -> Ints:
    """Code points."""
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.int64)


def jamo(points: Ints) -> Ints:
    """Code points with each syllable as initial, medial and final, where an explicit sign stands for no final."""
    syllable = (points >= FIRST) & (points <= LAST)
    rest = points - FIRST
    parts = np.stack(
        [np.where(syllable, 0x1100 + rest // 588, points), 0x1161 + rest % 588 // 28, 0x11A7 + rest % 28], 1
    )
    return parts[np.stack([np.ones_like(syllable), syllable, syllable], 1)]


def letters(text: str) -> Ints:
    """Columns letter, initial, medial, final; shape (code points + 2, 4), a blank at both ends."""
    points = codes(f" {text} ")
    syllable = (points >= FIRST) & (points <= LAST)
    rest = points - FIRST
    number = np.where(points < len(_LETTERS), _LETTERS[np.minimum(points, len(_LETTERS) - 1)], UNKNOWN)
    parts = (number, 1 + rest // 588, 1 + rest % 588 // 28, 1 + rest % 28)
    return np.stack([parts[0], *(np.where(syllable, part, 0) for part in parts[1:])], 1)


def words(text: str) -> Ints:
    """One number for each word, nearly always another for another word (FNV-1a over code points)."""
    found = []
    for word in text.split():
        value = 0xCBF29CE484222325
        for letter in word:
            value = ((value ^ ord(letter)) * 0x100000001B3) & 0x7FFFFFFFFFFFFFFF
        found.append(value)
    return np.array(found, np.int64)
