"""Numbers that name something: reference and account numbers, plates of cars, lines of buses, parts of an address."""

import re
from typing import Final

from speech.reading.counters import COUNTERS
from speech.reading.numerals import digit_by_digit, sino
from speech.reading.rule import Rule, before, join, rule

LEAST_DIGITS: Final = 4
"""digits from which a number behind "접수번호" is read digit by digit; a shorter one is said as a number"""
LONG: Final = 9
"""digits from which groups with hyphens are a number of an account or a card rather than of a house"""

_NAMED_BEFORE: Final = re.compile(r"(?:번호|계좌|생년월일|\(우\)|\(우)\s?(?:은|는|:)?\s?$")
_GROUPS: Final = r"(?<![0-9])(?<![0-9]-)[0-9]{1,16}(?:-[0-9]{1,16}){0,5}(?![0-9,-]|\.[0-9])"
_NO_AMOUNT: Final = rf"(?!\s?(?:{COUNTERS}|번|[만천억%]))"
_CAR_BEFORE: Final = re.compile(r"(?:차|차량|번호판?|자동차|승용차|버스|택시)(?:은|는|이|가|:)?\s?$")
_PLATE_LETTERS: Final = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호"


def _groups(match: re.Match[str]) -> str:
    return ", ".join(map(digit_by_digit, match.group().split("-")))


def _digits(match: re.Match[str]) -> int:
    return sum(char.isdigit() for char in match.group())


def _named(match: re.Match[str]) -> str | None:
    """접수번호 20261115-0032."""
    return _groups(match) if _digits(match) >= LEAST_DIGITS and _NAMED_BEFORE.search(before(match)) else None


def _account(match: re.Match[str]) -> str | None:
    """110-123-456789, 2026-0015: long, of many groups, or with a group that begins with zero."""
    groups = match.group().split("-")
    zero = any(len(group) > 1 and group[0] == "0" for group in groups)
    return _groups(match) if len(groups) > 1 and (zero or len(groups) > 2 or _digits(match) >= LONG) else None


def _plate(match: re.Match[str]) -> str | None:
    """12가 3456; with a blank in it only where a car is spoken of: 129나 1355 are telephone numbers."""
    if match["gap"] and not _CAR_BEFORE.search(before(match)):
        return None
    return join([("", f"{sino(match['class'])} {match['letter']}"), (match["gap"], digit_by_digit(match["number"]))])


RULES: Final[tuple[Rule, ...]] = (
    rule(_GROUPS + _NO_AMOUNT, _named),
    rule(_GROUPS + _NO_AMOUNT, _account),
    rule(r"(?<=\()[0-9]{5}(?=\))", _groups),
    rule(
        rf"(?<![0-9])(?P<class>[0-9]{{2,3}})(?P<letter>[{_PLATE_LETTERS}])(?P<gap>\s?)(?P<number>[0-9]{{4}})(?![0-9-])"
        + _NO_AMOUNT,
        _plate,
    ),
    rule(r"(?<=[a-z])[0-9]{3,6}(?![0-9,]|\.[0-9])", lambda match: " " + digit_by_digit(match.group())),
    rule(r"(?<![0-9])[0-9]{4}(?=번\s?버스)", _groups),
    rule(r"(?<![0-9])0[0-9]{1,3}(?=번)", _groups),
)
