"""Understands what a caller says to choices just offered: "두 번째 거요", "응 그거", "아니요", a word of the title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dialogue.types import Choice

_BEFORE = r"(그러면|그럼|그|음|어|응|네|예|아|저|나는|난|저는|아니요?|아뇨|그게|이게)*"
_THING = r"(거|것|꺼|게|걸|쪽|질문|답|내용)?"
_PLEASE = (
    r"(로|으로|를|을|이|부터|먼저|에|요|이요|예요|이에요|이야|입니다|여|이여|유|해요?|해줘|해주세요|할게요|할래요|좀|다시|말이에요|말이야|맞아요"
    r"|(알려|말해|말씀해|설명해|들려)(줘|줘요|주세요|주소|주이소|봐요?)|궁금(해요?|합니다)|물어본거(예요|야)?|부탁(해요|합니다)?)*"
)
_PLACES = (
    r"첫번째|첫번|첫째|처음|일번|한번째|1번째?|1|하나|앞(의|에|엣)?|위(의|에|엣)?|먼저(번|한)?|왼쪽|전자",
    r"두번째|두번|둘째|이번|2번째?|2|둘|다른하나|뒤(의|에|엣)?|나중(에말한)?|아래(의|에|엣)?|밑(의|에)?|오른쪽|후자",
    r"세번째|셋째|삼번|3번째?|3",
    r"네번째|넷째|사번|4번째?|4",
)
_LAST = r"마지막|맨뒤|끝"
_YES = (
    r"(?!(음|아)+$)(네|예|응|어|음|아|그래요?|맞아요?|맞습니다|맞네요?|그렇지요?|그렇죠|그렇습니다|그럼요?|좋아요?|좋지요?|좋습니다|그거|그것|그거요|그걸로"
    r"|그거예요|그거맞아요?|그거말이에요|그게맞아요|오냐|하모|암|아무렴|알려줘요?|알려주세요|말해줘요?|말해주세요|해줘요?|해주세요|부탁해요"
    r"|부탁합니다|궁금해요|들려주세요|그려요?|기여|맞당께|맞소|(그것|그거|이것|이거)(도|까지|마저|도요)|도요|마저|또"
    r"|(알려|말해|말씀해|얘기해|설명해|들려|가르쳐)(주이소|주소|줄래요?|주실래요?|주시겠어요?|봐요?|달라고|도)"
    r"|듣고싶(어요?|습니다)|알고싶(어요?|습니다)){1,5}"
)
_NO = (
    r"(아니(요|야|에요|예요|오|유|여|라|지|다|네요?|ㅂ니다)?|아닙니다|아뇨|아녀요?|아닌데요?|아이다|아인데요?|둘다|그거|그게|그것|이거|다|말고|다른거요?|다른것|싫어요?"
    r"|필요없어요?|필요없습니다|괜찮아요|괜찮습니다|됐어요?|됐습니다|안들어도(돼요|됩니다)|나중에요?|없어요|관심없어요|몰라요){1,4}"
)
_DENIES = re.compile(r"아니|아닙|아뇨|아녀|아닌|아이다|아인|싫|필요없|괜찮|됐|안들|나중|다른|말고|없어|관심없")
_ALL = rf"(둘다|두개다|두가지다|다|모두|전부){_PLEASE}"
_POLITE = re.compile(
    r"(이요|이에요|예요|이야|요|말이에요|말이야|말입니다|거요|것이요|것|거|쪽이요|쪽|에대해서?|에대해|은|는|이|가|을|를|도|의|로|으로)$"
)
_LONGEST = 24
"""letters; longer sentences are a question of their own"""
_WORD = 2
"""letters a word must have to tell two titles apart"""


@dataclass(frozen=True, slots=True)
class Reply:
    kind: Literal["one", "all", "none", "yes"]
    """`yes`: to several choices, so that it stays open to which"""
    choice: Choice | None = None
    """the one that was taken up"""


def choose(text: str, choices: Sequence[Choice]) -> Reply | None:
    """What the text says to one or more choices; None when it is something else."""
    letters = _letters(text)
    if not letters or len(letters) > _LONGEST:
        return None
    wanted = text.rpartition("말고")[2]
    place = _place(_letters(wanted), len(choices))
    if place is not None:
        return Reply("one", choices[place])
    if re.fullmatch(_NO, letters) and _DENIES.search(letters):
        return Reply("none")
    if re.fullmatch(_BEFORE + _ALL, letters) and len(choices) > 1:
        return Reply("all")
    if re.fullmatch(_YES, letters):
        return Reply("one", choices[0]) if len(choices) == 1 else Reply("yes")
    named = _named(wanted, choices)
    return Reply("one", named) if named else None


def _place(letters: str, count: int) -> int | None:
    for place, names in enumerate(_PLACES[:count]):
        if re.fullmatch(f"{_BEFORE}({names}){_THING}{_PLEASE}", letters):
            return place
    return count - 1 if re.fullmatch(f"{_BEFORE}({_LAST}){_THING}{_PLEASE}", letters) else None


def _named(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The only choice whose title holds the words that tell: most of what was said, and of no other choice."""
    words = [_stem(word) for word in text.split()]
    telling = [word for word in words if len(word) >= _WORD and not re.fullmatch(_BEFORE + _PLEASE, word)]
    titles = [_letters(choice.text) for choice in choices]
    held = [sum(len(word) for word in telling if word in title) for title in titles]
    best = max(range(len(choices)), key=held.__getitem__)
    if held.count(held[best]) > 1 or 2 * held[best] <= sum(map(len, telling)):
        return None
    return choices[best]


def _stem(word: str) -> str:
    letters = _letters(word)
    shorter = _POLITE.sub("", letters)
    return shorter if len(shorter) >= _WORD else letters


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
