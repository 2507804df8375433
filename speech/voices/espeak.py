"""The embedded voice: espeak-ng's Korean, a formant synthesiser. Robotic but clear, at once and on any machine.

It is given the pronunciation rather than the spelling, because espeak-ng knows few of Korean's sound changes.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from typing import Final

import numpy as np

from speech.alignment import TimedPhoneme, lay
from speech.espeak_library import Espeak, Setting, espeak
from speech.korean import sentences
from speech.loudness import levelled
from speech.phrasing import phrased
from speech.pronunciation import Syllable, pronounce
from speech.types import Mark, Samples, Speech

SLOWEST, FASTEST = 0.5, 1.5
"""pace"""
LONGEST: Final = 80
"""syllables in one piece; a longer sentence is cut at a pause or between words"""
PAUSE: Final = 0.3
"""seconds of silence after a piece at pace 1"""
FADE: Final = 0.01
"""seconds"""
_PART: Final = re.compile(r"[가-힣]{1,40}|,")
_LOWEST_RATE, _HIGHEST_RATE = 80, 450
"""words a minute the library accepts"""


@dataclass(frozen=True, slots=True)
class _Said:
    """One word as it is given to the library."""

    written: int
    """index of the written word it belongs to"""
    syllables: tuple[Syllable, ...]
    pause: bool = False
    """after it"""


@dataclass(frozen=True, slots=True)
class _Piece:
    words: tuple[str, ...]
    first: int
    """index of the first of the words in the sentence"""
    said: tuple[_Said, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def respelt(self) -> str:
        """The pronunciation in Hangul, with the stop or question mark that makes the melody."""
        said = " ".join(_hangul(one) + "," * one.pause for one in self.said).rstrip(",")
        return said + ("?" if self.words[-1].rstrip("\"'”’)]").endswith("?") else ".")


class EspeakVoice:
    def __init__(self, library: Espeak, setting: Setting) -> None:
        self._library = library
        self._setting = setting

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        """A piece for each sentence (or part of a very long one). `pace` is kept within 0.5…1.5.

        Raises ValueError at once when there is nothing in the text that can be said.
        """
        pieces = [piece for part in sentences(sentence) for piece in _pieces(part.text)]
        if not pieces:
            raise ValueError("nothing in the text can be said")
        pace = min(max(pace, SLOWEST), FASTEST)
        return (self._say(piece, pace) for piece in pieces)

    def _say(self, piece: _Piece, pace: float) -> Speech:
        result = self._library.synthesise(piece.respelt, self._at(pace))
        marks = _marks(piece, result.phonemes, len(result.samples) / result.rate)
        samples = _finished(levelled(result.samples, result.rate), result.rate, PAUSE / pace)
        return Speech(samples, result.rate, piece.text, marks)

    def _at(self, pace: float) -> Setting:
        rate = round(self._setting.words_per_minute * pace)
        if rate >= _LOWEST_RATE:
            return replace(self._setting, words_per_minute=min(rate, _HIGHEST_RATE))
        # the library speaks no slower: the rest of the slowness is put between the words
        return replace(self._setting, words_per_minute=_LOWEST_RATE, word_gap=_LOWEST_RATE - rate)


def load(variant: str = "f2", rate: int = 132, pitch: int = 45, pitch_range: int = 60) -> EspeakVoice:
    """`variant`: a voice variant of espeak-ng (f1…f5, m1…m8); `rate`: words a minute at pace 1, 132 being about 4.2
    syllables a second; `pitch` and `pitch_range` 0…100.

    Raises ModuleNotFoundError without espeakng-loader, ValueError for a variant or number that does not exist.
    """
    if not _LOWEST_RATE <= rate <= _HIGHEST_RATE or not 0 <= pitch <= 100 or not 0 <= pitch_range <= 100:
        raise ValueError(f"rate runs from {_LOWEST_RATE} to {_HIGHEST_RATE}, pitch and pitch_range from 0 to 100")
    library = espeak()
    if variant not in library.variants():
        raise ValueError(f"espeak-ng has no voice variant {variant!r}; there are {', '.join(library.variants())}")
    voice = EspeakVoice(library, Setting(f"ko+{variant}", rate, pitch, pitch_range, word_gap=0))
    next(voice.speak("안녕하세요."))
    return voice


def _pieces(sentence: str) -> Iterator[_Piece]:
    words = [one.word.written for one in phrased(sentence)]
    said = _said(sentence)
    begin = 0
    while said:
        count = _fitting(said)
        end = said[count].written if count < len(said) else len(words)
        first = min(begin, said[0].written)
        yield _Piece(tuple(words[first : max(end, said[count - 1].written + 1)]), first, tuple(said[:count]))
        said, begin = said[count:], end


def _said(sentence: str) -> list[_Said]:
    said: list[_Said] = []
    for index, one in enumerate(phrased(sentence)):
        # joined, a number and its counter sound as one: 6년 융년, 11월 시비뤌
        for part in _PART.findall(one.word.spoken.replace(" ", "")):
            if part != ",":
                said.append(_Said(index, tuple(pronounce(part))))
            elif said:
                said[-1] = replace(said[-1], pause=True)
        if one.pause and said:
            said[-1] = replace(said[-1], pause=True)
    return said


def _fitting(said: Sequence[_Said]) -> int:
    """How many of the words make one piece: all, or those up to the last pause within LONGEST, or what fits."""
    lengths = list(accumulate(len(one.syllables) for one in said))
    if lengths[-1] <= LONGEST:
        return len(said)
    fit = max(1, bisect_right(lengths, LONGEST))
    pauses = [index + 1 for index in range(fit) if said[index].pause and lengths[index] >= LONGEST / 3]
    return pauses[-1] if pauses else fit


def _hangul(said: _Said) -> str:
    return "".join(map(str, said.syllables))


def _marks(piece: _Piece, phonemes: Sequence[TimedPhoneme], end: float) -> tuple[Mark, ...]:
    """Marks of the written words and of their jamo, in order of time."""
    syllables = [syllable for one in piece.said for syllable in one.syllables]
    owners = [one.written - piece.first for one in piece.said for _ in one.syllables]
    by_word: list[list[Mark]] = [[] for _ in piece.words]
    for owner, marks in zip(owners, lay(syllables, phonemes, end), strict=True):
        by_word[owner] += marks
    words = [
        Mark("word", text, marks[0].start, marks[-1].end)
        for text, marks in zip(piece.words, by_word, strict=True)
        if marks
    ]
    return tuple(sorted([*words, *chain.from_iterable(by_word)], key=lambda mark: (mark.start, mark.kind == "phoneme")))


def _finished(samples: Samples, rate: int, pause: float) -> Samples:
    """Soft edges and a silence behind."""
    fade = min(round(rate * FADE), len(samples) // 2)
    slope = np.linspace(0, 1, fade, dtype=np.float32)
    faded = samples.copy()
    faded[:fade] *= slope
    faded[len(faded) - fade :] *= slope[::-1]
    return np.concatenate([faded, np.zeros(round(rate * pause), np.float32)])
