"""Dates, named days, quarters of a year and times of day."""

import re
from typing import Final

from speech.reading.numerals import native, sino
from speech.reading.rule import Rule, before, either, join, rule

NAMED_DAYS: Final = {
    "3·1": "삼일", "4·3": "사삼", "4·16": "사일육", "4·19": "사일구", "5·16": "오일육", "5·18": "오일팔",
    "6·25": "육이오", "8·15": "팔일오", "9·11": "구일일", "10·29": "십이구", "12·12": "십이십이",
}  # fmt: skip
"""days that are called by their date"""

LAST_NATIVE_HOUR: Final = 12
"""열두 시, but 십삼 시"""

_YEAR: Final = r"(?P<year>'[0-9]{2}|(?<![0-9])(?:1[89]|2[01])[0-9]{2})"
_MONTH: Final = r"(?P<month>1[0-2]|0?[1-9])"
_DAY: Final = r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])"
_WEEKDAY: Final = r"\s?\([월화수목금토일]\)"
_NAMED: Final = (
    r"(?:\s?(?:절|전쟁|참전|사변|운동|민주|혁명|의거|광복|항쟁|사건|유공|참사|테러|기념|만세|때|당시|둥이|이후|이전))"
)


def month(digits: str) -> str:
    """유월, 시월, and 일 월 … for the others."""
    return {6: "유월", 10: "시월"}.get(int(digits)) or f"{sino(str(int(digits)))} 월"


def hour(count: int) -> str:
    return native(count) if 1 <= count <= LAST_NATIVE_HOUR else sino(str(count))


def _day(digits: str) -> str:
    return f"{sino(str(int(digits)))} 일"


def _date(match: re.Match[str]) -> str:
    year = sino(match["year"].removeprefix("'")) + " 년"
    parts = [("", year), (match["gap"], month(match["month"]))]
    if match["day"]:
        parts.append((match["gap2"], _day(match["day"])))
    return join(parts)


def _month_and_day(match: re.Match[str]) -> str:
    return join([("", month(match["month"])), (match["gap"], _day(match["day"]))])


def _named_day(match: re.Match[str]) -> str:
    return NAMED_DAYS[match.group().replace(".", "·")]


def _clock(match: re.Match[str]) -> str:
    minute = int(match["minute"])
    return f"{hour(int(match['hour']))} 시" + (f" {sino(str(minute))} 분" if minute else "")


def _until(match: re.Match[str]) -> str | None:
    """The hyphen of 09:00-18:00."""
    return "에서 " if re.search(r":[0-9]{2}\s?$", before(match)) else None


def _ratio(match: re.Match[str]) -> str:
    return f"{sino(match['left'])} 대 {sino(match['right'])}"


RULES: Final[tuple[Rule, ...]] = (
    rule(
        _YEAR + rf"(?P<sep>[-./])(?P<gap>\s?){_MONTH}(?P=sep)(?P<gap2>\s?){_DAY}\.?",
        _date,
    ),
    rule(_YEAR + rf"\.(?P<gap>\s?){_MONTH}\.(?!\s?[0-9])(?P<gap2>)(?P<day>)", _date),
    rule(rf"(?<![0-9.]){_MONTH}\.(?P<gap>\s?){_DAY}\.(?=\s?(?:부터|까지|자[ 로]|에|~)|{_WEEKDAY})", _month_and_day),
    rule(rf"(?<=~){_MONTH}\.(?P<gap>\s?){_DAY}\.", _month_and_day),
    rule(rf"(?<=~\s){_MONTH}\.(?P<gap>\s?){_DAY}\.", _month_and_day),
    rule(rf"(?<![0-9.,/]){_MONTH}(?P<gap>)/{_DAY}(?={_WEEKDAY}|부터|까지)", _month_and_day),
    rule(
        r"(?<=[0-9.일]) ?\((?P<weekday>[월화수목금토일])\)",
        lambda match: f", {match['weekday']}요일, ",
    ),
    rule(rf"(?<![0-9]){either(NAMED_DAYS)}(?![0-9])", _named_day),
    rule(
        rf"(?<![0-9])(?:{'|'.join(day.replace('·', '[.]') for day in NAMED_DAYS)})(?={_NAMED})",
        _named_day,
    ),
    rule(r"(?P<quarter>[1-4])/4(?=\s?분기)", lambda match: sino(match["quarter"]) + "사"),
    rule(r"(?<![0-9])(?P<month>06|6|10)\s?월(?!급)", lambda match: month(match["month"])),
    rule(r"(?<![0-9:])(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])(?![0-9:])", _clock),
    rule(r"-(?=\s?[0-9]{1,2}:[0-9]{2})", _until),
    rule(r"(?<![0-9:.])(?P<left>[0-9]{1,3}):(?P<right>[0-9]{1,3})(?![0-9:])", _ratio),
)
