"""Understands a short question that only makes sense after the answer before it: "그건 어디서 해요?"."""

import re
from typing import Literal

Aspect = Literal["where", "phone", "documents", "other"]
"""a field of the entry that was answered; `other` for what no field holds (an amount, a time, a way)"""

_POINTS = r"(그건|그거는?|그것(은|도)?|이건|이거는?|그게|거기(는|서)?|거긴|그럼|그러면|그런데|근데|저기|혹시|네|예|아)*"
_DO = r"(하|가|받|신청|사|내)(나요|해요|요|아요|면돼요|면되나요|는데요?|는거예요|야돼요|야해요|야하나요|하나요|합니까)?"

_ASPECTS: dict[Aspect, str] = {
    "where": rf"어디(서|에서|로|에)?(예요|에요|인가요|있어요|있나요|야|요|해요|{_DO})?|장소(는|가)?(어디)?\w{{0,4}}",
    "phone": r"(전화(번호)?|연락처|번호)(는|은|가|를|도)?(좀)?(몇번|뭐|어떻게|어디|알려|있|요|가르쳐)?\w{0,7}"
    r"|어디(로|에|다)?전화\w{0,6}|몇번(으로)?(에)?(전화)?\w{0,6}",
    "documents": r"(뭐|뭘|무엇|무슨|어떤|서류|준비물|신분증)(를|을|이|가|는|은|서류|도)*"
    r"(가져|가지고|준비|필요|챙겨|챙기|들고|내야|있어야|요|뭐)\w{0,8}",
    "other": r"(나도|저도|누가|누구나|얼마나?|언제(까지|부터)?|며칠|몇살(부터)?|어떻게|돈은?|비용은?|대리로?|가족이"
    r"|인터넷으로)\w{0,9}",
}
_WHOLE = {name: re.compile(f"{_POINTS}({pattern})") for name, pattern in _ASPECTS.items()}
_LONGEST = 18
"""letters without blanks"""


def aspect(text: str) -> Aspect | None:
    """What a follow-up question wants to know; None when the question stands by itself."""
    letters = re.sub(r"[\W_]+", "", text)
    if len(letters) > _LONGEST:
        return None
    return next((name for name, pattern in _WHOLE.items() if pattern.fullmatch(letters)), None)
