"""Numbers that no other rule took: money, decimals, fractions, numbers with myriads in Hangul (3만5천)."""

import re
import unicodedata
from typing import Final

from speech.reading.counters import COUNTERS
from speech.reading.numerals import decimal, sino
from speech.reading.rule import Rule, before, join, rule
from speech.reading.units import SPEEDS, UNIT

NUMBER: Final = r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<fraction>[0-9]+))?"


def _number(match: re.Match[str]) -> str:
    whole, fraction = match["whole"].replace(",", ""), match["fraction"]
    return decimal(whole, fraction) if fraction else sino(whole)


def _scaled(match: re.Match[str]) -> str:
    """5천만; 만 rather than 일만."""
    one = match["whole"] == "1" and not match["fraction"] and match["scale"][0] in "십백천만"
    return ("" if one else _number(match)) + match["scale"]


def _won(match: re.Match[str]) -> str:
    return _number(match) + " 원"


def _dollars(match: re.Match[str]) -> str:
    return _number(match) + " 달러"


def _fraction(match: re.Match[str]) -> str | None:
    """None for two figures side by side: 혈압 140/90."""
    if int(match["over"]) >= int(match["under"]):
        return None
    return f"{sino(match['under'])}분의 {sino(match['over'])}"


def _one_sign(match: re.Match[str]) -> str:
    """½ ⅓ ¾"""
    over, under = unicodedata.normalize("NFKC", match.group()).split("⁄")
    return f"{sino(under)}분의 {sino(over)}"


def _enumerator(match: re.Match[str]) -> str:
    """① ⑵ ❸ Ⅳ"""
    return sino(str(int(unicodedata.numeric(match.group()))))


def _speed(match: re.Match[str]) -> str:
    """60km/h: 시속 육십 킬로미터."""
    prefix, unit = SPEEDS[re.sub("㎞", "km", match["speed"]).lower()]
    told = before(match).rstrip().endswith(prefix)
    return join([("", _number(match) if told else f"{prefix} {_number(match)}"), (match["gap"], unit)])


RULES: Final[tuple[Rule, ...]] = (
    rule(r"(?<![0-9/])(?P<over>[0-9]{1,3})/(?P<under>[0-9]{1,3})(?![0-9/])", _fraction),
    rule(r"[¼½¾⅐-⅞]", _one_sign),
    rule(r"[①-⑳⑴-⒇⒈-⒛❶-❿Ⅰ-Ⅻⅰ-ⅻ]", _enumerator),
    rule(rf"(?<![0-9])365(?=\s[가-힣])(?!\s(?:{COUNTERS}))", "삼육오"),
    rule(r"(?<![0-9])-(?=[0-9]{1,3}(?:\.[0-9]+)?\s?(?:도|℃|°))", "영하 "),
    rule(rf"(?<=[0-9])-(?=[0-9.]+\s?(?:{UNIT}|[만천]))", "에서 "),
    rule(r"(?<=[0-9])-(?=[0-9])", " 다시 "),
    rule(r"×(?=\s?[0-9])", " 곱하기 "),
    rule(r"÷(?=\s?[0-9])", " 나누기 "),
    rule("₩" + NUMBER, _won),
    rule(r"\$" + NUMBER, _dollars),
    rule(NUMBER + rf"(?P<gap>\s?)(?P<speed>{'|'.join(SPEEDS)})(?![a-z])", _speed),
    rule(NUMBER + r"(?P<scale>[십백천]?[만억조]|[십백천])", _scaled),
    rule(NUMBER, _number),
)
