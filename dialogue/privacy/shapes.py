"""What a number is by its digits alone. `?` stands for any digit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from dialogue.privacy.groups import Group

_MONTH_DAY: Final = r"(?:[0?][1-9?]|[1?][0-2?])(?:[0?][1-9?]|[12?][\d?]|[3?][01?])"
_BORN: Final = rf"[\d?][\d?]{_MONTH_DAY}"

_AREA: Final = r"(?:3[1-3]|4[1-4]|5[1-5]|6[1-4])"

BIRTH: Final = re.compile(rf"(?:(?:19|20){_BORN}|{_BORN})")
"""450312 or 19450312"""


@dataclass(frozen=True, slots=True)
class Shape:
    label: str
    pattern: re.Pattern[str]
    lengths: tuple[int, ...]
    """digits, the likeliest first"""
    splits: tuple[frozenset[int], ...] = ()
    """after which digits its groups may end; anywhere when empty"""
    finer: bool = True
    """whether groups may be cut further; digit by digit they always may"""


def _cuts(*ways: str) -> tuple[frozenset[int], ...]:
    """ "4-4", "8": groups that end after the fourth digit and the eighth, or after the eighth alone."""
    return tuple(frozenset(accumulate(int(length) for length in way.split("-"))) for way in ways)


MOBILE: Final = Shape("전화번호", re.compile(r"01[016789?][\d?]{4,9}"), (11, 10, 12, 9, 8, 7))
ABROAD: Final = Shape("전화번호", re.compile(r"821[\d?]{8,9}"), (12, 11))
CLIPPED: Final = Shape("전화번호", re.compile(r"10[\d?]{8}"), (10,), _cuts("2-4-4"))
BORROWED: Final = Shape(
    "전화번호", re.compile(r"050[\d?]{8,9}"), (12, 11), _cuts("4-4-4", "4-3-4", "3-4-4", "12", "11")
)
LANDLINE: Final = Shape(
    "전화번호",
    re.compile(rf"02[\d?]{{7,8}}|0(?:{_AREA}|70)[\d?]{{7,8}}"),
    (10, 11, 9),
    _cuts("2-3-4", "2-4-4", "3-3-4", "3-4-4", "2-7", "2-8", "3-7", "3-8", "9", "10", "11"),
)
LOCAL: Final = Shape("전화번호", re.compile(r"(?!1|20)[\d?]{8}"), (8,), _cuts("4-4"), finer=False)
RESIDENT: Final = Shape("주민등록번호", re.compile(rf"{_BORN}[\d?]{{7}}"), (13,), _cuts("6-7", "13"))
CARD: Final = Shape("카드번호", re.compile(r"[3-9?][\d?]{15}"), (16,), _cuts("4-4-4-4", "16", "8-8"))
AMEX: Final = Shape("카드번호", re.compile(r"3[\d?]{14}"), (15,), _cuts("4-6-5", "15"))
BUSINESS: Final = Shape("사업자등록번호", re.compile(r"[\d?]{10}"), (10,), _cuts("3-2-5"))
LICENCE: Final = Shape("운전면허번호", re.compile(r"[\d?]{12}"), (12,), _cuts("2-2-6-2"))

SECRET: Final = (MOBILE, ABROAD, CLIPPED, BORROWED, RESIDENT, CARD, AMEX, BUSINESS, LICENCE)

_NATIONWIDE: Final = Shape("", re.compile(r"1[3-9?][\d?]{6}"), (8,), _cuts("4-4", "8"), finer=False)
_FREE: Final = Shape("", re.compile(r"080[\d?]{7,8}"), (10, 11), _cuts("3-3-4", "3-4-4", "10", "11"), finer=False)
_CITY_CALL: Final = Shape(
    "", re.compile(rf"0(?:2|{_AREA})1[0-4]\d"), (5, 6), _cuts("2-3", "3-3", "5", "6"), finer=False
)
_PUBLIC: Final = (_NATIONWIDE, _FREE, _CITY_CALL)
_SERVICE: Final = re.compile(r"1[0-4]\d|182|188|13\d\d")
"""119, 120, 1355"""
_SAYINGS: Final = re.compile(r"9988(?:1?234)?|7017|625|419|518|516|815|315|610")
"""9988: ninety-nine and hale; 7017: a footbridge in Seoul; 625: days of history"""


@dataclass(frozen=True, slots=True)
class Reach:
    """Groups that follow each other, with their digits put together."""

    groups: Sequence[Group]
    digits: str
    ends: Mapping[int, int]
    """how many groups end at which digit"""


LONGEST: Final = 17
"""digits of the longest shape, and one for a last 이 that was "is" """


def reach(groups: Sequence[Group], start: int) -> Reach:
    """The groups from `start` on, as far as a shape can reach."""
    digits = ""
    ends: dict[int, int] = {}
    for count, group in enumerate(groups[start : start + LONGEST], 1):
        digits += group.digits
        if len(digits) > LONGEST:
            break
        ends[len(digits)] = count
    return Reach(groups[start : start + LONGEST], digits, ends)


def fit(shape: Shape, ahead: Reach) -> int:
    """How many of the first groups make up the shape; 0 when none do. A last 이 may be one too many: it means "is"."""
    for length in shape.lengths:
        for more in (0, 1):
            count = ahead.ends.get(length + more, 0)
            if not count or not shape.pattern.fullmatch(ahead.digits, 0, length):
                continue
            if more and not (ahead.digits[length] == "2" and ahead.groups[count - 1].said):
                continue
            if _cut(shape, ahead, count, length):
                return count
    return 0


def known_to_all(ahead: Reach) -> int:
    """How many of the first groups make up a number that everybody may call; 0 when none do."""
    groups = ahead.groups
    if groups[0].gap in ("dash", "talk") or (groups[0].gap == "blank" and groups[0].said):
        return 0
    for shape in _PUBLIC:
        count = fit(shape, ahead)
        if count and not (len(groups) > count and groups[count].gap == "dash"):
            return count
    return 0


def short_service(group: Group) -> bool:
    return _SERVICE.fullmatch(group.digits) is not None


def saying(group: Group) -> bool:
    return group.style == "each" and _SAYINGS.fullmatch(group.digits) is not None


def _cut(shape: Shape, ahead: Reach, count: int, length: int) -> bool:
    """Whether the first groups are cut as the shape's are, or finer where the shape allows it."""
    if not shape.splits:
        return True
    ours = {end for end, groups in ahead.ends.items() if groups < count} | {length}
    if len(ours) == length:
        return True
    return any(ours == split or (shape.finer and len(split) > 1 and split < ours) for split in shape.splits)
