"""Understands wishes about the talk itself: again, slower, louder, simpler, a person; and those about the screen."""

import re
import unicodedata
from typing import Final

from dialogue.manners import BEFORE, END, GIVE
from dialogue.showing import screen_wish
from dialogue.talk import talk
from dialogue.types import Command

_SAY = (
    rf"(((말씀?|얘기|이야기|설명|대답)(을|좀|도)?|말){END}{{1,9}}"
    rf"|(읽어|들려|알려|알리|가르쳐|갈쳐|해|혀)({GIVE}|도|요)?)"
)
_SOUND = r"(((목|말)?소리|볼륨|음량|말|말씀)(을|를|이|가|은|는|도)?)"
_TALK = r"((말|말씀|말하는게|설명|얘기)(이|가|을)?)"
_MORE = r"(좀|조금|조금만|더|쪼매|쪼까|함|한번)*"
_TOO = r"(너무|좀|참|왜이리|왜이렇게|이렇게|잘|하나도|통|영|당최|도통|도대체|나는)*"

_PATTERNS: Final[dict[Command, tuple[str, ...]]] = {
    "back": (
        rf"뒤로(돌아)?(가{END}*|요)?|이전(으로|화면|화면으로|거|것|답|대답){_MORE}(다시)?(돌아)?(가{END}*|{_SAY}|요)?",
        rf"아까(그|한|말한|하던)*(거|것|말|얘기|이야기|대답|답)(를|을)?{_MORE}(다시)?{_SAY}?(요)?",
    ),
    "again": (
        rf"(다시|또|한번더|한번만더|처음부터)(한번|좀|더|만|함|다시)*({_SAY}|듣기|들을(래|게)요?|요)?",
        r"뭐|(뭐|머|뭣|무어)(라|이라)(고|꼬|구|카노|카능교|카는교|캤노|캤어요?|했노|했소|했능교|고라|고라우|여|하노)(요|예|유)?",
        r"(뭐|머|무슨말)(라고|라|을|라꼬)?(했|하셨|하신|그랬|그러셨|그러신|말했|말씀하셨|말씀하신)\w{0,5}",
        r"(잘)?못(들었|알아들었|알아묵었)\w{0,6}|(소리가)?잘?안들렸\w{0,4}|까먹었\w{0,4}|잊어버렸(어요?|네요?)",
    ),
    "slower": (
        rf"{_MORE}{_TALK}?{_MORE}(천천히|천천이|찬찬히|느리게|싸목싸목)(좀|조금|더)*({_SAY}|요|만)?",
        rf"{_TALK}?{_TOO}(빨라|빠르|빨러|빠릅)(서)?(잘|못|안)*(알아|따라)?(듣|들|가)?\w{{0,5}}",
    ),
    "faster": (
        rf"{_MORE}{_TALK}?{_MORE}(빨리|빠르게|얼른|후딱|퍼뜩)(좀|조금|더)*{_SAY}|{_MORE}(빨리|빠르게)(요)?",
        rf"{_TALK}?{_TOO}(느려|느리|느립)\w{{0,5}}",
    ),
    "louder": (
        rf"{_SOUND}?{_MORE}(크게|커게|큰소리로)(좀|더)*({_SAY}|요)?|{_SOUND}{_MORE}(키워|높여|올려)({GIVE}|요)?",
        rf"{_SOUND}?{_TOO}(안|못)(들려|들리|들립|들린|들겨|듣겠|듣것)\w{{0,6}}",
        rf"((목|말)?소리|볼륨)(가|이)?{_TOO}(작|적|조그|쪼그)\w{{0,5}}",
    ),
    "quieter": (
        rf"{_SOUND}?{_MORE}(작게|조용히|조용하게|살살|작은소리로)(좀|더)*{_SAY}",
        rf"{_SOUND}{_MORE}(낮춰|줄여|내려|작게)({GIVE}|요)?|((목|말)?소리|볼륨)(가|이)?{_TOO}(커|크|큽|시끄러){END}{{0,5}}",
    ),
    "simpler": (
        rf"{_MORE}((알기|알아듣기|이해하기)?(쉽게|쉽고)|쉬운말로|간단히|간단하게|알아듣게|짧게|풀어서)(좀|더)*({_SAY}|요)?",
        r"(무슨|뭔|먼)(말|소리|소린|얘기|뜻|말씀)(이여|이야|이요|이에요|예요|이고|인교|이당가|인고|이래요?|인가요?)?",
        rf"(무슨|뭔|먼)(말|소리|소린|얘기|뜻|말씀)(인지|인가|지|을하는지)?{_TOO}(모르|못알아|이해)\w{{0,7}}",
        rf"{_TALK}?{_TOO}(어려워|어렵|복잡|헷갈)\w{{0,4}}|{_TOO}(못알아듣|이해(가|를)?(잘)?(안|못)|뭔지모르|모르겠){END}{{0,6}}",
    ),
    "home": (rf"맨?(처음|첫화면|처음화면|홈|홈화면)으로(다시|좀)*(돌아)?(가{END}*|보내{END}*|요)?|처음화면|첫화면",),
}
_WHOLE = [(name, re.compile(f"{BEFORE}({'|'.join(forms)})")) for name, forms in _PATTERNS.items()]
_LONGEST = 24
"""letters without blanks; longer sentences are about something else"""

