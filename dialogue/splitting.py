"""Finds the question in long speech, and two questions in one. Works on words, with or without punctuation."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from dialogue.talk import talk

LONG: Final = 9
"""words from which the question may be a part of what was said"""
PARTS: Final = 4
"""parts of one utterance that are looked up at most"""
HALVES: Final = 2
"""places at which one utterance is tried in two at most"""
LONGEST: Final = 600
"""letters of the end that are looked at: who talks for long asks last"""

_SENTENCE = re.compile(r"\S*([.?!…]|(요|니다|니까|죠|지유|구먼|당께|라우|[는능]교)[,~]*)")
_CLAUSE = re.compile(
    r"(?!\S*(에서|[디기]서|혼자서|어[디데]|[신광창금최경사]고)$)(\S*(데|디|고|서|니까|니께|지만|더니|다가|길래|이랑|랑)|또)[,~]*"
)
_GOES_ON = re.compile(r"\S*고 (싶|있|계[시신셔세])\S*|\S*려고 (하|해|했|합)\S*")
"""two words that are one verb"""
_OPENING = re.compile(r"(그리고|그러고|또|또한|근데|그런데|참|그럼|그러면|혹시)[,~]*")
_ASKS = re.compile(
    r"어떻|어떡|어찌|우예|우짜|우째|워째|어디|어데|언제|얼마|을매|뭐|뭣|뭘|무엇|무슨|누가|누구|몇|나요|까요|(?<!니)까$|(는|은|을|인)지|[는능]교|노$"
    r"|알려|가르쳐|갈쳐|궁금|싶|방법|려면|려고|되나|되는|돼요|해야|야 (해|하|돼|되)|야[겠지]"
    r"|필요|주세요|주이소|달라|신청|받아요|있어요|\?"
)
_COMPARES = re.compile(r"다른 ?(거|것|점|데)|달라|다르|차이|둘 ?중|중에")
_EMPTY = re.compile(
    r"[그이저]|[그이저이]?거|그것|[거여]기|제가?|내가?|나|[저나]는|우리|좀|그냥|또|그리고|그러고|그?런데|근데|그러면|그럼|혹시|지금|이제|참|진짜"
    r"|너무|아이고|있잖아요|말이[에여]요?|어떻게|어떡해요?|어찌|우예|어디(로|서|에서?|다가?)?|어데|언제(까지|부터)?|얼마나?|얼마[예에]요|뭐[가를야]?|뭐예요"
    r"|뭘|무엇[을이]?|무슨|누가|몇|왜|하[나는면고]요?|해요?|해야|하는지|되[나는]요?|돼요?|되는지|될까요?|할지|있나요?|있어요?|있는지|가[나고야면]?요?"
    r"|알려|가르쳐|주세요|줘요?|주시면|싶어요|싶은데요?|싶고|궁금해요|궁금한데요?|모르겠어요|모르겠는데|물어|물어보려고요?|방법|하려면|받[아나]요|받을"
    r"|합니까|됩니까|건가요|거예요|것|수|다|더|도|안|못|저기요?|여보세요|안녕하세요|네|예|아|어|음|고맙\S*|감사\S*|정말|주시면"
    r"|필요해요|신청(하려고요?|해요|할래요?)?|[그이저고]건|[그이고]거[는도를가]?|그것[은도을]?|그게|거긴|거기[가는서]?"
    r"|(우리|저희)?(아들|딸|자식|자녀|가족|식구|남편|아내|집사람|마누라|영감|며느리|손주|친구|남)[이가도은는]?|[저나]도|누구나|대신|대리(로|로도|인)?"
    r"|(인터넷|핸드폰|휴대폰|온라인)(으로|에서)?도?|집에서|주말(에도?)?|토요일(에도?)?|돈[은이을]?|비용[은이]?|서류[는가를도]?|준비물[은이]?|가져[가갈]\S*"
    r"|전화(번호)?(는요?|가|로|를)?|연락처|번호|기한[은이]?|기간[은이]?|걸려요|오래|도와주세요|도와줘요?|부탁해요|들어요|나와요|나오나요"
    r"|(가|해|와|받아|사|내|떼|들고|보내|신청해)도|(가|해|와)야|하려면요?|돼|된[대다]"
    r"|주(이소|쇼|소|시오|십시오|실래요|라|시겠어요)|(알려|가르쳐|갈쳐|말해)\S*|[가되하](능교|는교|노|당가)|됩니까|맞아요|가서"
)
"""words that say nothing of what a question is about"""


def has_subject(text: str) -> bool:
    """Whether words are left that say what a question is about."""
    words = (re.sub(r"[\W_]+", "", word) for word in text.split())
    return sum(len(word) for word in words if not _EMPTY.fullmatch(word)) > 1


def parts(text: str) -> list[str]:
    """The parts of a long utterance that may be its question, the last ones first. Nothing for a short one."""
    words = text[-LONGEST:].split()
    if len(words) < LONG:
        return []
    sentences = _cut(words, _SENTENCE.fullmatch)
    clauses = _cut(words, lambda word: _SENTENCE.fullmatch(word) or _CLAUSE.fullmatch(word))
    two = [f"{first} {second}" for first, second in pairwise(clauses)]
    found = (*reversed(sentences), *reversed(two), *reversed(clauses))
    return list(dict.fromkeys(part for part in found if part != text and asks(part) and has_subject(part)))[:PARTS]


def halves(text: str) -> list[tuple[str, str]]:
    """The text in two parts that may each ask, for every place where a second question may begin.

    The second part may leave its subject to the first: "기초연금은 어디서 신청하고 얼마 받아요". The first may leave
    its asking to the second: "등본도 떼고 여권도 만들 수 있나요".
    """
    words = [] if _COMPARES.search(text[-LONGEST:]) else text[-LONGEST:].split()
    found = ((" ".join(words[:i]), _opened(words[i:])) for i in range(1, len(words)) if _may_end(words, i))
    asked = [(one, other) for one, other in found if has_subject(one) and asks(other) and (asks(one) or _joins(one))]
    return sorted(asked, key=lambda pair: not asks(pair[0]))[:HALVES]


def asks(text: str) -> bool:
    """Whether the text has a word or an ending that asks for something."""
    return bool(_ASKS.search(text)) and talk(text) is None


def _ends(word: str) -> bool:
    return bool(_SENTENCE.fullmatch(word) or _CLAUSE.fullmatch(word) or word == "그리고")


def _may_end(words: Sequence[str], begin: int) -> bool:
    """Whether something ends before the word at `begin`."""
    return _ends(words[begin - 1]) and not _GOES_ON.fullmatch(f"{words[begin - 1]} {words[begin]}")


def _opened(words: Sequence[str]) -> str:
    """Without the words that only join it to what came before."""
    begin = next((i for i, word in enumerate(words) if not _OPENING.fullmatch(word)), 0)
    return " ".join(words[begin:])


def _joins(text: str) -> bool:
    return text.rstrip(",~").endswith(("고", "랑"))


def _cut(words: Sequence[str], ends: Callable[[str], object]) -> list[str]:
    """The words as texts, cut after every word that ends one."""
    texts: list[list[str]] = [[]]
    for word in words:
        texts[-1].append(word)
        if ends(word):
            texts.append([])
    return [" ".join(text) for text in texts if text]
