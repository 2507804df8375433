"""Finds addresses down to the house. Districts and quarters stay: answers depend on them."""

import re
from typing import Final

from dialogue.privacy.numerals import LONG_NUMBER, NUMBER
from dialogue.privacy.quantities import UNIT
from dialogue.privacy.secret import Secret

LABEL: Final = "주소"

_START: Final = r"(?<![가-힣])"
_NEW: Final = r"(?<![\d공영빵일이삼사오육륙칠팔구십백천])"
"""no digits before"""
_HYPHEN: Final = r"\s?(?:[-–—－]|다시|대[시쉬]|하이[픈푼])\s?"
_TO: Final = rf"(?:{_HYPHEN}|\s?[에의]\s?)"
_SAID_ENDS: Final = (
    r"(?:(?![가-힣])|(?=이?에요|예요|입니|인데|이?고요?|이?구요|에|의|번지|이?요|이?라|이?래|로|다시|대시|하이))"
)
_SECOND: Final = rf"(?:{_TO}{NUMBER}{_SAID_ENDS})?"
_LOT: Final = rf"{NUMBER}{_SECOND}"
_NOT_COUNTED: Final = rf"(?!\s?(?:{UNIT}|가(?![가-힣]*\s?길)|번))"

_HOUSE: Final = (
    r"(?:아파트|빌라|맨[션숀]|연립|오피스텔|주공|빌딩|빌리지|빌|타워|하이츠|원룸|고시원|고시텔|주택|마을|파크|캐슬"
    r"|자이|래미안|푸르지오|힐스테이트|더샵)"
)
_NAMED_HOUSE: Final = (
    r"(?:(?!우리|저희|이\s|그\s|저\s|제\s|내\s|살고|사는)(?:[가-힣A-Za-z\d]{1,10}?)\s?)?"
    rf"{_HOUSE}(?:\s?{NUMBER}\s?(?:단지|차))?"
)
_OFFICE: Final = "민원실|상담실|회의실|강의실|교육장|강당|창구|진료실|사무실|교실"
_NO_ROOM: Final = rf"(?!선|차|기(?!가)|봉|관|점|\s?(?:{_OFFICE}))"
_NO_BUILDING: Final = r"(?!\s?[를을가이]?\s?(?:공급|모집|규모|짓|지어|건설|입주자|이상|미만|이하))"
_BLOCK: Final = rf"(?:{NUMBER}|[가나다라마바사A-Fa-f]|에이|비|씨|디)\s?동(?!안)"
_BLOCK_ONLY: Final = rf"{_BLOCK}(?![네의])"
_ROOM: Final = rf"(?:지하\s?|지층\s?|비|[Bb])?{NUMBER}\s?호{_NO_ROOM}"
_FLOOR: Final = rf"(?:{NUMBER}\s?층\s?)?"
_BETWEEN: Final = r"\s?(?:에|의|이고요?|이구요?|이?요|이에요|인데|하고|[,，-])?\s?(?:호수는|호는)?\s?"
_INSIDE: Final = rf"(?:[\s,]{{1,2}}(?:{_NAMED_HOUSE}|{_BLOCK_ONLY}|{NUMBER}\s?층|{_ROOM})){{0,4}}"
"""what may follow a road or a lot"""

_BIG: Final = r"(?:\d{3,4}+|[공영빵일이삼사오육륙칠팔구십백천]{3,9}+)"
_FLAT: Final = (
    rf"(?:{_START}{_NAMED_HOUSE}\s?)?{_NEW}{_BLOCK}{_BETWEEN}{_FLOOR}{_ROOM}"
    rf"|{_NEW}{_BIG}{_TO}{_BIG}\s?호{_NO_ROOM}|{_START}동[은이]?\s?{NUMBER}[\s,]+호수?[는은가]?\s?{NUMBER}{_SAID_ENDS}"
    rf"|{_START}(?:(?:반?지하|지층)\s?[비Bb]?|[비Bb]){NUMBER}\s?호{_NO_ROOM}"
    rf"|{_START}{_NAMED_HOUSE}\s?(?:{_BLOCK_ONLY}|{_FLOOR}{_ROOM}{_NO_BUILDING}"
    rf"|{NUMBER}{_TO}{NUMBER}(?!{_HYPHEN}|\d){_NOT_COUNTED})"
)
"""삼성아파트 백이동 오백삼호; 지하 비공일호; 한빛빌라 203호"""

