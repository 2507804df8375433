"""Signs: some are words, most are a pause or nothing at all."""

import re
import string
from typing import Final

from speech.reading.particles import topic
from speech.reading.rule import Rule, before, rule

ALIKE: Final = str.maketrans(
    {
        **{chr(ord(char) + 0xFEE0): char for char in string.punctuation + string.digits + string.ascii_letters},
        **dict.fromkeys("−–‐‑‒﹣", "-"),
        **dict.fromkeys("∼〜˜", "~"),
        **dict.fromkeys("ㆍ•・∙⋅‧", "·"),
        **dict.fromkeys("‘’`´", "'"),
        **dict.fromkeys("“”„", '"'),
        "￦": "₩",
    }
)
"""signs that are read alike, one for one, wide forms among them"""

PAUSES: Final = frozenset(',.?!…。、;:()[]{}<>《》〈〉「」『』【】"·→-—/|\n')
SAID: Final = {
    "@": " 골뱅이 ", "&": " 앤 ", "+": " 플러스 ", "#": " 샵 ", "㈜": "주식회사 ", "㈔": "사단법인 ",
}  # fmt: skip
CORPORATIONS: Final = {"주": "주식회사", "사": "사단법인", "재": "재단법인", "유": "유한회사"}

_UNFINISHED: Final = re.compile(r"[0-9가-힣a-z%.)℃°㎡㎥㎞㎏㎝㎜](?<![요네죠])(?P<gap>\s?)$", re.IGNORECASE)


def _between(match: re.Match[str]) -> str | None:
    """09:00 ~ 18:00, 월요일~금요일; but not 안녕하세요~ 반가워요."""
    front = _UNFINISHED.search(before(match))
    return "에서 " if front and (match["digit"] or bool(match["gap"]) == bool(front["gap"])) else None


def _equals(match: re.Match[str]) -> str:
    return topic(before(match).rstrip()[-1:]) + " "


def _corporation(match: re.Match[str]) -> str:
    return CORPORATIONS[match["kind"]] + " "


RULES: Final[tuple[Rule, ...]] = (
    rule(r"~(?=(?P<gap>\s?)(?:(?P<digit>[0-9'])|[가-힣]))", _between),
    rule("=", _equals),
    rule(r"\*(?=\s?(?:[을를]|버튼|키))", "별표"),
    rule(rf"\((?P<kind>[{''.join(CORPORATIONS)}])\)(?=[가-힣])", _corporation),
)


def sign(char: str) -> str:
    """A character that no rule reads. Empty when nothing is to be said."""
    return ", " if char in PAUSES else SAID.get(char, "")
