"""Tells apart what may be a question from what cannot be one, before anything is looked up."""

import re

_SYLLABLE = re.compile(r"[가-힣]")
_NUMBER = re.compile(r"\d{3,4}\s?번?[.?!]?")
_ORDERS = re.compile(
    r"(지시|명령|프롬프트|규칙|설정|지침)(사항)?(을|를|은|는|들을)?\s*(모두|전부|다|싹)?\s*(무시|잊어|잊고|무효|어기|바꿔|출력|보여)"
    r"|(시스템|숨은|원래)\s*(프롬프트|지시문|명령어)|너는\s*(이제|지금)부터"
)


def may_be_question(text: str) -> bool:
    """Whether the text has two Korean syllables that differ, or is a number to call, and gives a machine no orders."""
    if _NUMBER.fullmatch(text):
        return True
    return len(set(_SYLLABLE.findall(text))) > 1 and not _ORDERS.search(text)
