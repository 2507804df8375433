"""Hangul as the network writes it: 19 onsets, 21 vowels, 27 codas, the space, and CTC's blank.

An onset and a coda of the same letter are two symbols, so syllables can be put together by rule (Unicode 3.12).
"""

from collections.abc import Sequence
from typing import Final

ONSETS, VOWELS, CODAS = 19, 21, 27
BLANK: Final = 0
SPACE: Final = 1
FIRST_ONSET: Final = 2
FIRST_VOWEL: Final = FIRST_ONSET + ONSETS
FIRST_CODA: Final = FIRST_VOWEL + VOWELS
SYMBOLS: Final = FIRST_CODA + CODAS
_FIRST, _LAST = ord("가"), ord("힣")
_SILENT_ONSET: Final = FIRST_ONSET + 11
"""ㅇ"""
_PLAIN_VOWEL: Final = FIRST_VOWEL + 18
"""ㅡ"""


def spell(text: str) -> tuple[int, ...]:
    """Symbols of Hangul text as it is read. What is neither a syllable nor a space separates words."""
    symbols: list[int] = []
    for char in text:
        if _FIRST <= ord(char) <= _LAST:
            onset, rest = divmod(ord(char) - _FIRST, VOWELS * (CODAS + 1))
            vowel, coda = divmod(rest, CODAS + 1)
            symbols += (FIRST_ONSET + onset, FIRST_VOWEL + vowel)
            if coda:
                symbols.append(FIRST_CODA + coda - 1)
        elif symbols and symbols[-1] != SPACE:
            symbols.append(SPACE)
    return tuple(symbols[:-1] if symbols[-1:] == [SPACE] else symbols)


def compose(symbols: Sequence[int]) -> str:
    """Text of symbols, whatever their order: a vowel without an onset gets ㅇ, an onset without a vowel gets ㅡ, a coda
    without a vowel is dropped."""
    text: list[str] = []
    onset = vowel = coda = None
    for symbol in (*symbols, SPACE):
        ends = symbol < FIRST_VOWEL or (symbol < FIRST_CODA and vowel is not None)
        if ends and (onset is not None or vowel is not None):
            text.append(_syllable(onset, vowel, coda))
            onset = vowel = coda = None
        if symbol == SPACE:
            text.append(" ")
        elif symbol < FIRST_VOWEL:
            onset = symbol
        elif symbol < FIRST_CODA:
            vowel = symbol
        elif vowel is not None:
            coda = symbol
    return " ".join("".join(text).split())


def _syllable(onset: int | None, vowel: int | None, coda: int | None) -> str:
    first = (_SILENT_ONSET if onset is None else onset) - FIRST_ONSET
    middle = (_PLAIN_VOWEL if vowel is None else vowel) - FIRST_VOWEL
    last = 0 if coda is None else coda - FIRST_CODA + 1
    return chr(_FIRST + (first * VOWELS + middle) * (CODAS + 1) + last)
