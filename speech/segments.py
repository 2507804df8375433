"""Shows a Whisper-like network as little sound as it needs, and all it was made for when that looks wrong.

Whisper always looks at 30 s, so a question of two seconds costs as much as one of thirty. It can be shown less by
cutting the positions behind the utterance; now and then it then loses its way, which shows in what it writes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from speech.audio import RATE, resample, sanitise
from speech.guards import doubt, guard
from speech.types import AudioChunk, Samples, Transcript

FULL: Final = 30.0
"""seconds"""
MARGIN: Final = 2.56
"""seconds of silence that a network needs behind the speech: 128 positions, found by users of whisper.cpp (#1855)"""
SHORTEST: Final = 0.1
"""seconds below which nothing was said"""
TOKENS_A_SECOND: Final = 30
"""more than anyone says; stops a network that repeats itself"""
MOST_TOKENS: Final = 200
FRAME: Final = 0.04
"""seconds; likelihoods of all recognisers are a mean over so much sound"""
POSITION: Final = 320
"""samples at 16 kHz of one position of the encoder"""
MARKS_BEFORE: Final = "\"'“¿([{-"
MARKS_BEHIND: Final = "\"'.。,，!！?？:：”)]}、"
"""belong to the word behind and before them"""

_SEARCHED: Final = 4.0
"""seconds before the limit in which the quietest place is looked for"""
_STEP: Final = RATE // 50
"""samples"""

Hear = Callable[[Samples, float], Transcript]
"""What a network makes of sound at 16 kHz that lies at the start of a window of so many seconds."""


def listen(audio: AudioChunk, hear: Hear) -> Transcript:
    """The text of an utterance of any length; empty when there is a doubt. `likelihood` is that of one window: None
    for an utterance that fills several."""
    if audio.seconds < SHORTEST:
        return Transcript("", 1.0)
    samples = resample(AudioChunk(sanitise(audio.samples), audio.rate), RATE).samples
    heard, start = [], 0.0
    for piece in _pieces(samples):
        heard.append(_later(_listen(piece, hear), start))
        start += len(piece) / RATE
    return heard[0] if len(heard) == 1 else _joined([one for one in heard if one.text])


def most_tokens(samples: Samples) -> int:
    """How many tokens a network may write about sound at 16 kHz."""
    return min(MOST_TOKENS, round(TOKENS_A_SECOND * len(samples) / RATE) + 8)


def per_frame(scores: Sequence[float], samples: Samples) -> list[float]:
    """Log-probabilities of wordings, in the unit of likelihoods."""
    return [score * FRAME * RATE / len(samples) for score in scores]


def _listen(piece: Samples, hear: Hear) -> Transcript:
    audio = AudioChunk(piece, RATE)
    window = min(FULL, audio.seconds + MARGIN)
    heard = hear(piece, window)
    if window < FULL and doubt(heard, audio) in ("unlikely", "repeats", "too fast"):
        heard = hear(piece, FULL)
    return guard(heard, audio)


def _pieces(samples: Samples) -> Iterator[Samples]:
    """At most FULL seconds each, cut where it is quietest."""
    while len(samples) > FULL * RATE:
        end, searched = round(FULL * RATE), round(_SEARCHED * RATE)
        energies = np.square(samples[end - searched : end]).reshape(-1, _STEP).sum(axis=1)
        cut = end - searched + int(energies.argmin()) * _STEP
        yield samples[:cut]
        samples = samples[cut:]
    yield samples


def _later(heard: Transcript, seconds: float) -> Transcript:
    words = tuple(replace(word, start=word.start + seconds, end=word.end + seconds) for word in heard.words)
    return replace(heard, words=words)


def _joined(heard: Sequence[Transcript]) -> Transcript:
    if not heard:
        return Transcript("", 0.0)
    sizes = [len(one.text) for one in heard]
    sure = sum(one.confidence * size for one, size in zip(heard, sizes, strict=True)) / sum(sizes)
    words = tuple(word for one in heard for word in one.words)
    return Transcript(" ".join(one.text for one in heard), sure, words)
