"""For tests and rehearsals: knows a handful of sentences by heart and recognises nothing else.

It speaks each with the embedded voice when it is loaded, and compares what it hears with that. So the right text
comes out only when the right sound really came through the call.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from speech.audio import RATE, resample
from speech.cepstrum import Cepstra, cepstra
from speech.types import AudioChunk, Transcript
from speech.warping import warp

DOUBTFUL: Final = 4.8
"""distance, in the stretch that fits worst, at which it is as likely as not that the sentence was said"""
SHARPNESS: Final = 3.0
"""how fast confidence falls with the distance there"""


@dataclass(frozen=True, slots=True)
class _Known:
    text: str
    sound: Cepstra


class ScriptedRecognizer:
    incremental = False

    def __init__(self, known: Sequence[_Known]) -> None:
        self._known = known

    def transcribe(self, audio: AudioChunk, prompt: str = "") -> Transcript:
        """The nearest of the known sentences, or an empty text when none is near. `prompt` is not used."""
        heard = cepstra(resample(audio, RATE).samples)
        fits = [warp(heard, known.sound) for known in self._known]
        best = min(range(len(fits)), key=lambda index: fits[index].mean)
        confidence = 1 / (1 + math.exp(min(50.0, SHARPNESS * (fits[best].worst() - DOUBTFUL))))
        if confidence < 0.5:
            return Transcript("", 1 - confidence)
        return Transcript(self._known[best].text, confidence)


def load(sentences: list[str], voice: dict[str, Any] | None = None) -> ScriptedRecognizer:
    """`sentences`: all that will ever be recognised; `voice`: options of the espeak voice that will say them.

    Raises ValueError without sentences or for one that cannot be said, and whatever the voice raises.
    """
    from speech.voices import espeak

    if not sentences:
        raise ValueError("the scripted recogniser needs the sentences it is to know as `sentences`")
    speaker = espeak.load(**(voice or {}))
    return ScriptedRecognizer([_Known(text, cepstra(_said(speaker, text))) for text in sentences])


def _said(speaker: Any, text: str) -> NDArray[np.float32]:
    return np.concatenate(
        [resample(AudioChunk(piece.samples, piece.rate), RATE).samples for piece in speaker.speak(text)]
    )
