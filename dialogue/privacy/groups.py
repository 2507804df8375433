"""Finds the groups of digits in a text and chains those that only blanks, dashes, particles or fillers part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from dialogue.privacy import quantities
from dialogue.privacy.numerals import AMOUNT, GROUP, Style, read

Gap = Literal["dash", "blank", "comma", "talk"]
"""what parts two groups: 010-1234, 010 1234, "010, 1234", "공일공 그리고 일이삼사" """


@dataclass(frozen=True, slots=True)
class Group:
    start: int
    end: int
    digits: str
    """0…9 and `numerals.UNKNOWN`"""
    style: Style
    gap: Gap | None
    """what parts it from the group before; None for the first of a chain"""

    @property
    def said(self) -> bool:
        """Digit by digit, as nobody says an amount."""
        return self.style in ("each", "native")


_DASHES: Final = r"[-–—−－~～./／_·=ㅡー―]"
_DASH_SAID: Final = r"하이[픈푼]|대[시쉬]|데[시쉬]|다시|작대기|짝대기|빼기|마이너스|줄\s?긋고|쉬고|띄우?고"
_TO: Final = r"에다가|에다|국에|국의|국번에?|국|에|의"
_INVISIBLE: Final = r"\u200b-\u200d\ufe0f\u20e3\ufeff\u2060"
_PLACE: Final = r"(?:그\s?)?(?:맨\s?)?(?:앞|뒤|뒷|뒷번호|앞번호|가운데|중간|끝|마지막|다음|담|국번|나머지)"
_PARTICLE: Final = r"(?:자리|번호|부분|쪽)?(?:에다가|에는|에가|에요|으로는|으로|에|은|는|이|가|엔|도)?"
_PARTING: Final = "|".join(
    (
        rf"{_DASHES}|[:)(\s,，、+＋…?？!{_INVISIBLE}]",
        rf"{_DASH_SAID}|에서|{_TO}|콤마|쉼표|바(?=\s)|점(?=\s)|땡",
        rf"{_PLACE}{_PARTICLE}",
        r"그리고요?|그러고|그러니까|그담에?|그다음에?|그게|그거|이게|이거|또|뭐더라|뭐냐|뭐지|뭐였지|뭐|보자|가만있자|가만",
        r"있어\s?봐요?|어디|잠깐만요?|잠시만요?|맞다|아니고|아니다|아니요?|아뇨|맞[아지]요",
        r"이고요?|이구요?|이에요|예요|이요|이며|인데요?|이랑|하고|고요?|구요|요|번|네|예|음+|흠|어+|아+|저기|저|그|랑|은|는|이가",
    )
)
_GAP: Final = re.compile(rf"(?>(?>{_PARTING})++)")
_DASH: Final = re.compile(rf"\s?(?:{_DASHES}|{_DASH_SAID}|{_TO})\s?")
_BLANK: Final = re.compile(rf"[\s+＋{_INVISIBLE}]+")
_COMMA: Final = re.compile(r"\s?(?:[,，、)(]+|콤마|쉼표)\s?")
_WIDEST_GAP: Final = 40
"""characters"""

_NOT_DIGITS: Final = (
    r"하이[픈푼]|마이너스|이게|이거|이건|이것|이번(?=\s|에|엔)|이제|이렇게|이쪽|이따|이리로|하나님|하나씩|하나은행"
)
"""words that look like digits, or hold them"""
_TOKEN: Final = re.compile(rf"(?P<word>{_NOT_DIGITS})|(?P<quantity>{quantities.FIXED}|{AMOUNT})|(?P<group>{GROUP})")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SHORT: Final = 2
"""digits; so few syllables are digits only where no other word can be meant"""
_TAIL: Final = re.compile(
    r"(?:번|은|는|이|가|을|를|에|의|로|으로|요|예요|입니다|이?에요|이요|이고요?|고요?|구요|인데요?|이?라고?|이?랑|하고|이?야|여|네요?"
    r"|거든요?|국에|국)(?![가-힣])"
)


def chains(text: str) -> list[list[Group]]:
    """The groups of digits of a text, those together that may be one number. Amounts, dates and counts are left out."""
    found: list[list[Group]] = []
    end = -1
    for start, stop, raw in _candidates(text):
        gap = _gap(text[end:start]) if found and 0 <= start - end <= _WIDEST_GAP else None
        digits, style = read(raw)
        if not _stands_alone(text, start, stop, len(digits), raw, gap is not None):
            continue
        if quantities.counts(text, start, stop):
            end = -1
            continue
        group = Group(start, stop, digits, style, gap if end >= 0 else None)
        if group.gap is None:
            found.append([])
        found[-1].append(group)
        end = stop
    return found


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    for token in _TOKEN.finditer(text):
        if token["group"]:
            yield token.start(), token.end(), token[0]


def _stands_alone(text: str, start: int, end: int, length: int, raw: str, joined: bool) -> bool:
    if length > _SHORT or any(character.isdigit() for character in raw):
        return True
    before = start > 0 and _LETTER.match(text, start - 1) is not None
    if before and not joined:
        return False
    if end == len(text) or not _LETTER.match(text, end) or _TAIL.match(text, end):
        return True
    gap = _GAP.match(text, end)
    return gap is not None and _TOKEN.match(text, gap.end()) is not None


def _gap(between: str) -> Gap | None:
    if _BLANK.fullmatch(between):
        return "blank"
    if _DASH.fullmatch(between):
        return "dash"
    if _COMMA.fullmatch(between):
        return "comma"
    return "talk" if _GAP.fullmatch(between) else None
