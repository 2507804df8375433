"""Recognition errors made up for training and measuring: what is confused sounds alike.

A hit syllable has one jamo swapped for a confusable one (three in four), or is replaced, deleted or doubled. Blanks
vanish as often as syllables are hit and appear a quarter as often. The share of wrong syllables is the rate asked for.
"""

from typing import Final

import numpy as np

SWAPPED: Final = 0.75
"""share of hit syllables in which one jamo is another"""
BLANKS_APPEAR: Final = 0.25
"""times the rate, between two syllables"""

_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS: Final = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_ALIKE: Final = (
    (_INITIALS, ("ㄱㄲㅋ", "ㄷㄸㅌ", "ㅂㅃㅍ", "ㅈㅉㅊ", "ㅅㅆㅈ", "ㄴㄹㄷ", "ㅇㅎ", "ㅁㅂㄴ")),
    (_MEDIALS, ("ㅐㅔㅒㅖ", "ㅓㅗㅜㅡ", "ㅏㅓ", "ㅑㅕㅛㅠ", "ㅘㅏㅝ", "ㅙㅚㅞㅔ", "ㅟㅢㅣㅡ", "ㅕㅓ", "ㅠㅜ")),
    (_FINALS, (" ㄴㅇㄹ", "ㄱㄲㅋㄺ", "ㄷㅅㅆㅈㅊㅌㅎ", "ㅂㅍㅄ", "ㄴㅁㅇㄵㄶ", "ㄹㅀㄼ ", "ㄷㄱㅂ")),
)
_SYLLABLES: Final = range(0xAC00, 0xD7A4)


def _confusable(letters: str, groups: tuple[str, ...]) -> list[list[int]]:
    together = [
        sorted({letters.index(b) for group in groups if a in group for b in group} - {letters.index(a)})
        for a in letters
    ]
    return [others or [i for i in range(len(letters)) if i != at] for at, others in enumerate(together)]


_OTHERS: Final = tuple(_confusable(*one) for one in _ALIKE)


def mishear(text: str, rate: float, random: np.random.Generator) -> str:
    """The text with about `rate` (0…1) of its syllables wrong."""
    heard: list[str] = []
    for letter in text:
        if letter.isspace():
            heard.append("" if random.random() < rate else letter)
            continue
        heard.append(_hit(letter, random) if ord(letter) in _SYLLABLES and random.random() < rate else letter)
        if random.random() < rate * BLANKS_APPEAR:
            heard.append(" ")
    return "".join(heard)


def _hit(syllable: str, random: np.random.Generator) -> str:
    if random.random() < SWAPPED:
        return _swap(syllable, random)
    return (chr(int(random.choice(_SYLLABLES[::28]))), "", syllable * 2)[int(random.integers(3))]


def _swap(syllable: str, random: np.random.Generator) -> str:
    rest = ord(syllable) - _SYLLABLES.start
    jamo = [rest // 588, rest % 588 // 28, rest % 28]
    place = int(random.integers(3))
    jamo[place] = int(random.choice(_OTHERS[place][jamo[place]]))
    return chr(_SYLLABLES.start + jamo[0] * 588 + jamo[1] * 28 + jamo[2])
