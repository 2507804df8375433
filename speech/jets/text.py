"""Text as the tokens of a model, each knowing the written word it belongs to and the sound that is heard in it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from speech.jets.errors import VoiceError
from speech.jets.spelling import Spelling
from speech.korean import sentences
from speech.phrasing import phrased
from speech.pronunciation import FINALS, Syllable, pronounce

LONGEST: Final = 45
"""syllables that are spoken in one go; a longer sentence is cut at a pause or between words"""
SOON: Final = 8, 20
"""syllables of the first go, when a pause lies there: the more are read at once, the later the first is heard"""
SPACES: Final = (" ", "<space>")
_PART: Final = re.compile(r"[가-힣]{1,40}|,")
_FIRST_FINAL: Final = 0x11A7


@dataclass(frozen=True, slots=True)
class Token:
    symbol: str
    """as the model's list has it: a conjoining jamo, a punctuation mark, a space"""
    syllable: int | None = None
    """running number; None for what is no part of a syllable"""
    word: int | None = None
    """index of the written word"""
    heard: str = ""
    """compatibility jamo; empty where nothing of its own is heard, as in a silent ㅇ"""
    vowel: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    words: tuple[str, ...]
    tokens: tuple[Token, ...]
    """`word` counts from the first of `words`"""

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class _Part:
    """One word as it is given to the model."""

    written: int
    hangul: str
    pause: bool = False
    """after it"""


class Front:
    """`symbols`: the tokens of the model; `spaced`: whether it was taught with spaces between words."""

    def __init__(self, symbols: Sequence[str], g2p: str, spelling: Spelling) -> None:
        self._ids = {symbol: index for index, symbol in enumerate(symbols)}
        self._spelling = spelling
        self._space = "" if g2p.endswith("no_space") else next((one for one in SPACES if one in self._ids), "")

    def utterances(self, text: str) -> list[Utterance]:
        """What is spoken in one go each. Raises VoiceError when nothing can be said or the model lacks a sound."""
        found = [one for sentence in sentences(text) for one in self._of_sentence(sentence.text)]
        if not found:
            raise VoiceError("no-text", "nothing in the text can be said")
        return found

    def ids(self, utterance: Utterance) -> list[int]:
        return [self._ids[token.symbol] for token in utterance.tokens]

    def _of_sentence(self, sentence: str) -> Iterator[Utterance]:
        words = [one.word.written for one in phrased(sentence)]
        parts = _parts(sentence)
        begin = 0
        while parts:
            count = _fitting(parts, first=not begin)
            end = parts[count].written if count < len(parts) else len(words)
            first = min(begin, parts[0].written)
            said = [replace(part, written=part.written - first) for part in parts[:count]]
            ending = "," if count < len(parts) else _ending(words[-1])
            of_them = tuple(words[first : max(end, parts[count - 1].written + 1)])
            yield Utterance(of_them, tuple(self._tokens(said, ending)))
            parts, begin = parts[count:], end

    def _tokens(self, parts: Sequence[_Part], ending: str) -> Iterator[Token]:
        syllable = 0
        for index, (part, spelt) in enumerate(zip(parts, self._spelling([one.hangul for one in parts]), strict=True)):
            for char, heard in zip(spelt, pronounce(part.hangul), strict=True):
                yield from self._syllable(char, heard, syllable, part.written)
                syllable += 1
            last = index == len(parts) - 1
            for symbol in (ending,) if last else ("," * part.pause, self._space):
                if symbol in self._ids:
                    yield Token(symbol)

    def _syllable(self, char: str, heard: Syllable, number: int, word: int) -> Iterator[Token]:
        initial = heard.initial if heard.initial != "ㅇ" else ""
        slots = zip(unicodedata.normalize("NFD", char), (initial, heard.vowel, heard.final), strict=False)
        for index, (jamo, sound) in enumerate(slots):
            symbol = jamo if jamo in self._ids or index < 2 else _final(heard)
            if symbol and symbol not in self._ids:
                raise VoiceError("unknown-token", f"the model has no token for {jamo} (U+{ord(jamo):04X})")
            if symbol:
                yield Token(symbol, number, word, sound, vowel=index == 1)


def _final(heard: Syllable) -> str:
    """What is heard of a final that the model does not know as it is written."""
    return chr(_FIRST_FINAL + FINALS.index(heard.final)) if heard.final else ""


def _ending(word: str) -> str:
    mark = word.rstrip("\"'”’)]")[-1:]
    return mark if mark in ("?", "!") else "."


def _parts(sentence: str) -> list[_Part]:
    parts: list[_Part] = []
    for index, one in enumerate(phrased(sentence)):
        # joined, a number and its counter sound as one: 6년 융년, 11월 시비뤌
        for part in _PART.findall(one.word.spoken.replace(" ", "")):
            if part != ",":
                parts.append(_Part(index, part))
            elif parts:
                parts[-1] = replace(parts[-1], pause=True)
        if one.pause and parts:
            parts[-1] = replace(parts[-1], pause=True)
    return parts


def _fitting(parts: Sequence[_Part], *, first: bool) -> int:
    """How many of the words are spoken in one go: all, or those up to the last pause within LONGEST, or what fits."""
    lengths = list(accumulate(len(part.hangul) for part in parts))
    if first and lengths[-1] > SOON[1]:
        early = [i + 1 for i, part in enumerate(parts) if part.pause and SOON[0] <= lengths[i] <= SOON[1]]
        if early:
            return early[-1]
    if lengths[-1] <= LONGEST:
        return len(parts)
    fit = max(1, bisect_right(lengths, LONGEST))
    pauses = [index + 1 for index in range(fit) if parts[index].pause and lengths[index] >= LONGEST / 3]
    return pauses[-1] if pauses else fit