_ROAD: Final = rf"{_START}[가-힣]{{1,8}}\d{{0,2}}(?:로|길)"
_LANE: Final = (
    rf"{_ROAD}\s?(?:{LONG_NUMBER}|[십백])\s?(?:번|번?[가나다라])?\s?길(?:\s?{_LOT}{_NOT_COUNTED})?{_INSIDE}"
    rf"|(?:{_ROAD}|{_START}[가-힣]{{2,7}}?)\s?(?:\d|[일이삼사오육칠팔구십])\s?(?:번|번?[가나다라])?길\s?{LONG_NUMBER}"
    rf"{_SECOND}{_NOT_COUNTED}{_INSIDE}"
)
"""별빛로 12길 34"""

_NO_QUARTER: Final = "(?<!이동)(?<!운동)(?<!활동)(?<!행동)(?<!아동)(?<!우리)"
_LOT_NUMBER: Final = (
    rf"(?:산\s?)?{_NEW}(?![일이삼사오육칠팔구]\s?번지){_LOT}\s?번지(?!수|점프|[기다면]){_INSIDE}"
    r"|(?<=[가-힣]{2}[동리]\s)[일이삼사오육칠팔구]\s?번지(?!수|점프)"
    rf"|(?<=[가-힣][동리]){_NO_QUARTER}\s?{NUMBER}{_HYPHEN}{NUMBER}(?!{_HYPHEN}|에\s?\d|\d){_NOT_COUNTED}"
    rf"|(?<=[가-힣]{{2}}[동리]){_NO_QUARTER}\s(?:산\s?{NUMBER}|{LONG_NUMBER}){_SECOND}"
    r"(?=\s*$|이?에요|예요|입니다|인데|에?\s?(?:살아|사는|살고|삽니다))"
    rf"|{_START}산\s?{NUMBER}{_HYPHEN}{NUMBER}(?![-\d])"
    rf"|(?<![\w]){NUMBER}통\s?{NUMBER}반(?![가-힣])"
)
"""봉천동 123-4번지; 새솔리 산 12; 3통 2반"""

_SURE: Final = re.compile(f"{_FLAT}|{_LANE}|{_LOT_NUMBER}")

_ON_ROAD: Final = re.compile(
    rf"(?P<road>{_ROAD})"
    rf"(?:\s?\d{{1,5}}+(?!\.\d)|\s?(?!\d){LONG_NUMBER}{_SAID_ENDS}|\s[일이삼사오육칠팔구십](?![가-힣])){_SECOND}"
    rf"(?![\d가-힣]*\s?출구){_NOT_COUNTED}(?!만|억|천|[-~]\d){_INSIDE}"
)
_ROOM_ALONE: Final = re.compile(
    rf"(?<![\d가-힣])(?<!제\s)(?:\d{{3,4}}|[공영빵일이삼사오육륙칠팔구십백천]{{3,9}})\s?호{_NO_ROOM}"
)
_BLOCK_ALONE: Final = re.compile(
    r"(?<![\d가-힣])(?:\d{3,4}|[일이삼사오육칠팔구]?[백천][공영빵일이삼사오육륙칠팔구십백]*)\s?동(?![가-힣]*안|네|의)"
)
_LOT_ALONE: Final = re.compile(
    rf"{_NEW}{_START}(?<!다시\s)(?!1[0-4]\d|182|13\d\d){LONG_NUMBER}\s?다시\s?{NUMBER}{_SAID_ENDS}(?!{_HYPHEN})"
    rf"{_NOT_COUNTED}"
)

