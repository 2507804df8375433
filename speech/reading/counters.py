"""Numbers in front of what they count: 세 시 but 삼 분, 두 번 but 이 번 창구."""

import re
from dataclasses import dataclass
from typing import Final

from speech.reading.dates import month
from speech.reading.numerals import native, sino
from speech.reading.rule import WINDOW, Rule, before, either, rule

NATIVE_UP_TO: Final = {
    # times
    "시간": 12, "시": 12, "달": 12, "끼": 39, "차례": 39, "번째": 39, "번": 9,
    # people and living things
    "명": 39, "사람": 39, "식구": 39, "쌍": 39, "살": 99, "마리": 39, "그루": 39, "송이": 39, "포기": 39,
    # places
    "곳": 39, "군데": 39, "정거장": 39, "정류장": 39, "채": 39, "칸": 39,
    # things
    "개": 39, "가지": 39, "종류": 39, "장": 39, "통": 39, "건": 39, "권": 39, "대": 39, "벌": 39, "켤레": 39,
    "줄": 39, "글자": 39, "자리": 39, "마디": 39, "조각": 39, "묶음": 39, "다발": 39, "꾸러미": 39, "뭉치": 39,
    "자루": 39, "상자": 39, "박스": 39, "봉지": 39, "봉": 39, "포대": 39, "가마": 39, "바구니": 39, "세트": 39,
    "판": 39, "걸음": 39, "바퀴": 39, "과목": 39, "문제": 39, "곡": 39, "편": 39, "팀": 9, "배": 9,
    # food and medicine
    "잔": 39, "병": 39, "컵": 39, "그릇": 39, "접시": 39, "모금": 39, "방울": 39, "숟가락": 39, "스푼": 39,
    "큰술": 39, "작은술": 39, "알": 39, "정": 9, "포": 9, "캡슐": 9, "근": 39,
    # always Sino-Korean; those that begin like a counter above keep it from being found in them
    "개월": 0, "개소": 0, "개국": 0, "개년": 0, "분": 0, "초": 0, "년": 0, "년생": 0, "년대": 0, "년도": 0, "월": 0,
    "일": 0, "일간": 0, "일차": 0, "주": 0, "주일": 0, "주년": 0, "주차": 0, "박": 0, "분기": 0, "세기": 0, "회": 0,
    "회차": 0, "차": 0, "차로": 0, "차선": 0, "학년": 0, "학기": 0, "교시": 0, "반": 0, "세": 0, "세대": 0, "가구": 0,
    "인": 0, "인분": 0, "인용": 0, "남매": 0, "형제": 0, "호": 0, "호선": 0, "호차": 0, "호기": 0, "층": 0, "동": 0,
    "번지": 0, "번길": 0, "길": 0, "로": 0, "관": 0, "단지": 0, "단": 0, "단계": 0, "급": 0, "등": 0, "등급": 0,
    "위": 0, "점": 0, "종": 0, "조": 0, "항": 0, "목": 0, "권역": 0, "매": 0, "부": 0, "쪽": 0, "페이지": 0, "모": 0,
    "필지": 0, "평": 0, "원": 0, "달러": 0, "도": 0, "미터": 0, "킬로": 0, "센티": 0, "포인트": 0, "포함": 0,
    "편의점": 0, "정도": 0, "병동": 0, "병실": 0, "채널": 0, "벌점": 0, "봉사": 0, "근무": 0, "병원": 0, "대로": 0,
    "세제곱": 0,
}  # fmt: skip
"""What is counted, and the largest number said natively with it (세 명, 열두 시; then 십삼 시); 0: never."""

COUNTERS: Final = either(NATIVE_UP_TO)
ANYTHING: Final = re.compile("")


@dataclass(frozen=True, slots=True)
class Sense:
    """A counter that is read otherwise in certain surroundings."""

    counter: str
    """empty: any"""
    native_up_to: int
    before: re.Pattern[str] = ANYTHING
    """searched in what stands in front of the number"""
    after: re.Pattern[str] = ANYTHING
    """matched behind the counter"""
    number: re.Pattern[str] = ANYTHING


