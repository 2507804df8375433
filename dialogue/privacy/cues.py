"""What the words around a number say about it: whose it is, and what kind."""

import re
from dataclasses import dataclass
from typing import Final

_BEFORE: Final = 40
_AFTER: Final = 16
"""characters that are read before and after a number"""

_SENTENCE_END: Final = re.compile(r"[.?!。]\s|\n")
_LABEL: Final = re.compile(r"\[[^\[\]]{1,10}\]")

_FAMILY: Final = (
    "남편|아내|아들|딸|며느리|사위|영감|할머니|할아버지|어머니|아버지|엄마|아빠|동생|손자|손녀|형님|누나|언니"
)
_OWN: Final = re.compile(
    r"(?<![가-힣)\]\d])(?:제|내|저희|나의|저의|나|저|제가|내가|본인|저는|나는|전)(?![가-힣])"
    rf"|(?<![가-힣])(?:제|내|저희|우리)\s?(?:번호|전화|집|연락처|핸드폰|휴대폰|폰|가게|마누라|손|{_FAMILY})"
    r"|집은|집이|집으로|집에|집\s?전화|자택|댁|가게\s?전화"
    rf"|(?:{_FAMILY})[가-힣]?\s?(?:번호|전화|연락처|폰|핸드폰)"
    r"|(?:전화|연락|문자|회신|콜백)(?:를|을)?\s?(?:좀\s?|꼭\s?|한\s?번\s?)?(?:주|줘|달라|부탁|바라|바랍|받|남겨|드릴)"
    r"|(?:저|나|제|내)(?:한테|에게)|번호\s?남[길겨]"
)
_OFFICE: Final = re.compile(
    r"구청|시청|군청|도청|시장실|주민센터|동사무소|복지센터|복지관|복지과|보건소|공단|공사|센터|사업소|경찰서|소방서|파출소|지구대|우체국"
    r"|세무서|법원|교육청|지사|본부|대표|문의|민원|상담|재단|협회|조합|도서관|박물관|터미널|콜|안내|신고|예매|병원|은행|학교|경로당|회관"
    r"|관리사무소|다산|물어보|여쭤|전화(?:를|로)?\s?(?:하세요|하시|하십|해\s?보|걸|거세|거시)|걸면|거세요|거시면|연락하(?:시|셔|거나|면)|연락해\s?보"
    r"|[가-힣]{2}(?:원|과|부|처|청|회|팀|실|소|관)(?:의|은|는|에)?\s?(?:\(|☎|전화|연락처|번호)"
)

_WORDS: Final = {
    "비밀번호": r"비밀\s?번호|비번|핀\s?번호|암호|인증\s?번호",
    "카드번호": r"카드|유효\s?기간|시브이씨|씨브이씨|[cC][vV][cC]",
    "외국인등록번호": r"외국인(?:\s?등록(?:증|\s?번호)?)?",
    "주민등록번호": r"주민(?!\s?센터)|민증|앞\s?자리|뒷\s?자리|앞\s?번호|뒷\s?번호|등록\s?번호|생년월일",
    "사업자등록번호": r"사업자",
    "운전면허번호": r"면허",
    "여권번호": r"여권",
    "계좌번호": r"계좌|통장|입금|송금|이체|환급",
    "차량번호": r"차량?\s?번호|번호판|자동차\s?번호",
    "주소": r"우편\s?번호",
    "번호": r"(?:고객|관리|접수|환자|회원|증|일련|문서)\s?번호|수용가|보험증|증서|학번|군번",
    "은행": r"은행|농협|신협|우체국|금고|뱅크|수협|카카오|토스",
    "전화번호": r"전화|핸드폰|휴대폰|휴대\s?전화|연락처|연락|폰|콜백|문자",
    "기타번호": r"[가-힣]{2,6}\s?번호(?=[은는이가]?\s?$)",
}

_KIND: Final = re.compile("|".join(f"(?P<{label}>{words})" for label, words in _WORDS.items()))
_LAST_FOUR: Final = re.compile(r"(?:끝|뒷|뒤|마지막)\s?(?:자리|번호|네\s?자리|4\s?자리|에)|끝[이은]|(?:네|4)\s?자리")
_HAS_LAST_FOUR: Final = ("전화번호", "주민등록번호", "카드번호", "계좌번호")
_IS_LAST: Final = re.compile(r"[이가]?\s?(?:끝|뒷)\s?(?:번호|자리)")
_CARD_PROOF: Final = r"유효\s?기간|시브이씨|씨브이씨|[cC][vV][cC]|(?:뒤|뒷면|뒷)(?:에|의)?\s?(?:세|3|삼)\s?자리"
_EXPIRY: Final = re.compile(_CARD_PROOF)
_DIRECT: Final = re.compile(rf"(?:비밀\s?번호|비번|인증\s?번호|{_CARD_PROOF})[은는이가]?\s?$")
_BIRTH: Final = re.compile(r"생년월일|생일|주민|민증|앞\s?자리|앞\s?번호")
_ROUTE: Final = re.compile(r"버스|노선|지하철|내선|교환|채널|몇\s?번")


@dataclass(frozen=True, slots=True)
class Cues:
    """The words before and after a number, in its own sentence; labels of what was masked before are left out."""

    before: str
    after: str

    @property
    def kind(self) -> str | None:
        """The label that the nearest telling word stands for; words before count first."""
        kinds = [found.lastgroup for found in _KIND.finditer(self.before)]
        after = _KIND.search(self.after)
        return kinds[-1] if kinds else after and after.lastgroup

    @property
    def own(self) -> bool:
        """Whether the caller speaks of something of theirs."""
        return _OWN.search(self.before) is not None or _OWN.search(self.after) is not None

    @property
    def office(self) -> bool:
        return _OFFICE.search(self.before) is not None or _OFFICE.search(self.after) is not None

    @property
    def alone(self) -> bool:
        """Whether nothing to speak of is said besides the number."""
        return len(re.sub(r"[\W_]+", "", self.before + self.after)) <= 4

    @property
    def route(self) -> bool:
        return _ROUTE.search(self.before) is not None or _ROUTE.search(self.after) is not None

    @property
    def last_four(self) -> bool:
        """Whether the last digits of a number are named together with what it is of, or right after them."""
        named = self.kind in _HAS_LAST_FOUR and _LAST_FOUR.search(self.before) is not None
        return named or _IS_LAST.match(self.after) is not None

    @property
    def expiry(self) -> bool:
        return _EXPIRY.search(self.before) is not None

    @property
    def named_secret(self) -> bool:
        """Whether the name of a password or of what proves a card stands right before."""
        return _DIRECT.search(self.before) is not None

    @property
    def birth(self) -> bool:
        return _BIRTH.search(self.before) is not None


def around(text: str, start: int, end: int) -> Cues:
    """The cues for the number that stands at start…end."""
    before = _SENTENCE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + _AFTER])[0]
    return Cues(_LABEL.sub(" ", before), _LABEL.sub(" ", after))
