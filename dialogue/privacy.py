"""Replaces personal numbers written in digits. Numbers that everybody may call stay as they are."""

import re

_GAP = r"(?:\s?[-–—~.·]\s?|\s)?"
"""what may stand between two groups of one number"""
_DATE = r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"

_KINDS = {
    "public": rf"1[3-9]\d\d{_GAP}\d{{4}}|080{_GAP}\d{{3,4}}{_GAP}\d{{4}}|0\d{{1,2}}{_GAP}1\d\d",
    "day": r"(?:19|20)\d\d\s?[-.]\s?\d{1,2}\s?[-.]\s?\d{1,2}",
    "주민등록번호": rf"{_DATE}{_GAP}[0-9][\d*]{{6}}",
    "카드번호": rf"\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}|3\d{{3}}{_GAP}\d{{6}}{_GAP}\d{{5}}",
    "전화번호": rf"(?:(?:\+?82{_GAP}|0)1[016-9]|0(?:2|[3-6]\d|70|50\d)){_GAP}\d{{3,4}}{_GAP}\d{{4}}",
    "계좌번호": r"\d{2,6}(?:\s?-\s?\d{1,7}){2,3}|\d{10,16}",
}
"""in this order; the first that fits a place wins"""
_STAY = ("public", "day")

_NUMBER = re.compile("|".join(rf"(?<!\d)(?P<{name}>{pattern})(?![\d*])" for name, pattern in _KINDS.items()), re.ASCII)


def mask(text: str) -> str:
    """The text with resident, card, phone and account numbers replaced by their Korean names in brackets."""
    return _NUMBER.sub(_replacement, text)


def _replacement(found: re.Match[str]) -> str:
    return found[0] if found.lastgroup in _STAY else f"[{found.lastgroup}]"