_VEHICLES_AND_MACHINES: Final = re.compile(
    r"(?:차|버스|택시|트럭|휠체어|자전거|오토바이|스쿠터|컴퓨터|노트북|패드|태블릿|폰|전화기?|기|대|텔레비전|티브이|TV|PC"
    r"|에어컨|카메라|CCTV|로봇|침대|장비|베드|피아노|보일러|카트|차량)\s?(?:총|모두|약|최대|최소|등)?\s?$",
    re.IGNORECASE,
)
_HONOURED: Final = re.compile(
    r"(?:어르신|님|할머니|할아버지|고객|이용자|신청자|대상자|보호자|참가자|당첨자|회원|주민|이웃|환자|가족|부부|선착순|추첨)"
    r"\s?(?:중\s|총\s|모두\s|각\s)?$"
)
_HOW_OFTEN: Final = re.compile(
    r"(?:(?:하루|주일?|한\s?주|달|월|년|해|일|시간|분기|학기|평생|생애)에|하루|이틀|일주일|매일|매주|매월|매달|매년"
    r"|해마다|달마다|격주|총|최대|최소|적어도|딱|벌써|무려|각각|동안|(?<![가-힣])[주월연])\s?$"
)
_LABELLED: Final = re.compile(
    r"(?:번호|내선|메뉴|보기|답|문항|기호|ARS로|출구|창구|경추|요추|등번호|버스|노선)(?:은|는|:)?\s?$"
)
_NUMBERED: Final = re.compile(
    r"\s*(?:출구|출입구|탑승구|입구|창구|게이트|플랫폼|승강장|승차장|정류장|홈|(?:마을|시내|광역|간선|지선|순환|저상)?\s?버스"
    r"|국도|고속도로|도로|노선|홀|레인|채널|문제|문항|문|항목|질문|보기|답|메뉴|키|버튼|단추|카드|칸|좌석|자리|테이블"
    r"|방|진료실|상담실|검사실|회의실|강의실|교실|사물함|보관함|주차장|후보|선수|타자|아이언|우드|염색체|서식|양식|약|차량)"
)
_AS_A_NAME: Final = re.compile(
    r"[\"']?(?:[을를](?!\s?(?:넘|더))|은|는|이(?![나상하내])|가|으로|로|과|와|의|입니다|이에요|예요|이고)"
)
_TIME_GOES_BY: Final = re.compile(r"\s?(?:동안|간격|간|뒤|후|전|마다|거리|만에|안에|이내|늦|걸[리려])")

