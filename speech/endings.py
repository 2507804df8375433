"""How a Korean sentence stands where it has stopped for the moment: finished, going on, or being read out.

Korean puts what decides at the end: the verb's last syllables say question, request, statement or "and then …", and a
noun with a particle still waits for its verb. So the last word of a partial transcript is nearly enough. Works on text
with or without punctuation; knows nothing of sound or time.
"""

import re
from enum import Enum, auto
from typing import Final


class Ending(Enum):
    FINISHED = auto()
    """a whole question or request: the caller waits for the answer"""
    LIKELY = auto()
    """a whole statement, often the introduction of a question; or a soft request (-는데요)"""
    OPEN = auto()
    """the words do not tell"""
    HELD = auto()
    """a connective, a particle or a filler: more is to come"""
    READING = auto()
    """in the middle of a number or an address"""


def ending(text: str) -> Ending:
    """How the partial transcript of a turn ends."""
    words = _NOT_SAID.sub(" ", text).split()
    if not words:
        return Ending.OPEN
    if text.rstrip().endswith("?"):
        return Ending.FINISHED
    last, sentence = words[-1], " ".join(words[-_REACH:])
    if _FILLER.fullmatch(last):
        return Ending.HELD
    if _GREETING.fullmatch(last):
        return Ending.OPEN
    if number := _NUMBER.search(sentence):
        return Ending.OPEN if _PHONE.fullmatch(number.group().replace(" ", "")) else Ending.READING
    return _sentence(last, sentence) or _unfinished(last) or _bare(last, words)


def _sentence(last: str, sentence: str) -> Ending | None:
    """Verbs that end a sentence. Most make a question with a question word before them, a statement without."""
    if _REQUEST.search(sentence):
        return Ending.FINISHED
    if last.endswith(("니까", "니꺼")):
        return Ending.FINISHED if _final(last[-3:-2]) == _BIEUP else Ending.HELD
    if _AFTERTHOUGHT.search(last):
        return Ending.OPEN
    if _QUESTION.search(last):
        return Ending.FINISHED
    asking = _ASKING.search(sentence) is not None
    if _POLITE.search(last):
        return Ending.FINISHED if asking else Ending.LIKELY
    if _SOFT.search(last) or (last.endswith("다") and _final(last[-2:-1]) in _BEFORE_DA):
        return Ending.LIKELY
    return Ending.LIKELY if asking and _PLAIN.search(last) else None


def _unfinished(last: str) -> Ending | None:
    if _PLACE.fullmatch(last):
        return Ending.READING
    waits = _CONNECTIVE.search(last) or last[-1] in _PARTICLES or (last[-1] == "데" and _final(last[-2:-1]) == _NIEUN)
    if waits and len(last) > 1 and not _ASKING.match(last):
        return Ending.HELD
    return Ending.HELD if _MODIFIER.search(last) else None


def _bare(last: str, words: list[str]) -> Ending:
    """A noun or an adverb: seniors ask in a word or two (어디로, 등본), but a longer sentence has a verb, unless it is
    the name of a service (노인 틀니 지원)."""
    complete = len(words) <= _CAPTION or _VERB.search(last) or _SERVICE.search(last)
    return Ending.OPEN if complete else Ending.HELD


def _final(syllable: str) -> int | None:
    """Number of the consonant under a Hangul syllable, 0 for none (Unicode 3.12)."""
    return (ord(syllable) - 0xAC00) % 28 if re.fullmatch("[가-힣]", syllable) else None


_REACH: Final = 8
"""words, from the last one backwards, in which a question word is looked for"""
_CAPTION: Final = 2
"""words of a question without a verb"""
_NIEUN, _BIEUP = 4, 17
_BEFORE_DA: Final = (4, 18, 20)
"""ㄴ ㅄ ㅆ: 한다, 없다, 했다; but not 보다, 마다, 다"""

_NOT_SAID: Final = re.compile(r"[^\w]+")

_FILLER: Final = re.compile(
    r"그+|음+|으음|어+|저+|에+|아+|저기|저기요|그게|그게요|그거|거시기|뭐지|뭐더라|뭐냐|이제|인제|그러니까|그러니깐|그니까|긍까|"
    r"그래서|그런데|그런데요|근데|근데요|그리고|그러면|그럼|그래가지고|그래갖고|아니|있잖아|있잖아요|혹시|저는요|제가요|"
    r"말하자면|뭐랄까|그래도|왜냐하면|또|또한|잠깐만|잠깐만요|잠시만요"
)
_GREETING: Final = re.compile(r"안녕하세요|안녕하십니까|여보세요|네|예|아니요|아뇨|수고하세요|수고하십니다|계세요")

