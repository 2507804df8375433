"""Understands a short question that only makes sense after the answer before it: "그건 어디서 해요?"."""

import re
from typing import Final, Literal

from dialogue import replies
from dialogue.knowledge.entry import Entry

Aspect = Literal["where", "phone", "documents", "steps", "other"]
"""a field of the entry that was answered; `other` for what no field holds (an amount, a time, a way)"""

_POINTS = (
    r"(그건|그거(는|도|를)?|그것(은|도|을)?|이건|이거(는|도)?|그게|거기(는|서|가|에는?)?|거긴|그럼|그러면|그런데|근데|그라믄|그라모"
    r"|저기|혹시|네|예|아|참|고건|고거(는)?|아까(그거|말한거)?|우리)*"
)
_DO = (
    r"(하|가|받|신청|신청하|사|내|만들|떼|해|돼|되)"
    r"(나요|해요|요|아요|어요|러가요|면돼요|면되\w{1,3}|서\w{1,4}|는데요?|는거예요|야돼요|야해요|야하나요|하나요|합니까|능교|노|죠|지요)?"
)

_ASPECTS: dict[Aspect, str] = {
    "where": rf"(어디|어데)(서|에서|로|에|다)?(예요|에요|인가요|있어요|있나요|야|요|해요|고|꼬|{_DO})?"
    r"|장소(는|가)?(어디)?\w{0,4}",
    "phone": r"(전화(번호)?|연락처|번호)(는|은|가|를|도)?(좀)?(요|(몇번|뭐|어떻게|어디|알려|있|가르쳐|갈쳐)\w{0,7})?"
    r"|어디(로|에|다)?전화\w{0,6}|몇번(으로)?(에)?(전화)?\w{0,6}",
    "documents": r"(뭐|뭘|무엇|무슨|어떤|서류|준비물|신분증)(를|을|이|가|는|은|서류|도)*"
    r"(가져|가지고|갖고|준비|필요|챙겨|챙기|들고|내야|있어야|요|뭐)\w{0,8}",
    "steps": rf"(어떻게|어찌){_DO}|우예\w{{1,5}}|(순서|절차|방법)(가|는|이|은|를|을)?\w{{0,7}}"
    r"|(뭐|뭣)(부터|먼저)\w{0,7}",
    "other": r"(나도|저도|나는|우리도|누가|누구나|얼마나?|을매나?|언제(까지|부터)?|며칠|몇시(까지|부터)?|몇살(부터)?"
    r"|어떻게|돈은?|돈이|비용은?|값은?|무료|공짜|대리로?|대신|남이"
    r"|(가족|식구|아들|딸|자식|남편|아내|집사람|마누라|영감|며느리|손주)(이|가|도)|인터넷(으로|에서)|(핸드폰|휴대폰)으로|집에서|(주말|토요일)에도?|기한은?|기간은?|오래걸\w{1,3})\w{0,9}",
}
_WHOLE = {name: re.compile(f"{_POINTS}({pattern})") for name, pattern in _ASPECTS.items()}
_LONGEST = 20
"""letters without blanks"""
_POINTING = re.compile(r"\s*(그건|그거[는도를]?|그것[은도을]?|이건|이거[는도]?|거기[는서]?|거긴)\s+\S")
_LONGEST_POINTING = 40
"""letters of a question that points back and says more"""

_FACTS: Final = (
    (
        r"얼마(?!나? ?(걸|동안|있))|을매|돈|비용|값|무료|공짜|수수료",
        "얼마예요",
        r"\d\s*[만천백]?\s*원|무료|공짜|돈을 (내지|받지)|\d\s*%|수수료",
    ),
    (r"언제까지|기한|기간|늦", "언제까지 해야 하나요", r"(\d+\s*(일|개월|달|년)|말일)\S* ?(안에|까지)|생일|그해 안"),
    (r"언제부터", "언제부터 받아요", r"\d+월|부터|시작|생일"),
    (r"몇\s?살", "몇 살부터 받아요", r"\d+세"),
    (r"언제 ?나|며칠|걸려|걸리|오래", "얼마나 걸려요", r"걸리|걸려|걸립|만에|그 자리|그날|보름"),
    (r"주말|토요일|일요일|몇\s?시", "주말에도 하나요", r"주말|토요일|일요일|휴일|밤낮|24시간|\d+시"),
    (
        r"대리|대신|남이|가족|식구|아들|딸|자식|남편|아내|집사람|마누라|영감|며느리|손주",
        "가족이 대신 신청해도 되나요",
        r"대신|대리|가족|자녀|위임|직접 (가|오)",
    ),
    (r"인터넷|핸드폰|휴대폰|집에서|온라인", "인터넷으로 신청", r"인터넷|누리집|정부24|복지로|온라인|앱|휴대전화로"),
    (r"나도|저도|나는|우리도|누가|누구나", "누가 받을 수 있나요", r"\d+세|누구나|대상|가구|받는 분|[하있사]는 분"),
    (r"서류|가져|준비|필요|챙", "서류는 뭐가 필요해요", r"가져오|가져가|챙기|들고"),
)
"""what a question asks for; the plainest way to ask it; how the sentence of an answer looks that tells it"""

_GENERAL = re.compile(
    r"(신청|받기|떼기|만들기|쓰기|내기|하기|바꾸기|돌려받기|금액|얼마나?|받나|서류|조회|예약|재발급|지원|나라|어르신|노인|우리|집|때|곳"
    r"|도움|제도|방법|등록|안내|무료|검사|신고|상담|요금|할인)(을|를|은|는|이|가|과|와|의|에)?"
)
"""words of a title that many titles share"""


def aspect(text: str) -> Aspect | None:
    """What a follow-up question wants to know; None when the question stands by itself."""
    letters = _letters(text)
    if len(letters) > _LONGEST:
        return None
    return next((name for name, pattern in _WHOLE.items() if pattern.fullmatch(letters)), None)


def points_back(text: str) -> bool:
    """Whether the text begins with a word for what was spoken of, and says more: "그거 우리 아들이 가도 됩니까"."""
    return len(_letters(text)) <= _LONGEST_POINTING and bool(_POINTING.match(text))


def plainly(question: str) -> str | None:
    """The plainest way to ask for what a follow-up question wants, where there is one."""
    return next((plain for asked, plain, _ in _FACTS if re.search(asked, question)), None)


def facts(entry: Entry, question: str) -> str | None:
    """The sentences of the entry that tell what is asked beside its fields, at most two. None when there is none."""
    telling = next((telling for asked, _, telling in _FACTS if re.search(asked, question)), None)
    if telling is None:
        return None
    where = [replies.where(entry.title, entry.where)] if entry.where else []
    lines = dict.fromkeys((*_sentences(entry.spoken), *entry.steps, *where))
    return " ".join([line for line in lines if re.search(telling, line)][:2]) or None


def subject(entry: Entry) -> str:
    """What the entry is about, without what it tells of it: "기초연금 신청" is about 기초연금."""
    words = [word for word in re.split(r"[\s·,]+", entry.title) if not _GENERAL.fullmatch(word)]
    return " ".join(words) or entry.title


def sisters(entry: Entry, other: Entry) -> bool:
    """Whether both entries are of one topic and about one thing."""
    word = _stem(max(subject(entry).split(), key=len))
    return entry.topic == other.topic and any(word in wording.replace(" ", "") for wording in other.wordings)


def _stem(word: str) -> str:
    return re.sub(r"(으로|[은는이가을를에의로과와])$", "", word) if len(word) > 2 else word


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
