"""Understands what needs no knowledge: a greeting, thanks, a goodbye, who is speaking, the wish for a person."""

import re

_BEFORE = r"(네|예|아|아이고|저기요?|그럼|그래요?|이제|이만|오늘|정말|참|너무|대단히|상담원|선생님|아가씨)*"
_AFTER = r"(네|예|요|상담원|선생님|아가씨)*"
_YOU = r"(거기|그쪽|너|당신|지금|말하는|분|상담원|선생님|아가씨|진짜|혹시|은|는|이|가)*"
_ARE = r"(이?야|이?에요|예요|이세요|세요|인가요|신가요|입니까|십니까|이유|니|냐|요)?"

_TALK = {
    "greeting": (
        r"(안녕(하세요|하십니까|하신가요?|하시오|하셔요)?|여보세요|반가워요?|반갑(습니다|네요?)|처음뵙겠습니다){1,3}",
    ),
    "thanks": (
        r"고마(워요?|웠어요)|고맙(습니다|네요?|소|구먼|구만|다)|감사(해요|합니다|했습니다|드려요|드립니다|하네요?)",
        r"수고(했어요|하셨어요|하셨습니다|하세요|많으셨어요)|(잘|덕분에)*(알겠|들었|알았)(습니다|어요)(고맙습니다|감사합니다)?",
    ),
    "who": (
        _YOU + "누구" + _ARE,
        _YOU + r"이름이?(뭐|무엇)" + _ARE,
        _YOU + r"(진짜)?사람(맞아요|맞나요)?" + _ARE,
        _YOU + r"(기계|로봇|인공지능|에이아이|ai)" + _ARE,
    ),
    "goodbye": (
        r"안녕히(계세요|가세요|계십시오)|(전화)?끊(을게요?|겠습니다|을래요|어요)|잘있어요?|들어가세요",
        r"(다음에|나중에)(또)?(봐요|봅시다|뵐게요|올게요|전화할게요)",
        r"됐(어요|습니다)|(더)?(궁금한|물어볼)(것|게|거)(은|이)?없(어요|습니다)",
    ),
    "ability": (
        r"(여기서는?|너는?|당신은?)?(뭐|뭘|무엇|무슨)(을|를|든지)?(것을|거를|얘기를|이야기를|일을)?"
        r"(물어(봐도|볼수|보면)|할수|할줄|해줄수|도와줄수|도와주실수|알려줄수|알려주실수)\w{0,6}",
    ),
}
_WHOLE = {kind: re.compile(f"{_BEFORE}({'|'.join(patterns)}){_AFTER}") for kind, patterns in _TALK.items()}

_PERSON = re.compile(
    r"(사람|직원|상담(원|사)|담당자)(이랑|랑|하고|과|와|한테|에게|을|를|으로|로|좀|분|님|진짜|직접)*"
    r"(말고)?(바꿔|바꾸|연결|통화|대화|얘기|이야기|말(하고|할|씀)|불러)"
    r"|기계말고(사람|직원)|(사람|직원)(이)?(받|나와|나오|상담해)"
)
_LONGEST = 25
"""letters without blanks; longer sentences are about something else"""


def talk(text: str) -> str | None:
    """A key of `replies.TALK` when the whole text is small talk, `human` when a person is asked for, else None."""
    letters = re.sub(r"[\W_]+", "", text.lower())
    if len(letters) > _LONGEST:
        return None
    if _PERSON.search(letters):
        return "human"
    return next((kind for kind, pattern in _WHOLE.items() if pattern.fullmatch(letters)), None)
