"""Korean text as it is said: sentences, numbers, dates, telephone numbers, units and Latin letters become Hangul.

A table of rules, tried in order at every place of the text; the first that fits says what stands there. The rules are
in `speech/reading/`. Knows nothing of sound: `pronunciation.py` goes on from here.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from speech.reading import amounts, counters, dates, latin, references, symbols, telephones, units
from speech.reading.particles import HANGUL, PARTICLE
from speech.reading.rule import WORD_BREAK

_RULES: Final = (
    *dates.RULES,
    *telephones.RULES,
    *references.RULES,
    *latin.NAMED,
    *counters.RULES,
    *amounts.RULES,
    *units.RULES,
    *symbols.RULES,
    *latin.RULES,
)
_PLAIN: Final = re.compile(r"[가-힣]+|\s+")
_AHEAD: Final = 8
"""characters in which a particle is recognised"""


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    start: int
    """characters from the start of the text"""
    end: int
    """characters from the start of the text, exclusive"""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    written: str
    """what stands between two spaces"""
    spoken: str
    """Hangul, spaces and commas (pauses); empty when nothing is to be said"""
    start: int
    """characters from the start of the text"""


def sentences(text: str) -> list[Sentence]:
    """Sentences with their place in the text. A full stop inside a date (2026. 1. 15.) or after a list number (1.)
    ends nothing."""
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [sentence for start, end in pairwise(cuts) if (sentence := _trimmed(text, start, end)).text]


def spoken_words(text: str) -> list[SpokenWord]:
    """Every written word of the text (in Unicode's composed form) with its spoken form, in order."""
    text = unicodedata.normalize("NFC", text)
    said = [""] * len(text)
    for at, piece in _pieces(text.translate(symbols.ALIKE)):
        said[at] = piece
    return [_spoken_word(word, said) for word in re.finditer(r"\S+", text)]


def spoken(text: str) -> str:
    """The whole text as it is said. Empty when nothing in it can be said."""
    said = " ".join(word.spoken for word in spoken_words(text) if word.spoken)
    return re.sub(r"[\s,]*,[\s,]*", ", ", said).strip(" ,")


_SENTENCE_END: Final = re.compile(
    r"(?:(?<![0-9])\.+|[?!…。]+\.*|(?<=[0-9]{3})\.(?!\s*[0-9]))[\"'”’)\]]*(?=\s|$)\s*|\n\s*"
)


def _trimmed(text: str, start: int, end: int) -> Sentence:
    part = text[start:end]
    begin = start + len(part) - len(part.lstrip())
    return Sentence(part.strip(), begin, begin + len(part.strip()))


def _spoken_word(word: re.Match[str], said: list[str]) -> SpokenWord:
    """`said`: what each character of the text begins."""
    spoken = re.sub(r"\s+", " ", "".join(said[word.start() : word.end()])).strip()
    return SpokenWord(word.group(), spoken, word.start())


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """(place, spoken form) of everything in the text, in order."""
    at = 0
    while at < len(text):
        if plain := _PLAIN.match(text, at):
            yield at, plain.group()
            at = plain.end()
        elif read := _first_that_fits(text, at):
            match, said = read
            yield from _by_word(match, _joined(said, text, match.end()))
            at = match.end()
        else:
            yield at, symbols.sign(text[at])
            at += 1


def _first_that_fits(text: str, at: int) -> tuple[re.Match[str], str] | None:
    for rule in _RULES:
        if (match := rule.pattern.match(text, at)) and (said := rule.say(match)) is not None:
            return match, said
    return None


def _by_word(match: re.Match[str], said: str) -> Iterator[tuple[int, str]]:
    """What is said of a reading that spans several written words, each part at its own word."""
    starts = (word.start() for word in re.finditer(r"\S+", match.group()))
    return ((match.start() + start, part) for start, part in zip(starts, said.split(WORD_BREAK), strict=False))


def _joined(said: str, text: str, end: int) -> str:
    """A space between a number and the word that counts (삼십 분), none before a particle (삼십은)."""
    rest = text[end : end + _AHEAD]
    counts = HANGUL.match(rest) and said and said[-1] not in " ," and not PARTICLE.match(rest)
    return said + " " if counts else said
