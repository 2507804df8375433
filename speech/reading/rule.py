"""A rule: what it reads, and what is said then."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

WORD_BREAK: Final = "\n"
"""stands in what is said where the reading spans written words, so that each word keeps its own part"""
WINDOW: Final = 24
"""characters before a match that a rule may look at; bounded, so that reading takes time in proportion to the text"""

Say = Callable[[re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: re.Pattern[str]
    say: Say
    """None when the surroundings speak against it; the next rule is tried then"""


def rule(pattern: str, say: Say | str, flags: re.RegexFlag = re.IGNORECASE) -> Rule:
    """`say`: a function of the match, or always the same words."""
    return Rule(re.compile(pattern, flags), _always(say) if isinstance(say, str) else say)


def before(match: re.Match[str]) -> str:
    """What stands in front of the match, as far as a rule may look."""
    return match.string[max(0, match.start() - WINDOW) : match.start()]


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


def join(parts: Iterable[tuple[str, str]]) -> str:
    """What is said of several parts, each with the written text in front of it: blanks there are borders of words."""
    said = ""
    for gap, part in parts:
        said += (WORD_BREAK if re.search(r"\s", gap) else " " if said else "") + part
    return said


def _always(said: str) -> Say:
    return lambda _match: said
