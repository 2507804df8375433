"""A wording said a little differently, as one remembers a sentence: words left out, moved, added, another ending."""

import re
from typing import Final

import numpy as np

_OPENINGS: Final = (
    "저기",
    "저기요",
    "혹시",
    "그",
    "그러니까",
    "말씀 좀 여쭐게요",
    "궁금한 게 있는데요",
    "아니",
    "저는",
)
_CLOSINGS: Final = ("알려 주세요", "궁금해요", "좀 알려 주실래요", "모르겠어요", "")
_ENDINGS: Final = (
    (
        re.compile(r"(하나요|해요|합니까|할까요|하는지요|하는가요)$"),
        ("하나요", "해요", "합니까", "하죠", "하는 건가요"),
    ),
    (
        re.compile(r"(되나요|돼요|됩니까|될까요|되는지요|되는가요)$"),
        ("되나요", "돼요", "됩니까", "되죠", "되는 건가요"),
    ),
    (
        re.compile(r"(있나요|있어요|있습니까|있을까요|있는지요)$"),
        ("있나요", "있어요", "있습니까", "있을까요", "있는가요"),
    ),
    (re.compile(r"(인가요|예요|이에요|입니까|일까요|인지요)$"), ("인가요", "예요", "입니까", "일까요", "인지요")),
    (re.compile(r"(나요|어요|아요|습니까|을까요|는지요)$"), ("나요", "는지요", "는 건가요", "는지 궁금해요")),
    (re.compile(r"(싶어요|싶습니다|싶은데요)$"), ("싶어요", "싶습니다", "싶은데요", "싶은데 어떻게 하나요")),
)


def reword(wording: str, random: np.random.Generator) -> str:
    """One to three small changes; never an empty text."""
    words = wording.rstrip("?.! ").split()
    for change in random.choice(4, int(random.integers(1, 4)), replace=False):
        if change == 0 and len(words) > 2:
            del words[int(random.integers(len(words)))]
        elif change == 1 and len(words) > 2:
            at = int(random.integers(len(words) - 1))
            words[at : at + 2] = words[at + 1], words[at]
        elif change == 2:
            words[-1] = _end(words[-1], random)
        elif change == 3:
            words = [str(random.choice(_OPENINGS)), *words]
    return " ".join(words)


def _end(word: str, random: np.random.Generator) -> str:
    for ending, others in _ENDINGS:
        if ending.search(word):
            return ending.sub(str(random.choice(others)), word)
    return f"{word} {random.choice(_CLOSINGS)}".strip()
