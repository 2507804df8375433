"""End of a turn by silence. Time is counted in samples; there is no clock in here.

`SpeechStarted` is always followed by exactly one `Utterance`; a cough, shorter than `min_speech`, gives neither.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from speech.types import AudioChunk, Samples

RATE: Final = 16_000
"""Hz"""
WINDOW: Final = 512
"""samples"""
_COUGH_GAP: Final = 0.2
"""seconds without voice after which a sound too short to be speech is forgotten"""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    start_probability: float = 0.5
    """voice begins at this probability"""
    stop_probability: float = 0.35
    """… and goes on down to this one"""
    silence: float = 0.7
    """seconds of silence that end a turn"""
    min_speech: float = 0.25
    """seconds of voice that make speech"""
    interrupt_after: float = 0.35
    """seconds of voice that count as interrupting"""
    max_utterance: float = 30.0
    """seconds after which a monologue is cut"""
    pre_roll: float = 0.3
    """seconds kept from before the voice: soft first consonants"""
    trailing: float = 0.2
    """seconds kept from after the voice"""

    def __post_init__(self) -> None:
        if not 0 < self.stop_probability <= self.start_probability <= 1:
            raise ValueError("stop_probability must lie above 0 and not above start_probability, which is at most 1")
        if not 0 < self.min_speech < self.interrupt_after < self.max_utterance:
            raise ValueError("min_speech, interrupt_after and max_utterance must be above 0 and in rising order")
        if self.interrupt_after - self.min_speech < WINDOW / RATE:
            raise ValueError(f"interrupt_after must be at least {WINDOW / RATE} s above min_speech")
        if min(self.pre_roll, self.trailing) < 0 or self.silence < self.trailing:
            raise ValueError("pre_roll and trailing must not be negative, silence not shorter than trailing")


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """`min_speech` of voice was heard."""


@dataclass(frozen=True, slots=True)
class SpeechSustained:
    """`interrupt_after` of voice was heard: the caller means to interrupt."""


@dataclass(frozen=True, slots=True)
class Utterance:
    audio: AudioChunk
    """with a margin before the first and after the last voiced sample"""
    voiced_end: int
    """samples heard since the last voiced one"""
    cut: bool
    """the limit of a monologue was reached; what follows is another utterance"""


class Endpointer:
    """The listening state of one caller."""

    def __init__(self, settings: EndpointSettings | None = None) -> None:
        self._settings = settings or EndpointSettings()
        self._before: deque[Samples] = deque(maxlen=_windows(self._settings.pre_roll))
        self._heard: list[Samples] = []
        self._voiced = self._quiet = 0
        """windows with voice in all, and without since the last voiced one"""
        self._started = False

    @property
    def speaking(self) -> bool:
        """Between SpeechStarted and its Utterance."""
        return self._started

    @property
    def so_far(self) -> AudioChunk | None:
        """What has been heard of the utterance that is going on, margin included; None between utterances."""
        return AudioChunk(np.concatenate(self._heard), RATE) if self._started else None

    def feed(self, window: Samples, probability: float) -> SpeechStarted | SpeechSustained | Utterance | None:
        """The next 512 samples at 16 kHz and the probability of voice in them."""
        if window.shape != (WINDOW,):
            raise ValueError(f"a window has {WINDOW} samples, not shape {window.shape}")
        if not self._heard and probability < self._settings.start_probability:
            self._before.append(window)
            return None
        if not self._heard:
            self._heard = list(self._before)
        return self._listen(window, probability)

    def _listen(self, window: Samples, probability: float) -> SpeechStarted | SpeechSustained | Utterance | None:
        settings = self._settings
        self._heard.append(window)
        if probability >= settings.stop_probability:
            self._quiet = 0
            self._voiced += 1
        else:
            self._quiet += 1
        if self._started and len(self._heard) >= _windows(settings.max_utterance):
            return self._utterance(cut=True)
        if self._started and self._quiet >= _windows(settings.silence):
            return self._utterance(cut=False)
        if not self._started and self._quiet >= _windows(_COUGH_GAP):
            self._before.extend(self._heard)
            self._wait()
            return None
        return self._progress() if self._quiet == 0 else None

    def _progress(self) -> SpeechStarted | SpeechSustained | None:
        """The voice has just become long enough for something."""
        if not self._started and self._voiced >= _windows(self._settings.min_speech):
            self._started = True
            return SpeechStarted()
        if self._voiced == _windows(self._settings.interrupt_after):
            return SpeechSustained()
        return None

    def _utterance(self, *, cut: bool) -> Utterance:
        surplus = max(0, self._quiet - _windows(self._settings.trailing))
        kept = self._heard[: len(self._heard) - surplus]
        utterance = Utterance(AudioChunk(np.concatenate(kept), RATE), self._quiet * WINDOW, cut)
        self._before.clear()
        self._before.extend(self._heard[len(kept) :])
        self._wait()
        return utterance

    def _wait(self) -> None:
        """Wait for voice."""
        self._heard = []
        self._voiced = self._quiet = 0
        self._started = False


def _windows(seconds: float) -> int:
    return round(seconds * RATE / WINDOW)
