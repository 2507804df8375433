"""Numbers that count, cost or date something: nobody's secret."""

import re
from typing import Final

from dialogue.privacy.numerals import SAID

FIXED: Final = (
    r"(?<!\d)(?:19|20)\d\d\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}(?!\d|\s?-\s?\d)"  # 2024-04-01, 2024. 4. 1
    r"|(?<![\d.])\d\d\.\s?\d{1,2}\.\s?\d{1,2}(?!\d|\.\d)"  # 24.4.1
    r"|(?<!\d)\d{1,2}:\d\d(?!\d)"  # 9:30
    r"|(?<![\d.])(?:0|[1-9]\d{0,4}+)\.\d{1,5}+(?!\d|\.\d)"  # 37.5
    rf"|(?<!\d)(?<!{SAID})[1-9]\d{{0,2}}일(?!이?(?!이){SAID}|이?\d)"  # 20일
    r"|(?:https?://|www\.)[!-~]+"
    r"|(?<![\d,])[1-9]\d{0,2}(?:,\d{3})++(?!\d|,\d)"  # 334,810
)

_COUNTED: Final = (
    r"원(?!래)|달러|불|명(?![의절함단])|개(?![통설명인])|건(?![강물])|톤|주년|퍼센트|프로|세제곱|제곱|여\s?(?:명|원|개|건)"
    r"|세대|가구"
)
"""follows numbers of any length"""
_SIGN: Final = r"%|㎥|㎡|℃|㎏|㎝|㎞"
_MEASURED: Final = (
    r"년|월(?!세)|개월|호선|학년|미터|킬로|그램|리터|단계|코스|출구|창구|번\s?(?:출구|창구|버스|째)|자리|글자|페이지|가지|군데|인분|등급"
    r"|인\s?가구|[cmk]?m(?![a-z])|kg|L(?![a-z])"
)
_MANY_MEANINGS: Final = "시|분|초|세|살|회|층|평|점|급|장|통|대|권|병|주|조|항|칸|쪽|박|끼|잔|컵|매|곳|배|부|달|반|차"
"""follows short numbers only, and must end there: 장 is not 장애인"""
_WORD_ENDS: Final = (
    r"(?![가-힣])|(?:에|이|은|는|을|를|의(?!료)|까지|부터|째|쯤|정도|마다|씩|간|동안|만|로|으로|전|후|뒤|짜리|당|과|와|나|보다|입|예요"
    r"|인(?!증)|넘|생)"
)
_LONG: Final = 7
"""characters"""
_DAYS: Final = 3
"""digits"""

UNIT: Final = rf"{_SIGN}|{_COUNTED}|{_MEASURED}|(?:{_MANY_MEANINGS})(?:{_WORD_ENDS})"
_COUNTS: Final = re.compile(rf"\s?(?:{_SIGN})|(?:{_COUNTED})|\s(?:{_COUNTED})(?:{_WORD_ENDS})")
_MEASURES: Final = re.compile(
    rf"\s?(?:{_SIGN})|(?:{UNIT})|\s(?:{_COUNTED}|{_MEASURED}|{_MANY_MEANINGS})(?:{_WORD_ENDS})"
)
_DAY: Final = re.compile(rf"\s일(?!\s?(?:{SAID}|\d))")


def counts(text: str, start: int, end: int) -> bool:
    """Whether the number that stands at start…end is followed by what it counts."""
    if (_COUNTS if end - start >= _LONG else _MEASURES).match(text, end):
        return True
    return end - start <= _DAYS and text[start:end].isdecimal() and _DAY.match(text, end) is not None
