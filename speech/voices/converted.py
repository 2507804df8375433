"""Another voice in another throat: its pitch and its formants moved, so that two counsellors differ.

An example of an engine that wraps an engine; docs/voices.md says how to write one.
"""

import importlib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, repeat
from typing import Any, Final

from speech.breaths import parts, silences, word_starts
from speech.clarity import limited
from speech.nonsense import finite
from speech.throat import Throat
from speech.types import Speech, Voice

FURTHEST: Final = 12.0
"""semitones"""
SMALLEST, LARGEST = 0.7, 1.4
"""times the formants"""
SHORTEST: Final = 0.05
"""seconds; a shorter sound is left as it is"""
FIRST, LATER = 0.4, 1.0
"""seconds of a piece at least; the first is short, because it is waited for"""


class ConvertedVoice:
    """Safe to share between threads when the inner voice is."""

    def __init__(self, voice: Voice, throat: Throat) -> None:
        self._voice = voice
        self._throat = throat

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        """A few words a piece, as long as the inner voice says them and with its marks. Raises what the inner voice
        raises, and SpeakError with a piece that is no sound."""
        pieces = self._voice.speak(sentence, pace)
        breaths = (breath for piece in pieces for breath in parts(piece, silences(piece)))
        return (converted for breath in breaths for converted in self._converted(breath))

    def _converted(self, breath: Speech) -> Iterator[Speech]:
        samples = finite(breath.samples)
        if len(samples) < SHORTEST * breath.rate or not samples.any():
            yield breath
            return
        cuts = word_starts(breath, chain([FIRST], repeat(LATER)))
        sounds = self._throat.spoken(samples, breath.rate, cuts)
        for part, sound in zip(parts(breath, cuts), sounds, strict=True):
            yield replace(part, samples=limited(finite(sound)))


def load(
    of: str = "espeak", pitch: float = -9.0, formants: float = 0.87, options: Mapping[str, Any] | None = None
) -> ConvertedVoice:
    """`of`: the inner voice, another file of speech/voices; `options`: what its `load` is given; `pitch`: semitones,
    −12…12; `formants`: times their frequency, 0.7…1.4, less for a longer throat. The default
    makes a man of espeak's f2.

    Raises ModuleNotFoundError without pyworld, ValueError for a voice or number that does not exist, and what the inner
    voice raises.
    """
    if not -FURTHEST <= pitch <= FURTHEST or not SMALLEST <= formants <= LARGEST:
        raise ValueError(f"pitch runs from −12 to 12 semitones, formants from {SMALLEST} to {LARGEST}")
    throat = Throat(_world(), pitch, formants)
    voice = ConvertedVoice(_inner(of).load(**(options or {})), throat)
    for _ in voice.speak("안녕하세요."):
        pass
    return voice


def _inner(name: str) -> Any:
    if not name.isidentifier() or name == "converted":
        raise ValueError(f"there is no voice {name!r} to convert")
    try:
        return importlib.import_module(f"speech.voices.{name}")
    except ModuleNotFoundError as error:
        if error.name == f"speech.voices.{name}":
            raise ValueError(f"there is no voice {name!r} to convert") from error
        raise


def _world() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pyworld 0.3.5 asks pkg_resources for its version
            return importlib.import_module("pyworld")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"{error.name} is not installed: pip install pyworld 'setuptools<81'") from error
