"""Telephone numbers, read digit by digit in their groups."""

import re
from typing import Final

from speech.reading.counters import NATIVE_UP_TO
from speech.reading.numerals import digit_by_digit
from speech.reading.rule import WORD_BREAK, Rule, before, either, rule
from speech.reading.units import UNIT

SERVICE_LINES: Final = (
    "107", "109", "110", "111", "112", "113", "114", "116", "117", "118", "119", "120", "121", "122", "123", "125",
    "126", "127", "128", "129", "131", "132", "141", "181", "182", "188", "1301", "1303", "1330", "1331", "1332",
    "1333", "1335", "1336", "1337", "1339", "1345", "1350", "1355", "1357", "1366", "1369", "1372", "1377", "1379",
    "1381", "1382", "1385", "1388", "1389", "1390", "1391", "1393", "1397", "1398", "1399",
)  # fmt: skip
"""short public telephone numbers"""

_SHORT: Final = rf"(?<![0-9.,~/:-]){either(SERVICE_LINES)}(?![0-9~%/:×=-]|[.,][0-9])"
_CALLS: Final = (
    r"(?=\s*(?:번(?!째|\s*(?:버스|출구|창구|이상|넘게))|콜|상담|신고"
    r"|(?:으로|로|에|에다)\s*(?:전화|연락|문의|신고|문자)))"
)
_COUNTED: Final = either(NATIVE_UP_TO.keys() - {"로"})
_NO_AMOUNT: Final = (
    rf"(?!{_COUNTED}|\s{_COUNTED}(?:[은는이가을를의에만씩]|까지|이상|정도|입니다|이에요|예요)?(?![가-힣])"
    rf"|\s?(?:{UNIT}|[십백천만억조]|여\s|번)|[a-z])"
)
_MEASURED: Final = re.compile(
    r"(?:혈압|혈당|맥박|수치|체중|몸무게|콜레스테롤|점수|평균|최대|최소|최고|최저|합계|모두|(?<![가-힣])[약총제]|정답은?|[×÷=₩$]"
    r"|[가-힣](?<![바화자으서따주새별홀스지호])로|(?:대로|번|[0-9가나다라])길)(?:은|는|이|가|을|를)?\s?$"
)
"""in front of a number that only looks like a telephone number: 혈압 120, 테헤란로 110; but not 바로 119"""


def _groups(match: re.Match[str]) -> str:
    """The groups apart by pauses; a group that is a written word of its own stays one."""
    gaps = re.split(r"[0-9]+", match.group())[1:]
    groups = re.findall(r"[0-9]+", match.group())
    pauses = ["" if index == len(groups) - 1 else _pause(gap) for index, gap in enumerate(gaps)]
    return "".join(digit_by_digit(group) + pause for group, pause in zip(groups, pauses, strict=True))


def _pause(gap: str) -> str:
    return f", {WORD_BREAK}" if re.search(r"\s", gap) else ", "


def _service_line(match: re.Match[str]) -> str | None:
    return None if _MEASURED.search(before(match)) else digit_by_digit(match.group())


RULES: Final[tuple[Rule, ...]] = (
    rule(r"(?<![0-9-])\(?0[0-9]{1,3}\)?[-.\s)]{0,2}[0-9]{3,4}[-.\s][0-9]{4}(?![0-9-])", _groups),
    rule(r"(?<![0-9-])0(?:2|[3-6][1-5])-1[0-9]{2}(?![0-9-])", _groups),
    rule(r"(?<![0-9-])1[0-9]{3}-[0-9]{4}(?![0-9-])", _groups),
    rule(
        r"(?<![0-9])(?P<net>01[016789])(?P<middle>[0-9]{3,4})(?P<last>[0-9]{4})(?![0-9])",
        lambda match: ", ".join(map(digit_by_digit, match.groups())),
    ),
    rule(_SHORT + _CALLS, lambda match: digit_by_digit(match.group())),
    rule(_SHORT + _NO_AMOUNT, _service_line),
)
