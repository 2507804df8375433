"""Says of each chain of groups what in it is somebody's secret. Where it is unclear, the number goes."""

from collections.abc import Sequence
from typing import Final

from dialogue.privacy import shapes
from dialogue.privacy.cues import Cues, around
from dialogue.privacy.groups import Group
from dialogue.privacy.secret import Secret
from dialogue.privacy.shapes import Reach

_FEWEST: Final = 3
"""digits of the shortest secret"""
_JOINED: Final = ("dash", "blank")
_COMMON: Final = ("사업자등록번호", "운전면허번호")
_SAID: Final = 7
"""digits; nobody says so many one by one but of a number that names somebody"""
_ANY: Final = 9
"""digits; longer than what counts something and has no unit"""
_BIRTH: Final = 6
"""digits that begin a resident number"""
_LONG_GROUP: Final = 5
"""digits; a list of bus numbers has none as long"""

_ENOUGH: Final = {
    "비밀번호": range(3, 9),
    "카드번호": range(8, 30),
    "외국인등록번호": range(6, 15),
    "주민등록번호": range(6, 15),
    "사업자등록번호": range(5, 15),
    "운전면허번호": range(6, 15),
    "여권번호": range(7, 10),
    "계좌번호": range(6, 30),
    "은행": range(6, 30),
    "차량번호": range(4, 8),
    "주소": range(5, 7),
    "번호": range(5, 30),
    "기타번호": range(5, 30),
    "전화번호": range(7, 13),
}
"""digits from which a word before or after is enough to take a number for what it names"""


def secrets(text: str, chain: Sequence[Group]) -> list[Secret]:
    """The secrets of one chain, in order."""
    if sum(len(group.digits) for group in chain) < _FEWEST:
        return []
    found: list[Secret] = []
    rest: list[Group] = []
    at = 0
    while at < len(chain):
        count, label = _shaped(text, shapes.reach(chain, at))
        if not count:
            rest.append(chain[at])
            at += 1
            continue
        start = at
        while label and rest and _leads(rest[-1], chain[start]):
            rest.pop()
            start -= 1
        found += _shapeless(text, rest)
        rest = []
        at += count
        if label:
            while at < len(chain) and _belongs(chain[at - 1], shapes.reach(chain, at)):
                at += 1
            found.append(Secret(chain[start].start, chain[at - 1].end, label))
    return found + _shapeless(text, rest)


def _shaped(text: str, ahead: Reach) -> tuple[int, str | None]:
    """How many of the first groups have a shape, and their label; None for numbers that stay."""
    for shape in shapes.SECRET:
        if count := shapes.fit(shape, ahead):
            cues = _cues(text, ahead.groups[:count])
            if shape.label != "카드번호" or _is_card(ahead.groups[:count], cues):
                return count, _label(shape.label, cues)
    if count := shapes.fit(shapes.LANDLINE, ahead):
        return count, None if _is_office(text, ahead.groups, count) else shapes.LANDLINE.label
    if count := shapes.known_to_all(ahead):
        cues = _cues(text, ahead.groups[:count])
        return (0 if cues.kind == "여권번호" and not cues.office else count), None
    return 0, None


def _cues(text: str, groups: Sequence[Group]) -> Cues:
    return around(text, groups[0].start, groups[-1].end)


def _is_office(text: str, groups: Sequence[Group], count: int) -> bool:
    """Whether a landline number of so many groups is an office's: what everybody may know."""
    if groups[0].gap in _JOINED or (len(groups) > count and groups[count].gap in _JOINED):
        return False
    cues = _cues(text, groups[:count])
    return cues.office and not cues.own and cues.kind in (None, "은행", "전화번호", "번호", "기타번호")


def _is_card(groups: Sequence[Group], cues: Cues) -> bool:
    amounts = any(group.style == "value" for group in groups)
    return cues.kind == "카드번호" or not (amounts or cues.route)


def _label(label: str, cues: Cues) -> str:
    """The label of a shape; the words around know better where many numbers look like that."""
    if label == "주민등록번호" and cues.kind == "외국인등록번호":
        return cues.kind
    return cues.kind if label in _COMMON and cues.kind in ("계좌번호", "카드번호", "번호") else label


