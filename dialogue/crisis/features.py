"""A short text as the learnt detector sees it: pieces of its letters, of its sound, and what it speaks of.

Sound: final consonants before a vowel move on (죽어 = 주거), what recognisers mix up is one letter (ㅐ = ㅔ, ㄲ = ㄱ),
finals are the seven that are heard. So liaison spelling and most misheard jamo change few pieces.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogue.crisis.concepts import NAMES

BUCKETS: Final = 1 << 15
"""pieces of letters and of sound are hashed into so many"""
PAIRS: Final = len(NAMES) * len(NAMES)
"""a concept stands at (i, i), two that stand together at (i, j), i < j"""
SIZE: Final = BUCKETS + PAIRS
CONCEPT_WEIGHT: Final = 0.25
PAIR_WEIGHT: Final = 0.15
_LETTER_PIECES: Final = (1, 2, 3, 4)
_SOUND_PIECES: Final = (4, 6, 8)

_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
_HIGH: Final = np.uint64(40)
_MODULUS: Final = np.uint64(BUCKETS)

_BASE: Final = 0xAC00
_SYLLABLES: Final = 11172
_MUTE: Final = 11
"""the initial ㅇ"""
# initials ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ, heard as ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ
_INITIAL: Final = np.array([1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 7, 0, 8, 8, 9, 10, 11, 12, 13])
# medials ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ: ㅐㅔ, ㅒㅖ, ㅙㅚㅞ, ㅢㅣ are one each
_MEDIAL: Final = 20 + np.array([0, 1, 2, 3, 4, 1, 5, 3, 6, 7, 8, 8, 9, 10, 11, 8, 12, 13, 14, 15, 15])
# finals, from none: ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ, heard as ㄱㄴㄷㄹㅁㅂㅇ
_FINAL: Final = np.array([0, 1, 1, 1, 2, 2, 2, 3, 4, 1, 5, 4, 4, 4, 6, 4, 5, 6, 6, 3, 3, 7, 3, 3, 1, 3, 6, 3])
_MOVED: Final = np.array([0, 1, 1, 7, 2, 8, 2, 3, 4, 1, 5, 6, 7, 11, 12, 4, 5, 6, 7, 7, 7, 0, 8, 9, 10, 11, 12, 0])
"""what a final becomes as the next initial"""
_STAYS: Final = np.array([0, 0, 0, 1, 0, 2, 0, 0, 0, 4, 4, 4, 4, 4, 4, 0, 0, 0, 6, 0, 0, 7, 0, 0, 0, 0, 0, 0])
"""what is left of it then"""

Codes = NDArray[np.int64]


def features(letters: str, spoken: list[int]) -> tuple[Codes, NDArray[np.float32]]:
    """Which of `SIZE` features the letters (no blanks, lower case) have, and how strongly; `spoken`: their concepts."""
    codes = np.frombuffer(letters.encode("utf-32-le"), np.uint32).astype(np.int64)
    pieces = [*_hashed(codes, _LETTER_PIECES, 1), *_hashed(_sound(codes), _SOUND_PIECES, 2)]
    found = np.unique(np.concatenate(pieces)) if pieces else codes
    concepts = np.array(spoken, np.int64)
    rows, columns = np.triu_indices(len(concepts))
    together = BUCKETS + concepts[rows] * len(NAMES) + concepts[columns]
    weights = np.concatenate(
        [
            np.full(len(found), 1 / np.sqrt(max(len(found), 1))),
            np.where(rows == columns, CONCEPT_WEIGHT, PAIR_WEIGHT),
        ]
    )
    return np.concatenate([found, together]), weights.astype(np.float32)


def _sound(codes: Codes) -> Codes:
    """The jamo as they are heard; what is no syllable stands for itself."""
    rest = codes - _BASE
    spoken = (rest >= 0) & (rest < _SYLLABLES)
    rest = np.where(spoken, rest, 0)
    initial, medial, final = rest // 588, rest % 588 // 28, rest % 28
    moves = np.zeros(len(codes), bool)
    moves[:-1] = spoken[:-1] & spoken[1:] & (initial[1:] == _MUTE)
    begins = _INITIAL[initial]
    begins[1:] = np.where(moves[:-1], _MOVED[final[:-1]], begins[1:])
    ends = np.where(moves, _STAYS[final], _FINAL[final])
    jamo = np.stack([begins, _MEDIAL[medial], np.where(ends > 0, 40 + ends, 0)], axis=1)
    jamo[~spoken] = 0
    jamo[~spoken, 0] = 100 + codes[~spoken]
    flat = jamo.ravel()
    return flat[flat > 0]


def _hashed(codes: Codes, lengths: tuple[int, ...], seed: int) -> list[Codes]:
    """The buckets of every run of each length."""
    numbers = codes.astype(np.uint64)
    mixed = np.full(len(codes), seed, np.uint64)
    found = []
    for length in range(1, min(lengths[-1], len(codes)) + 1):
        mixed = (mixed[: len(codes) - length + 1] ^ numbers[length - 1 :]) * _PRIME
        if length in lengths:
            found.append(((mixed >> _HIGH) % _MODULUS).astype(np.int64))
    return found