SENSES: Final = (
    Sense("", 0, before=re.compile(r"(?<![어숙문])제$")),
    Sense("분", 0, after=_TIME_GOES_BY),
    Sense("분", 39, before=_HONOURED),
    Sense("분", 39, after=re.compile(r"(?:께|이서|의\s(?:어르신|선생님)|이\s(?:오[셨시]|함께|모두))")),
    Sense("번", 39, before=_HOW_OFTEN),
    Sense("번", 39, before=re.compile(r"번\s(?:중|가운데)\s?$")),
    Sense("번", 39, after=re.compile(r"\s(?:중|가운데)\s")),
    Sense("번", 0, before=_LABELLED),
    Sense("번", 0, before=re.compile(r"(?:려면|분은)\s$"), after=re.compile(r"[,.]|$")),
    Sense("번", 0, before=re.compile(r"[0-9]번(?:[과와·,]|에서|부터|이나)?\s?$")),
    Sense("번", 0, after=re.compile(r"[·,]?\s?[0-9]{1,2}번")),
    Sense("번", 0, after=_NUMBERED),
    Sense("번", 0, after=_AS_A_NAME),
    Sense("번", 39, after=re.compile(r"(?:이나|씩|만(?![가-힣])|\s?(?:이상|이하|이내|넘게|정도|더\s|연속|가량))")),
    Sense("대", 0, after=re.compile(r"[0-9]|가\s(?:함께|한|모여|사는|같이)|째|손(?![가-힣])|독자")),
    Sense("대", 39, before=_VEHICLES_AND_MACHINES),
    Sense("대", 0, number=re.compile(r"[1-9]0$")),
    Sense(
        "대",
        0,
        after=re.compile(
            r"\s(?:보험|암|강|궁|명절|의무|비급여|중증|질환|기본|과제|국정|원칙|전략|핵심|분야|범죄|폭력|바우처|혜택|가족|종손"
            r"|성인병|건강|영양소|사업|광역시|도시|은행|그룹|기업|문화|축제|대표|수칙|서비스|돌봄|요금|공적)"
        ),
    ),
    Sense("부", 39, before=re.compile(r"(?:서|본|증|표|장|지|각|총|류|안|문)\s?$")),
    Sense("통", 0, after=re.compile(r"\s?[0-9]+반")),
    Sense("쪽", 39, before=re.compile(r"마늘\s?$")),
    Sense("모", 39, before=re.compile(r"두부\s?$")),
    Sense("단", 39, before=re.compile(r"(?:파|시금치|부추|열무|미나리|나물|깻잎|쑥갓|무)\s?$")),
    Sense("주", 39, before=re.compile(r"(?:나무|묘목)\s?$")),
)
"""The first that fits counts; where none does, NATIVE_UP_TO."""

_PART_OF_A_NAME: Final = re.compile(
    r"[가-힣a-z](?<!제)(?<!약)(?<!총)(?<!만)(?<!각)(?<!매)(?<!월)(?<!연)$", re.IGNORECASE
)

RANGED: Final = (
    "일", "개월", "주", "주일", "년", "시간", "분", "초", "명", "개", "회", "시", "세", "층", "등급", "급", "배", "장",
    "가지", "도", "인분",
)  # fmt: skip
"""counters that make a range of two numbers with a hyphen between them: 3-5일, but not 12-3번지"""


def _counted(match: re.Match[str]) -> str | None:
    """None for the number of a name before a word that only begins like a counter: 정부24 통합검색."""
    if match["gap"] and _PART_OF_A_NAME.search(before(match)):
        return None
    rest = match.string[match.end("counter") : match.end("counter") + WINDOW]
    n, counter = int(match["n"]), match["counter"]
    front = re.sub(r"[0-9]+\s?[~-]\s?$", "", before(match))
    fitting = (
        sense.native_up_to
        for sense in SENSES
        if sense.counter in ("", counter)
        and sense.number.match(match["n"])
        and sense.before.search(front)
        and sense.after.match(rest)
    )
    return native(n) if 1 <= n <= next(fitting, NATIVE_UP_TO[counter]) else sino(str(n))


def _range(match: re.Match[str]) -> str | None:
    """The counter is said twice: 두 명에서 세 명."""
    counter, said = match["counter"], _counted(match)
    if counter == "월" and 1 <= int(match["n"]) <= 12:
        said, counter = month(match["n"]), ""
    return said and f"{said} {counter}".strip() + "에서 "


def _hyphen(match: re.Match[str]) -> str | None:
    return _range(match) if int(match["n"]) < int(match["end"]) else None


_N: Final = r"(?<![0-9])(?P<n>[0-9]{1,3})"
_COUNTER: Final = rf"(?P<gap>\s?)(?P<counter>{COUNTERS})"

RULES: Final[tuple[Rule, ...]] = (
    rule(rf"{_N}\s?~(?=\s?[0-9]{{1,3}}{_COUNTER})", _range),
    rule(rf"(?<!-){_N}-(?=(?P<end>[1-9][0-9]{{0,2}})(?P<gap>)(?P<counter>{either(RANGED)}))", _hyphen),
    rule(r"(?<![0-9])1(?=번째)", "첫"),
    rule(_N + rf"(?={_COUNTER})", _counted),
)