_KNOWN: Final[dict[str, Command]] = {
    "다시말해주세요": "again",
    "다시말해줘": "again",
    "다시한번말해주세요": "again",
    "다시한번말씀해주세요": "again",
    "한번더말해주세요": "again",
    "뭐라고했어요": "again",
    "천천히": "slower",
    "천천히말해줘": "slower",
    "천천히말해주세요": "slower",
    "천천히말씀해주세요": "slower",
    "좀천천히말해주세요": "slower",
    "빨리말해주세요": "faster",
    "크게말해줘": "louder",
    "크게말해주세요": "louder",
    "크게말씀해주세요": "louder",
    "좀크게말해주세요": "louder",
    "소리가안들려요": "louder",
    "안들려요": "louder",
    "잘안들려요": "louder",
    "작게말해주세요": "quieter",
    "쉽게말해줘": "simpler",
    "쉽게말해주세요": "simpler",
    "쉽게말씀해주세요": "simpler",
    "쉽게설명해주세요": "simpler",
    "처음으로": "home",
    "상담을마칠게요": "finish",
    "인쇄해주세요": "print",
    "글자크게해주세요": "larger",
    "다음질문할게요": "next",
    "상담원바꿔주세요": "human",
    "사람바꿔주세요": "human",
    "직원연결해주세요": "human",
    "상담원연결해주세요": "human",
}
"""compared by their jamo with what was heard"""
_MISHEARD = 9
"""jamo of a known form for each one that may be misheard"""
_SHORTEST = 8
"""jamo; anything shorter must be said clearly"""
_FORMS = {unicodedata.normalize("NFD", form): name for form, name in _KNOWN.items()}


def command(text: str) -> Command | None:
    """The wish, when the whole text is one, said in dialect or slightly misheard; None for anything else."""
    letters = re.sub(r"[\W_]+", "", text.lower())
    if not letters or len(letters) > _LONGEST:
        return None
    if re.fullmatch(r"\s*(네|예|응|어|뭐|에)\s*\?+\s*", text):
        return "again"
    about_screen = screen_wish(text)
    if about_screen:
        return about_screen
    if talk(text) == "human":
        return "human"
    return next((name for name, form in _WHOLE if form.fullmatch(letters)), None) or _misheard(letters)


def _misheard(letters: str) -> Command | None:
    jamo = unicodedata.normalize("NFD", letters)
    if len(jamo) < _SHORTEST:
        return None
    near = [(form, name) for form, name in _FORMS.items() if abs(len(form) - len(jamo)) <= len(form) // _MISHEARD]
    return next((name for form, name in near if _distance(jamo, form) <= len(form) // _MISHEARD), None)


def _distance(one: str, other: str) -> int:
    """Jamo to change, add or leave out (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return row[-1]
