"""Korean spelling → pronunciation, syllable by syllable: the regular sound changes of 표준 발음법.

국물 → 궁물, 신라 → 실라, 값이 → 갑씨, 같이 → 가치. What depends on meaning (ㄴ insertion, tensing in
compounds) is left out.
"""

from dataclasses import dataclass, replace
from typing import Final

INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS: Final = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
FIRST: Final = ord("가")


@dataclass(frozen=True, slots=True)
class Syllable:
    """In compatibility jamo."""

    initial: str
    """ㅇ when it is silent"""
    vowel: str
    final: str
    """empty when there is none"""

    @property
    def sounds(self) -> tuple[str, ...]:
        """The jamo that are heard, in order."""
        onset = () if self.initial == "ㅇ" else (self.initial,)
        return (*onset, self.vowel, *self.final)

    def __str__(self) -> str:
        place = INITIALS.index(self.initial) * len(VOWELS) + VOWELS.index(self.vowel)
        return chr(FIRST + place * len(FINALS) + FINALS.index(self.final))


def pronounce(word: str) -> list[Syllable]:
    """One word of Hangul syllables as it is said, one for one. Other characters are passed over."""
    written = [_split(char) for char in word if "가" <= char <= "힣"]
    said: list[Syllable] = []
    for right in written:
        if said:
            final, initial = _meet(said[-1].final, right.initial, right.vowel)
            said[-1] = replace(said[-1], final=final)
            right = replace(right, initial=initial)
        said.append(right)
    if said:
        said[-1] = replace(said[-1], final=_neutral(said[-1].final))
    return [replace(syllable, vowel=_plain_vowel(syllable)) for syllable in said]


# Tables: what becomes of a final (받침) and of the initial behind it. Section numbers are those of 표준 발음법.

_NEUTRAL: Final = {  # 9–11
    **dict.fromkeys("ㄲㅋㄳㄺ", "ㄱ"),
    **dict.fromkeys("ㅅㅆㅈㅊㅌㅎ", "ㄷ"),
    **dict.fromkeys("ㅍㅄㄿ", "ㅂ"),
    **dict.fromkeys("ㄵㄶ", "ㄴ"),
    **dict.fromkeys("ㄼㄽㄾㅀ", "ㄹ"),
    "ㄻ": "ㅁ",
}
_LINKED: Final = {  # 12–14: what stays and what moves before a vowel
    "ㅇ": ("ㅇ", "ㅇ"), "ㅎ": ("", "ㅇ"), "ㄶ": ("", "ㄴ"), "ㅀ": ("", "ㄹ"), "ㄳ": ("ㄱ", "ㅆ"), "ㄵ": ("ㄴ", "ㅈ"),
    "ㄺ": ("ㄹ", "ㄱ"), "ㄻ": ("ㄹ", "ㅁ"), "ㄼ": ("ㄹ", "ㅂ"), "ㄽ": ("ㄹ", "ㅆ"), "ㄾ": ("ㄹ", "ㅌ"),
    "ㄿ": ("ㄹ", "ㅍ"), "ㅄ": ("ㅂ", "ㅆ"),
}  # fmt: skip
_WITHOUT_H: Final = {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}  # 12
_AFTER_H: Final = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅈ": "ㅊ", "ㅅ": "ㅆ"}
_BEFORE_H: Final = {
    "ㄱ": ("", "ㅋ"), "ㄺ": ("ㄹ", "ㅋ"), "ㅂ": ("", "ㅍ"), "ㄼ": ("ㄹ", "ㅍ"), "ㅄ": ("", "ㅍ"), "ㅈ": ("", "ㅊ"),
    "ㄵ": ("ㄴ", "ㅊ"), **dict.fromkeys("ㄷㅅㅆㅊㅌ", ("", "ㅌ")),
}  # fmt: skip
_PALATAL: Final = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}  # 17
_NASAL: Final = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}  # 18
_TENSE: Final = {"ㄱ": "ㄲ", "ㄷ": "ㄸ", "ㅂ": "ㅃ", "ㅅ": "ㅆ", "ㅈ": "ㅉ"}  # 23–25


def _meet(final: str, initial: str, vowel: str) -> tuple[str, str]:
    """A final and the initial that follows, as they are said together."""
    if not final:
        return final, initial
    if initial == "ㅇ":
        stays, moves = _LINKED.get(final, ("", final))
        return stays, _palatal(moves, vowel) if final != "ㅇ" else moves
    if final in _WITHOUT_H and initial in _AFTER_H:
        return _WITHOUT_H[final], _AFTER_H[initial]
    if initial == "ㅎ" and final in _BEFORE_H:
        stays, moves = _BEFORE_H[final]
        return stays, _palatal(moves, vowel) if final == "ㄷ" else moves
    if final == "ㅎ" and initial == "ㄴ":
        return "ㄴ", "ㄴ"
    return _assimilate(_neutral(final), _TENSE.get(initial, initial) if final in "ㄵㄼㄽㄾ" else initial)


def _assimilate(final: str, initial: str) -> tuple[str, str]:
    """Two consonants, the final already one of the seven that can be said."""
    if final in _NASAL:
        if initial in "ㄴㅁㄹ":
            return _NASAL[final], "ㅁ" if initial == "ㅁ" else "ㄴ"
        return final, _TENSE.get(initial, initial)
    if final in "ㅁㅇ" and initial == "ㄹ":  # 19
        return final, "ㄴ"
    if final in "ㄴㄹ" and initial in "ㄴㄹ" and "ㄹ" in (final, initial):  # 20
        return "ㄹ", "ㄹ"
    return final, initial


def _neutral(final: str) -> str:
    return _NEUTRAL.get(final, final)


def _palatal(initial: str, vowel: str) -> str:
    return _PALATAL.get(initial, initial) if vowel in "ㅣㅕ" else initial


def _plain_vowel(syllable: Syllable) -> str:  # 5
    if syllable.vowel == "ㅢ" and syllable.initial != "ㅇ":
        return "ㅣ"
    if syllable.vowel == "ㅕ" and syllable.initial in "ㅈㅉㅊ":
        return "ㅓ"
    if syllable.vowel == "ㅖ" and syllable.initial not in "ㅇㄹ":
        return "ㅔ"
    return syllable.vowel


def _split(char: str) -> Syllable:
    place, final = divmod(ord(char) - FIRST, len(FINALS))
    initial, vowel = divmod(place, len(VOWELS))
    return Syllable(INITIALS[initial], VOWELS[vowel], FINALS[final])
