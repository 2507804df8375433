"""Understands wishes about the screen: everything a button of the page does can be said."""

import re
from collections.abc import Iterable
from typing import Final

from dialogue.manners import BEFORE, GIVE
from dialogue.types import ScreenWish

_A_BIT = r"(을|를|은|는|도|이|가|좀|조금|더|한번|다시|이제)*"
_SHOW = rf"((보여|띄워|열어|켜){GIVE}|보여|보기|볼래요?|볼게요?|보고싶어요?|보자|봐요|부탁해요|부탁합니다)"
_WANT = r"(할게요?|할래요?|하자|하고싶어요?|하겠습니다|하기|해요)"
_MAKE = rf"((해|바꿔|보여|만들어|써){GIVE}|해|해요|바꿔|바꿔요)?"
_LETTERS = r"(글자|글씨|글|활자)"
_VOICE = r"(소리|목소리|음성)"
_PHONE = r"(이전화|휴대전화|휴대폰|핸드폰|전화기|스마트폰|폰)"

_PATTERNS: Final[dict[ScreenWish, tuple[str, ...]]] = {
    "finish": (
        rf"(이제|그만|이만|여기서|오늘은?)*(상담|통화|전화|대화){_A_BIT}(그만|이만)*"
        r"(끝|끝이에요|끝내(요|자|줘요?|주세요|고싶어요|겠습니다|기)?|마치(자|고싶어요|겠습니다|기)|마쳐(요|줘요?|주세요)?|끊어(요|줘요?|주세요)?"
        r"|종료(해요?|해줘요?|해주세요|하기|하겠습니다|할게요?)?|그만(해요?|할게요?|할래요?|하겠습니다))",
        rf"((이제|그만|이만|여기서|오늘은?|상담|통화|전화|대화){_A_BIT})*(끝낼|마칠|끊을)(게|래|란다|랍니다|께)(요|유)?",
    ),
    "topics": (
        rf"(다른|딴)?(주제|메뉴|목록)(들)?{_A_BIT}(모두|전부|다)?{_SHOW}|(다른|딴)주제(로|요|주세요)?|주제(로|를|요)?|모두보기",
    ),
    "next": (
        rf"다음(질문|거|것|이야기|얘기){_A_BIT}(으로|로)?({_WANT}|요|넘어가{GIVE}|넘어갈게요?)?",
        rf"(다른|딴|또다른|새)(거|것|질문|이야기|얘기){_A_BIT}(하나|좀|더)*({_WANT}|있어요|물어볼게요?|물어볼래요?|물을게요?|물어보고싶어요?)",
    ),
    "card": (
        rf"(정리한|정리된|요약한)?(내용|카드|요약|답변?|대답|거|것){_A_BIT}(화면(에|으로))?{_SHOW}|화면(에|으로){_SHOW}",
        rf"정리{_A_BIT}해{GIVE}",
    ),
    "side": (
        rf"(다음|뒷|뒤)(쪽|장|면|페이지|화면){_A_BIT}(으로)?({_SHOW}|넘겨{GIVE}|넘겨|가{GIVE}|요)?",
        rf"(좀|조금)?더{_SHOW}|(책장|쪽|장|페이지|화면)?{_A_BIT}넘겨({GIVE}|요)?|자세히{_SHOW}",
    ),
    "previous": (
        rf"(이전|앞|앞의|앞엣)(쪽|장|면|페이지){_A_BIT}(으로)?({_SHOW}|넘겨{GIVE}|가{GIVE}|요)?|앞으로(넘겨{GIVE})?",
    ),
    "take": (
        rf"(이거|이것|내용)?{_A_BIT}(집에|집으로|{_PHONE}(에|으로|로))*(가져|가지고|갖고|담아)(갈래요?|갈게요?|가기|가고싶어요?|가요|가자)",
        rf"(큐알|큐아르|qr)(코드)?{_A_BIT}({_SHOW}|주세요|줘|찍을게요?|찍을래요?|요)?",
        rf"(이거|이것|내용)?{_A_BIT}{_PHONE}(에|으로|로){_A_BIT}({_SHOW}|보내{GIVE}|옮겨{GIVE}|담아{GIVE}|받을래요?)",
    ),
    "print": (
        rf"(이거|이것|내용|답|큰{_LETTERS}로|종이(로|에)){{0,2}}{_A_BIT}(인쇄|프린트|출력){_A_BIT}(해{GIVE}|해요?|{_WANT}|부탁해요|부탁합니다|요)?",
        rf"(이거|이것|내용)?{_A_BIT}종이(로|에){_A_BIT}(뽑아|찍어|적어){GIVE}",
    ),
    "write": (
        rf"({_LETTERS}|글자판|자판|키보드)(로|으로)(물을|물어볼|쓸|적을|할)(게|래)요?|{_LETTERS}로(묻기|묻고싶어요?|쓰고싶어요?)",
        rf"(글자판|자판|키보드){_A_BIT}({_SHOW}|요)?",
    ),
    "larger": (
        rf"{_LETTERS}{_A_BIT}(크기)?{_A_BIT}(크게|커다랗게){_A_BIT}{_MAKE}|{_LETTERS}{_A_BIT}(크기)?{_A_BIT}키워({GIVE}|요)?",
        rf"{_LETTERS}{_A_BIT}(너무|잘|하나도|통)*(작아|작네|작습니다|작은데|안보여|안보이네|안보입니다|안보인다)(요|유)?|더?큰{_LETTERS}로?{_MAKE}",
    ),
    "smaller": (
        rf"{_LETTERS}{_A_BIT}(크기)?{_A_BIT}(작게|보통(으로)?|원래대로){_A_BIT}{_MAKE}|{_LETTERS}{_A_BIT}줄여({GIVE}|요)?",
        rf"{_LETTERS}{_A_BIT}(너무|좀)*(커|크네|큽니다|큰데)(요|유)?|(작은|보통){_LETTERS}로?{_MAKE}",
    ),
    "dark": (
        rf"화면{_A_BIT}(어둡게|까맣게|검게){_MAKE}|(어두운|까만|검은)화면(으로|을|를)?{_MAKE}",
        r"화면(이)?(너무|좀)*(밝아|밝네|환해|환하네|눈부셔|눈이부셔)(요|유)?",
    ),
    "light": (
        rf"화면{_A_BIT}(밝게|환하게|하얗게){_MAKE}|(밝은|환한|하얀|흰)화면(으로|을|를)?{_MAKE}",
        r"화면(이)?(너무|좀)*(어두워|어둡네|어두운데|깜깜해|캄캄해)(요|유)?",
    ),
    "captions": (rf"자막{_A_BIT}(크게|키워|먼저|잘보이게){_A_BIT}({_MAKE}|{GIVE})",),
    "mute": (
        rf"{_VOICE}{_A_BIT}(꺼|끄고)({GIVE}|요)?|{_VOICE}{_A_BIT}(끄기|없애{GIVE}|필요없어요?|필요없습니다)|{_LETTERS}만{_SHOW}",
    ),
    "unmute": (
        rf"{_VOICE}{_A_BIT}(켜|틀어|내)({GIVE}|요)?|{_VOICE}{_A_BIT}(켜기|나게해{GIVE})|{_VOICE}로(말해|들려){GIVE}",
    ),
    "read": (
        rf"(화면|{_LETTERS}){_A_BIT}(소리로|소리내서|소리내어)?읽어({GIVE}|요)?|소리(로|내서|내어)읽어({GIVE}|요)?",
    ),
    "return": (
        r"(다시)?돌아(가기|갈래요?|갈게요?|가요|가자|가줘요?|가주세요|가고싶어요?)",
        rf"((ai|에이아이|인공지능)(상담원)?|말벗)(과|와|이랑|랑|하고)(다시|계속)*(이야기|얘기|말|말씀|대화|상담){_A_BIT}{_WANT}",
    ),
}
_WHOLE = [(name, re.compile(f"{BEFORE}({'|'.join(forms)})")) for name, forms in _PATTERNS.items()]
_LONGEST = 24
"""letters without blanks; longer sentences are about something else"""

_NAMED = rf"(은|는|을|를|이|가)?(으로|로)?({_SHOW}|눌러{GIVE}|골라{GIVE}|고를게요?|요|이요)?"
_KIND = r"(주제|쪽|화면|단추|항목)"


def screen_wish(text: str) -> ScreenWish | None:
    """The wish, when the whole text is one; None for anything else."""
    letters = _letters(text)
    if not letters or len(letters) > _LONGEST:
        return None
    return next((name for name, form in _WHOLE if form.fullmatch(letters)), None)


def named_topic(text: str, topics: Iterable[str]) -> str | None:
    """The topic that the whole text names: "건강·돌봄", "건강 주제 보여 주세요"."""
    letters = _letters(text)
    if len(letters) > _LONGEST:
        return None
    for topic in topics:
        whole, parts = _letters(topic), "|".join(re.escape(_letters(part)) for part in topic.split("·"))
        if re.fullmatch(f"{BEFORE}({re.escape(whole)}{_KIND}?|({parts}){_KIND}){_NAMED}", letters):
            return topic
    return None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
