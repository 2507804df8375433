"""Where a sentence is said in one breath and where it pauses, for ears that need time.

Korean phrases end at commas, at the endings that join clauses (-고, -면, -는데) and behind a long subject. Numbers that
must be written down stand alone between longer pauses. Lengths follow advice for speaking to older listeners: phrases
of about two seconds, pauses that let each be taken in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from speech.korean import SpokenWord, spoken_words
from speech.reading.telephones import SERVICE_LINES

PHRASE: Final = 0.35
"""seconds between phrases, at pace 1"""
NUMBER: Final = 0.5
"""seconds before and after a number that is to be written down"""
SENTENCE: Final = 0.85
"""seconds between sentences"""

SHORTEST: Final = 5
"""syllables before a clause may end a phrase"""
LONG: Final = 8
"""syllables from which a subject ends a phrase"""
LONGEST: Final = 15
"""syllables; a longer phrase ends behind the next particle"""
REST: Final = 4
"""syllables that must follow"""

_COMMA: Final = re.compile(r"[,;:·)\]」』”’]$|[,;:]\S?$")
_CLAUSE: Final = re.compile(
    r"(?:고|며|면|서|니까|지만|는데|은데|인데|거나|도록|때|후|뒤|전에|위해|경우|다가|라도|아도|어도)(?:는|도|에는|에)?$"
)
_SUBJECT: Final = re.compile(
    r"(?:(?<![좋많받같싶않높낮작늦젊먹입읽맞찾적넓])은|(?<![있없하되받가오보주나살쓰내사드시리지않싶타먹])는|께서|부터|까지)$"
)
"""not the endings of verbs and adjectives that look the same (있는, 받은)"""
_PARTICLE: Final = re.compile(r"(?:을|를|이|가|에|로|으로|에서|와|과|게|도|나|만)$")
_TO_WRITE_DOWN: Final = re.compile(
    r"(?<![0-9,.])(?:\(?0[0-9]{1,2}\)?[-.)]?[0-9]{3,4}-[0-9]{4}|0[0-9]{1,2}-[0-9]{3}|1[0-9]{3}-[0-9]{4}|[0-9]{3,6}-[0-9]{2,6}-[0-9]{3,7}"
    rf"|(?:{'|'.join(SERVICE_LINES)})(?=번|\)|$|으로|로|에))(?![0-9])"
)
_STRESSED: Final = re.compile(r"[0-9]|^(?:꼭|반드시|무료|먼저|절대|바로|직접)")


@dataclass(frozen=True, slots=True)
class PhrasedWord:
    word: SpokenWord
    pause: float
    """seconds of silence behind it at pace 1; 0 inside a phrase"""
    stressed: bool
    """a number or a word that matters"""


def phrased(sentence: str) -> list[PhrasedWord]:
    """Every written word of one sentence, in order."""
    words = spoken_words(sentence)
    lengths = [_syllables(word) for word in words]
    certain = [_certain(words, at) for at in range(len(words))]
    found: list[PhrasedWord] = []
    said = 0
    for at, word in enumerate(words):
        said += lengths[at]
        end = next(i for i in range(at, len(words)) if certain[i])
        pause = certain[at] or _breath(word, said, left=sum(lengths[at + 1 : end + 1]))
        said = 0 if pause else said
        found.append(PhrasedWord(word, pause, bool(_STRESSED.search(word.written.lstrip("(「『\"'")))))
    return found


def _certain(words: Sequence[SpokenWord], at: int) -> float:
    """The pause that is made behind a word whatever stands around it."""
    if at + 1 == len(words):
        return SENTENCE
    if any(_TO_WRITE_DOWN.search(word.written) for word in words[at : at + 2]):
        return NUMBER
    return PHRASE if words[at].spoken and _COMMA.search(words[at].written) else 0.0


def _breath(word: SpokenWord, said: int, left: int) -> float:
    """The pause behind a word that may end a phrase. `said`: syllables of the phrase; `left`: to the next pause."""
    bare = word.written.rstrip("\"'”’")
    ends = (
        (said >= SHORTEST and _CLAUSE.search(bare))
        or (said >= LONG and _SUBJECT.search(bare))
        or (said >= LONGEST and _PARTICLE.search(bare))
    )
    return PHRASE if ends and left >= REST else 0.0


def _syllables(word: SpokenWord) -> int:
    return sum("가" <= char <= "힣" for char in word.spoken)