_LIVING: Final = re.compile(
    r"우리\s?집|저희\s?집|(?<![가-힣])집[은이에도]?(?![가-힣])|(?<![가-힣])집[은이]|주소|댁|살아|살고|살거|사는|삽니다|살았"
    r"|이사(?![공영일이삼사오육칠팔구])|거주|아파트|빌라|오피스텔|원룸|고시[원텔]|쪽방|연립|맨[션숀]|옥탑|지하방|반지하|할머니|할아버지|어르신|아저씨|아줌마|사람"
    r"|[윗아랫옆]+집|층간|호수|여기|승강기|엘리베이터|현관|관리비"
)
_ELSEWHERE: Final = re.compile(rf"{_OFFICE}|문화재|서식|태풍|국보|보물")
_DISTRICT: Final = re.compile(r"[가-힣](?:시|도|구|군|읍|면|동|리)(?:이?고요?|이?요|에|의)?\s$")
_HOME_BEFORE: Final = re.compile(r"(?:(?<![가-힣])집[은이]?|우리\s?집|주소[는가]?|댁[은이])\s(?:[가-힣]{1,8}\s){0,2}$")
_HOME_AFTER: Final = re.compile(r"\s?(?:번지)?[에은는이가]?\s?(?:살|사는|사시|삽|거주|우리\s?집)")
_NO_ROAD: Final = re.compile(
    r"(?:.*으로|바로|새로|서로|별로|주로|따로|무료로|별도로|스스로|제대로|그대로|이대로|함부로|절대로|최대로|대체로|때로|홀로"
    r"|실제로|경로|진로|통로|근로|공공근로|산책로|등산로|탐방로|도로|피로|난로|가로|세로|골목길|산책길|둘레길|올레길|.*[가오]는길|서울로)"
)
_NEARBY: Final = 40
"""characters"""
_ENDING: Final = 3
"""letters of 이에요"""


def addresses(text: str) -> list[Secret]:
    """House numbers, flats, rooms and lots, with the road or the house they belong to; neighbours become one."""
    found = [match.span() for match in _SURE.finditer(text)]
    found += [match.span() for match in _ON_ROAD.finditer(text) if _is_road(text, match)]
    for pattern in (_ROOM_ALONE, _BLOCK_ALONE, _LOT_ALONE):
        found += [match.span() for match in pattern.finditer(text) if _is_home(text, match)]
    return [Secret(start, end, LABEL) for start, end in _merged(text, sorted(found))]


def _is_road(text: str, match: re.Match[str]) -> bool:
    road = match["road"]
    if _NO_ROAD.fullmatch(road):
        return False
    before, after = _near(text, match)
    if _DISTRICT.search(before) or _HOME_BEFORE.search(before) or _HOME_AFTER.match(after):
        return True
    if road[-2].isdecimal() or _is_all(before, after):
        return True
    return len(road) > 2 and road.endswith("로") and not road.endswith("대로") and _closed(road[-2])


def _closed(syllable: str) -> bool:
    """Whether it ends in a consonant other than ㄹ: the particle after it would be 으로, so 로 is a road."""
    final = (ord(syllable) - 0xAC00) % 28
    return final not in (0, 8)


def _is_home(text: str, match: re.Match[str]) -> bool:
    before, after = _near(text, match)
    if _ELSEWHERE.search(before) or _ELSEWHERE.search(after):
        return False
    alone = match.re is not _LOT_ALONE and _is_all(before, after)
    return alone or _LIVING.search(before) is not None or _LIVING.search(after) is not None


def _is_all(before: str, after: str) -> bool:
    """Whether next to nothing is said besides: whoever says no more was asked for the address."""
    return len(re.sub(r"\W+", "", before + after)) <= _ENDING


def _near(text: str, match: re.Match[str]) -> tuple[str, str]:
    return text[max(0, match.start() - _NEARBY) : match.start()], text[match.end() : match.end() + _NEARBY]


def _merged(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap, or that only a blank or a comma parts, made one; blanks before them are left out."""
    merged: list[tuple[int, int]] = []
    for first, end in spans:
        start = first + len(text[first:end]) - len(text[first:end].lstrip())
        if merged and not text[merged[-1][1] : start].strip(" ,"):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
