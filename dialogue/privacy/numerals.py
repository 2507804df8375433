"""Reads digits as people write and say them: 0, ０, 공, 영, 하나, 이천이십. One syllable in between may be misheard."""

import re
import unicodedata
from typing import Final, Literal

Style = Literal["written", "each", "native", "value"]
"""010; 공일공; 하나둘셋; 이천이십 (read as one number). A mixture is the later one of those it mixes."""

UNKNOWN: Final = "?"
"""stands for a digit that was hidden or misheard"""

SAID: Final = "[공영빵일이삼사오육륙칠팔구]"
"""a digit in one syllable"""
_EACH: Final = dict(zip("공영빵일이삼사오육륙칠팔구", "0001234566789", strict=True)) | {"제로": "0"}
_NATIVE: Final = dict(zip(("하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"), "123456789", strict=True))
_PLACES: Final = {"천": 1000, "백": 100, "십": 10}
_LOOKS_LIKE: Final = {"o": "0", "O": "0", "l": "1", "I": "1", "*": UNKNOWN}

_ENDING: Final = (
    r"에요|예요|에여|고(?!ㅇ)|구만|구먼|요(?![가-힣])|라|랑|며|면|니|거든|지요|지만|죠|다(?!시)|야(?![가-힣])"
    r"|여(?![가-힣])|더라|던데|었|란|신데|네|유(?![가-힣])|올시다|긴"
)
"""what follows 이 when it means "to be" and not 2"""
_WAS_IT: Final = rf"(?:(?<={SAID}{{4}})|(?<=\d{{4}}))이구요"
"""so 오육칠팔이구요 has four digits and 이삼이구요 four as well"""
_SMALL: Final = rf"(?:[일삼사오육륙칠팔구]|(?!{_WAS_IT})이(?!{_ENDING}))"
_VALUE: Final = (
    r"(?=[일이삼사오육륙칠팔구\d]?[천백십])"
    rf"(?:[일이삼사오육륙칠팔구\d]?천)?(?:[일이삼사오육륙칠팔구\d]?백)?(?:[일이삼사오육륙칠팔구\d]?십)?{_SMALL}?"
)
_WORD: Final = "|".join(("제로", *_NATIVE))
_DIGIT: Final = rf"(?:{_WORD}|[공영빵]|{_SMALL}|\d|(?<=[\d일])[oOlI]|[oOlI](?=[\d일])|(?<=[\d*])\*|\*(?=[\d*]))"
_ATOM: Final = rf"(?:{_VALUE}|{_DIGIT})"
_NOT_MISHEARD: Final = (
    "공영빵일이삼사오육륙칠팔구십백천만"
    "에의다국하대데그음어저고은는이가을를로도요예네년월원명시분초층호동번개살세장통회평점퍼프리톤등급조항차주달배길지및와과랑인입라며야아자콤쉼작짝빼마또뒤뒷앞끝중씩쯤째억여기뭐잠"
)
"""syllables that are digits themselves, join groups or count things"""
_MISHEARD: Final = rf"(?:고ㅇ|(?![{_NOT_MISHEARD}])[가-힣]|ㅇ)"
_MOBILE: Final = rf"(?:[공영빵](?:일|하나){_MISHEARD}|[공영빵]{_MISHEARD}[공영빵]|[콩곰]일[공영빵])(?=\s|에|\Z)"
"""010 with one syllable misheard"""

GROUP: Final = (
    rf"(?:{_MOBILE}|{_ATOM}+(?:(?:(?<={SAID}{SAID}){_MISHEARD}(?={SAID})"
    rf"|(?<={SAID}){_MISHEARD}(?={SAID}{SAID})){_ATOM}+)?)"
)
"""digits without a gap between them"""
AMOUNT: Final = rf"(?:\d+|{_VALUE}|{_SMALL})\s?[만억조](?:\s?(?:\d+|{_VALUE})\s?[만억천백])*(?!\s?[번호])"
"""a number with 만, 억 or 조, which no personal number has"""
NUMBER: Final = r"(?:\d{1,5}+|[공영빵일이삼사오육륙칠팔구십백천]{1,9}+)"
"""a house number"""
LONG_NUMBER: Final = r"(?:\d{1,5}+|[공영빵일이삼사오육륙칠팔구십백천]{2,9}+)"
"""one that no other word can be taken for"""

_MOBILE_MISHEARD: Final = re.compile(_MOBILE)
_PIECES: Final = re.compile(rf"(?P<value>{_VALUE})|(?P<digit>{_DIGIT})|(?P<other>고ㅇ|.)", re.DOTALL)
_PLACE: Final = re.compile(r"([일이삼사오육륙칠팔구\d]?)([천백십])|(.)")
_ORDER: Final[tuple[Style, ...]] = ("written", "each", "native", "value")


def read(group: str) -> tuple[str, Style]:
    """The digits of what `GROUP` matched, `UNKNOWN` for a misheard one, and how they were given."""
    if _MOBILE_MISHEARD.fullmatch(group):
        return "010", "each"
    pieces = [_piece(piece) for piece in _PIECES.finditer(group)]
    style = max((style for _, style in pieces), key=_ORDER.index)
    return "".join(digits for digits, _ in pieces), style


def _piece(piece: re.Match[str]) -> tuple[str, Style]:
    text = piece[0]
    if piece["value"]:
        return str(_value(text)), "value"
    if text in _NATIVE:
        return _NATIVE[text], "native"
    if text in _EACH:
        return _EACH[text], "each"
    return (_written(text), "written") if piece["digit"] else (UNKNOWN, "each")


def _written(character: str) -> str:
    return _LOOKS_LIKE.get(character) or str(unicodedata.decimal(character))


def _value(text: str) -> int:
    """이천이십 → 2020."""
    total = 0
    for times, place, ones in _PLACE.findall(text):
        if place:
            total += _PLACES[place] * (_one(times) if times else 1)
        else:
            total += _one(ones)
    return total


def _one(character: str) -> int:
    return int(_EACH.get(character) or unicodedata.decimal(character))
