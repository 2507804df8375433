"""What hearing and speaking pass on. Knows nothing of calls, text meaning or pictures."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono sound, float32 in −1…1, shape (n,)."""


@dataclass(frozen=True, slots=True)
class AudioChunk:
    samples: Samples
    rate: int
    """Hz"""

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: float
    """seconds from the start of the utterance"""
    end: float
    """seconds from the start of the utterance"""


Likelihood = Callable[[Sequence[str]], list[float]]
"""Log-probability of each given wording for the utterance that was heard."""


@dataclass(frozen=True, slots=True)
class Transcript:
    text: str
    """empty when nothing was said"""
    confidence: float
    """probability 0…1 that the text is what was said"""
    words: tuple[Word, ...] = ()
    likelihood: Likelihood | None = None
    """None where the engine cannot score wordings"""
    log_probability: float | None = None
    """mean over the tokens of the text, where the engine knows it"""
    no_speech: float | None = None
    """probability 0…1 that nobody speaks, where the engine knows it"""


@dataclass(frozen=True, slots=True)
class Mark:
    kind: Literal["word", "phoneme"]
    text: str
    """a written word as it stands in the sentence, or one compatibility jamo (ㅏ, ㅁ, …)"""
    start: float
    """seconds from the start of the piece of speech"""
    end: float
    """seconds from the start of the piece of speech"""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Speech:
    """Compared by identity, so that what was worked out for a piece of speech can be kept as long as it lives."""

    samples: Samples
    rate: int
    """Hz"""
    text: str
    """the written text that these samples say"""
    marks: tuple[Mark, ...] = ()
    """in order of time; word and phoneme marks mixed"""

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


class VoiceStream(Protocol):
    """The voice activity state of one caller."""

    def probability(self, window: Samples) -> float:
        """Probability 0…1 of voice in the next 512 samples at 16 kHz."""


class VoiceDetector(Protocol):
    def stream(self) -> VoiceStream: ...


class Recognizer(Protocol):
    incremental: bool
    """True when a pass may begin behind words that are settled; False when every pass wants the whole utterance"""

    def transcribe(self, audio: AudioChunk, prompt: str = "") -> Transcript:
        """Text of one utterance (16 kHz). `prompt`: words that are likely, for engines that can use them."""


@runtime_checkable
class Learner(Protocol):
    """A recogniser that can be told what people are likely to ask."""

    def know(self, wordings: Sequence[str]) -> None:
        """From now on expect sentences like these."""


@runtime_checkable
class Skimmer(Protocol):
    """A recogniser that can also work less, for words that are soon heard again."""

    def skim(self, audio: AudioChunk) -> Transcript:
        """As `transcribe`, with a few more errors."""


class Voice(Protocol):
    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        """One sentence as one or more pieces, in order. `pace` 0.5…1.5; lower is slower."""
