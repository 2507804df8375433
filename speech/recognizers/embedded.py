"""The recogniser that comes with the product: a small network writes jamo, a beam search with a language model of what
the office knows makes sentences of them. Model card: docs/models/recognizer.md.
"""

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path
from typing import Final, Literal

import numpy as np

from speech.audio import RATE, level_dbfs, resample
from speech.ctc import language
from speech.ctc.beam import LogProbabilities, Search, search
from speech.ctc.features import WINDOW, log_mel
from speech.ctc.forward import align, log_likelihoods
from speech.ctc.jamo import SPACE, compose, spell
from speech.ctc.weights import LANGUAGE, PACKAGED, Network, entry, network
from speech.korean import spoken
from speech.types import AudioChunk, Samples, Transcript, Word

log = logging.getLogger(__name__)

FRAME: Final = 0.04
"""seconds of one frame of the network's output"""
SHORTEST: Final = 0.2
"""seconds"""
QUIETEST: Final = -65.0
"""dBFS of the whole utterance; below it nothing was said"""
NO_SPEECH: Final = -1.15
"""mean log-probability of the symbols under which they were heard into noise; readers lie over −0.8,
noises under −1.2"""
PIECE: Final = 20.0
"""seconds heard at once; longer speech is cut where it is quietest"""
_SEARCHED: Final = 4.0
"""seconds before the end of a piece in which the quietest place is looked for"""
KNOWN_WEIGHT: Final = 3.0
"""how often a wording counts in the language model against everyday sentences"""
SEARCH: Final = Search()
SKIMMING: Final = Search(width=12, unlikely=-5.0)
"""a third of the work for a twentieth more errors"""


@dataclass(frozen=True, slots=True)
class Reading:
    """The likeliest sentence of an utterance."""

    symbols: tuple[int, ...]
    places: tuple[int, ...]
    """the frame of each symbol"""
    likely: float
    """mean log-probability of the symbols at their places"""


class EmbeddedRecognizer:
    incremental = False

    def __init__(
        self, network: Network, everyday: language.Counts, surest: tuple[float, float], wordings: Sequence[str]
    ) -> None:
        """`surest`: offset and slope of the curve from mean log-probability to confidence."""
        self._network = network
        self._everyday = everyday
        self._surest = surest
        self.know(wordings)

    def know(self, wordings: Sequence[str]) -> None:
        """From now on expect sentences like these; call it again when the knowledge base changes."""
        known = language.count((_spelled(text) for text in wordings), KNOWN_WEIGHT)
        self._language = language.JamoModel(language.merge(self._everyday, known))

    def transcribe(self, audio: AudioChunk, prompt: str = "") -> Transcript:
        """Text, times of words, and `likelihood`: the log-probability of wordings, a mean over frames of 40 ms. Empty
        when nothing was said. `prompt` is not used."""
        return self._transcribed(audio, SEARCH)

    def skim(self, audio: AudioChunk) -> Transcript:
        """The same with less work and a few more errors."""
        return self._transcribed(audio, SKIMMING)

    def _transcribed(self, audio: AudioChunk, how: Search) -> Transcript:
        samples = _usable(audio)
        if len(samples) < SHORTEST * RATE or level_dbfs(samples) < QUIETEST:
            return Transcript("", 1.0)
        frames = self.hear(samples)
        reading = self.read(frames, how)
        words, sure = _words(reading), self._confidence(reading)
        if not words or reading.likely < NO_SPEECH:
            return Transcript("", 1 - sure)
        return Transcript(" ".join(word.text for word in words), sure, words, partial(_likelihood, frames))

    def hear(self, samples: Samples) -> LogProbabilities:
        """What the network makes of at least 25 ms at 16 kHz."""
        return np.concatenate([self._network(log_mel(piece)) for piece in _pieces(samples)])

    def read(self, frames: LogProbabilities, how: Search = SEARCH) -> Reading:
        """What the language model makes of that."""
        symbols = search(frames, self._language, how)
        placed = align(frames, symbols)
        likely = float(np.mean([likely for _, likely in placed])) if placed else -math.inf
        return Reading(tuple(symbols), tuple(place for place, _ in placed), likely)

    def _confidence(self, reading: Reading) -> float:
        offset, slope = self._surest
        return 1 / (1 + math.exp(-(offset + slope * reading.likely))) if reading.symbols else 0.0


def load(
    weights: str | None = None,
    variant: Literal["real", "synthetic"] = "real",
    wordings: Callable[[], Sequence[str]] | Sequence[str] | None = None,
) -> EmbeddedRecognizer:
    """`weights`: a folder with a manifest, instead of the one that comes with the package; `variant`: real (has
    heard people; research use only) or synthetic (free of such terms; does not hear people); `wordings`: questions of
    the knowledge base, which the language model then expects.

    Raises ModuleNotFoundError without onnxruntime, FileNotFoundError without the weights, ValueError for weights that
    are damaged or of another kind.
    """
    folder = Path(weights).expanduser() if weights else PACKAGED
    row = entry(folder, variant)
    known = wordings() if callable(wordings) else wordings or ()
    recognizer = EmbeddedRecognizer(network(folder, row), language.read(folder / LANGUAGE), row.surest, known)
    recognizer.transcribe(AudioChunk(np.sin(np.arange(RATE, dtype=np.float32)), RATE))
    log.info("weights %s: %s. %s", row.file, row.licence, row.terms)
    return recognizer


def _usable(audio: AudioChunk) -> Samples:
    """At 16 kHz, without offset, every sample a number within −1…1."""
    samples = np.clip(np.nan_to_num(audio.samples, nan=0.0, posinf=1.0, neginf=-1.0), -1, 1).astype(np.float32)
    heard = resample(AudioChunk(samples, audio.rate), RATE).samples
    return heard - heard.mean() if len(heard) else heard


def _pieces(samples: Samples) -> Iterator[Samples]:
    while len(samples) > PIECE * RATE:
        end, searched = int(PIECE * RATE), int(_SEARCHED * RATE)
        energies = np.square(samples[end - searched : end]).reshape(-1, WINDOW).sum(axis=1)
        cut = end - searched + int(energies.argmin()) * WINDOW
        yield samples[:cut]
        samples = samples[cut:]
    if len(samples) >= WINDOW:
        yield samples


def _words(reading: Reading) -> tuple[Word, ...]:
    """A symbol is said from about a frame before its place to a frame behind it."""
    words = []
    placed = zip(reading.symbols, reading.places, strict=True)
    for space, group in groupby(placed, key=lambda one: one[0] == SPACE):
        said = list(group)
        text = "" if space else compose([symbol for symbol, _ in said])
        if text:
            words.append(Word(text, max(0, said[0][1] - 1) * FRAME, (said[-1][1] + 2) * FRAME))
    return tuple(words)


def _likelihood(frames: LogProbabilities, texts: Sequence[str]) -> list[float]:
    return [value / len(frames) for value in log_likelihoods(frames, [_spelled(text) for text in texts])]


@lru_cache(maxsize=8192)
def _spelled(text: str) -> tuple[int, ...]:
    return spell(spoken(text).replace(",", ""))