def _leads(before: Group, first: Group) -> bool:
    """Whether a group without a shape belongs to the secret that begins with `first`."""
    if before.style == "value" or first.gap == "comma" or shapes.short_service(before):
        return False
    return first.gap == "dash" or before.style == "each" or len(before.digits) > _FEWEST


def _belongs(before: Group, ahead: Reach) -> bool:
    """Whether the first group goes on with the secret that ends before it rather than being something else."""
    first = ahead.groups[0]
    if _counts(before, first) or first.style == "value" or shapes.short_service(first) or shapes.known_to_all(ahead):
        return False
    return not any(shapes.fit(shape, ahead) for shape in (*shapes.SECRET, shapes.LANDLINE))


def _counts(before: Group, group: Group) -> bool:
    """Whether a short group after a longer one rather means so many: 010-1234-5678 둘 중."""
    return _is_short(before, group) and (group.style == before.style == "written" or group.style != before.style)


def _is_short(before: Group, group: Group) -> bool:
    return len(group.digits) < _FEWEST <= len(before.digits) and group.gap != "dash"


def _shapeless(text: str, groups: Sequence[Group]) -> list[Secret]:
    """Whether groups without a known shape are a secret after all: by their length, or by what is said around."""
    while len(groups) > 1 and _is_short(groups[-2], groups[-1]) and groups[-1].style != groups[-2].style:
        groups = groups[:-1]
    if not groups:
        return []
    cues = _cues(text, groups)
    if all(shapes.short_service(group) or shapes.saying(group) for group in groups) and not cues.named_secret:
        return []
    digits = "".join(group.digits for group in groups)
    if _by_length(groups, cues, digits) or _by_words(groups, cues, digits):
        return [Secret(groups[0].start, groups[-1].end, _guess(cues, digits))]
    return []


def _by_length(groups: Sequence[Group], cues: Cues, digits: str) -> bool:
    said = sum(len(group.digits) for group in groups if group.style == "each")
    if said >= _SAID:
        return True
    if any(group.style == "each" and _born(group) for group in groups):
        return True
    if len(groups) == 2 and len(digits) == 7 and groups[1].gap == "dash" and _born(groups[0]):
        return True
    plain = [group for group in groups if group.style != "value"]
    if sum(len(group.digits) for group in plain) < _ANY or all(group.style == "native" for group in plain):
        return False
    longest = max(len(group.digits) for group in plain)
    if longest >= _LONG_GROUP:
        return True
    return not cues.route and longest not in (2, 3) and all(group.gap in (None, *_JOINED) for group in groups)


def _born(group: Group) -> bool:
    return len(group.digits) == _BIRTH and shapes.BIRTH.fullmatch(group.digits) is not None


def _by_words(groups: Sequence[Group], cues: Cues, digits: str) -> bool:
    length = len(digits)
    if shapes.fit(shapes.LOCAL, shapes.reach(groups, 0)) == 2 and groups[1].gap == "dash" and not cues.office:
        return True
    if cues.expiry and 3 <= length <= 6:
        return True
    if cues.birth and length in (6, 8) and shapes.BIRTH.fullmatch(digits):
        return True
    kind = cues.kind
    amounts = all(group.style == "value" for group in groups)
    if length == 4 and cues.last_four and not amounts:
        return True
    if kind is None or length not in _ENOUGH[kind] or (length == 8 and shapes.BIRTH.fullmatch(digits)):
        return False
    if kind == "전화번호":
        return cues.own or cues.alone or not cues.office
    return not amounts or (kind in ("카드번호", "계좌번호", "은행") and len(groups) > 1)


def _guess(cues: Cues, digits: str) -> str:
    kind = cues.kind
    if shapes.BIRTH.fullmatch(digits[:6]) and len(digits) in (6, 7, 12, 14) and kind in (None, "전화번호"):
        return "주민등록번호"
    if kind in ("주민등록번호", None) and len(digits) == 4:
        return "전화번호"
    if kind == "기타번호":
        return "번호"
    if kind not in (None, "은행"):
        return kind
    return "계좌번호" if len(digits) >= _ANY else "번호"
