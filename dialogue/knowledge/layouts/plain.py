"""Official texts as plain sentences, as far as that changes nothing they say."""

import re
from collections.abc import Sequence
from typing import Final

from dialogue.tidy import tidy

_BULLET: Final = re.compile(r"(?:^|\s)(?:[•▪■□○◦●◆◇▶▷☞✔※*-]|[❶-❿])\s*(?=\S)|\s(?=[①-⑳])")
_LINE_NUMBER: Final = re.compile(r"^(?:(?:\d{1,2}[.)]|[가-하][.)])\s+(?=\D)|[-–—·ㆍ]\s*)")
_BETWEEN: Final = re.compile(r"(?<=[.!?])\s+(?=\S)")
_ABBREVIATION: Final = re.compile(r"(?:^|[\s(,~])\d{1,4}\.$")
_GOES_ON: Final = re.compile(r"(?:고|며|거나|및|또는|,)$")
_END: Final = re.compile(r"[.!?…]$")

_DOES: Final = (
    "지원|제공|지급|도모|기여|제외|실시|운영|해당|신청|적용|인정|시행|발급|부담|산정|결정|제한|이용|사용|보호|예방|완화|해소|강화"
    "|유도|조성|제고|증진|경감|향상|마련|방지|추진|활용|선정|필요|가능"
)
_GIVES: Final = "지원|제공|지급|감면|면제|발급|환급|도모|유도|조성|제고|경감|방지|예방|실현|보호"
_ENDINGS: Final = (
    (re.compile(r"고자\s?함$"), "고자 합니다"),
    (re.compile(r"위함$"), "위한 것입니다"),
    (re.compile(rf"({_DOES})함$"), r"\1합니다"),
    (re.compile(rf"({_DOES})됨$"), r"\1됩니다"),
    (re.compile(r"할 수 있음$"), "할 수 있습니다"),
    (re.compile(r"([있없])음$"), r"\1습니다"),
    (re.compile(r"것임$"), "것입니다"),
    (re.compile(r"(\s)(가능|불가|불가능|필요)$"), r"\1\2합니다"),
    (re.compile(rf"([을를](?: \S+)?) ({_GIVES})$"), r"\1 \2합니다"),
    (re.compile(rf"(도록|하여|해|하고) ({_GIVES})$"), r"\1 \2합니다"),
    (re.compile(r" (제공|지급|도모)$"), r" \1합니다"),
    (re.compile(r"에 (기여|이바지)$"), r"에 \1합니다"),
)
"""the note style of offices → 합니다, only where nothing but the ending changes"""


def sentences(text: str) -> list[str]:
    """The sentences and listed points of a text, each with its full stop."""
    begun = ""
    told = []
    for point in (point for line in text.split("\n") for point in _points(tidy(line))):
        begun = f"{begun} {point}".strip()
        if not _GOES_ON.search(begun):
            told.append(begun)
            begun = ""
    return [ended(part) for part in (*told, begun) if any(c.isalnum() for c in part)]


def ended(text: str) -> str:
    """One sentence with a polite ending where that is safe, and a full stop."""
    text = text.replace("☎", "").rstrip(" ,;:")
    bare = text.removesuffix(".")
    for pattern, polite in _ENDINGS:
        changed, found = pattern.subn(polite, bare)
        if found:
            return f"{changed}."
    return text if _END.search(text) else f"{text}."


def shortened(told: Sequence[str], most: int) -> tuple[str, ...]:
    """The leading sentences that have at most so many letters together; the first one always."""
    length, kept = 0, 0
    for sentence in told:
        length += len(sentence) + 1
        if kept and length > most:
            break
        kept += 1
    return tuple(told[:kept])


def _points(line: str) -> list[str]:
    parts: list[str] = []
    for point in _BULLET.split(_LINE_NUMBER.sub("", line)):
        begun = ""
        for piece in _BETWEEN.split(point.strip()):
            begun = f"{begun} {piece}".strip()
            if not _ABBREVIATION.search(begun) and begun.count("(") <= begun.count(")"):
                parts.append(begun)
                begun = ""
        parts.append(begun)
    return parts