_DIGIT: Final = r"(?:[0-9]|[공영일이삼사오육륙칠팔구]|하나|둘|다시)"
_NUMBER: Final = re.compile(rf"(?<!\S)(?:{_DIGIT}\s?)*(?:[0-9]|{_DIGIT}\s?{_DIGIT})에?$")
"""digits one by one; between groups one says 에 or 다시"""
_PHONE: Final = re.compile(r"[0공영][1일][0-9공영일이삼사오육륙칠팔구]{9}")
"""a whole mobile number"""
_PLACE: Final = re.compile(
    r"[가-힣]{1,5}(?:특별시|광역시)|[가-힣]{2,4}(?:아파트|빌라)|번지|[가-힣0-9]{1,4}[^자활운행이감노]동|"
    r"[가-힣]{1,2}[^친가누입출도연요지야]구|[가-힣0-9]{2,5}(?:대로|번길)|[0-9일이삼사오육칠팔구십백천]+(?:호|층|번지|동|단지|번|년|월)"
)

_REQUEST: Final = re.compile(
    r"(?:십시오|[세셔]요|줘[요유]|이소|[아어여해] ?주[소쇼]|주라|[주줄]래요|"
    r"(?:부탁|문의)\s?(?:드립니다|드려요|합니다|해요|드릴게요)|바랍니다|(?:알고|하고|받고|묻고|가고|보고)\s?싶(?:어요|습니다)|"
    r"궁금(?:합니다|해요|하네요|해서요)|(?:알려|가르쳐|말해|해|도와|좀)\s?줘)$"
)
_QUESTION: Final = re.compile(
    r"(?:[나까][요유여]|[은는인한른간건된던린큰운런쁜픈]가[요유]|지요|[하되있없느]냐|"
    r"[가-힣](?:노|꼬|대유)|[는능]교|[당랑]가)$"
)
"""the last line: Gyeongsang, Jeolla and Chungcheong"""
_ASKING: Final = re.compile(
    r"(?:^|\s)(?:어디(?!나)|어떻|어떤|어느|언제(?!나|든)|얼마(?!\s?전)|얼만|누구(?!나|든)|누가|뭐(?=\S)|뭘|무엇|무슨|몇|왜|어찌|어쩌|어째)"
)
_AFTERTHOUGHT: Final = re.compile(r"(?:[고서면]|니까|거든|잖아)요$")
_POLITE: Final = re.compile(
    r"(?:니다|[니심]더|니데이|[있없겠]소|[지까]라|(?<![필중주])요|[해어아에데]유|[가-힣]여유|죠|구만)$"
)
_SOFT: Final = re.compile(r"(?:거든|구나|더라고|[이거꺼뭐디마구제]야|[했였았었겠있없]어|[되있없]나|[은는인건]가)$")
_PLAIN: Final = re.compile(r"(?:해|돼|[^는은인을될할]지|니|냐|래|대|까)$")

_VERB: Final = re.compile(r"[해돼어아여지네니자래대까냐다요죠구걸게께소봐줘와가나야뻐파혀유데셔려져쳐라워]$")
_SERVICE: Final = re.compile(
    r"(?:신청|발급|조회|신고|상담|등록|지원|감면|할인|요금|전화|번호|방법|서류|[가-힣]기)$|^[법곳]$"
)
_CONNECTIVE: Final = re.compile(
    r"(?:고|면|서|니까|려고|려|러|거나|지만|다가|도록|든지|든가|라도|때문에|때|야|며|하여|되어|느라|길래|"
    r"자마자|하게|까지|부터|한테|에게|께|보다|처럼|마다|이나|랑|대해|관해|위해|인해|통해|따라|동안|관련)$"
)
_PARTICLES: Final = frozenset("은는이가을를에로와과의도만")
_MODIFIER: Final = re.compile(
    r"(?:할|될|갈|볼|줄|올|된|던|하는|되는|있는|없는)$|"
    r"^(?:이|그|저|제|우리|저희|내|좀|안|못|잘|더|다|수|것|거|게|건|걸|적|줄|데|지금|요즘|보통|너무|많이|자주|계속|그냥|빨리|모두)$"
)
