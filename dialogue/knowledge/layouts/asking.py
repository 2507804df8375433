"""How people may ask for a thing of which only the title is known."""

import re
from typing import Final

_ASIDE: Final = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>)\s*")
_RECEIVED: Final = re.compile(
    r"(?:지원|지원금|지원비|급여|수당|연금|장려금|장학금|보조금|보조|이용권|바우처|감면|할인|면제|경감|대출|융자|위로금|보상금"
    r"|의료비|생활비|교육비|학비|장례비|양육비|간병비|축하금|수리|환급|교부|지급|대여)(?:\s?(?:사업|제도))?"
)
_USED: Final = re.compile(
    r"(?:서비스|센터|쉼터|복지관|상담|검진|접종|교실|프로그램|돌봄|도서관|경로당|급식)(?:\s?(?:사업|제도|운영))?"
)


def ways_to_ask(title: str) -> list[str]:
    """The title, the title without its brackets, and how one asks to receive or to use such a thing."""
    short = " ".join(_ASIDE.sub(" ", title).split())
    name = short if len(short) > 1 else title
    last = " ".join(name.split()[-2:])
    ways = [title, name]
    if _ends(_RECEIVED, last):
        ways += [f"{name} 신청은 어떻게 해요", f"{name} 받으려면 어떻게 해야 해요", f"{name} 누가 받을 수 있어요"]
    elif _ends(_USED, last):
        ways += [f"{name} 이용하려면 어떻게 해요", f"{name} 누가 이용할 수 있어요"]
    return list(dict.fromkeys(ways))


def _ends(words: re.Pattern[str], text: str) -> bool:
    return any(found.end() == len(text) for found in words.finditer(text))
