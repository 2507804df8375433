"""The end of a turn: how much silence it takes depends on what was said last and on how this caller pauses.

Time is counted in samples; there is no clock in here. `SpeechStarted` is always followed by exactly one `Utterance`; a
cough, shorter than `min_speech`, gives neither. Without a `hint` silence alone decides.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from speech.endings import Ending, ending
from speech.pace import Pace
from speech.types import AudioChunk, Samples

RATE: Final = 16_000
"""Hz"""
WINDOW: Final = 512
"""samples"""
_COUGH_GAP: Final = 0.2
"""seconds without voice after which a sound too short to be speech is forgotten"""
_PAUSE: Final = 0.2
"""seconds without voice that count as a pause; less is a stop consonant"""
_RESUMED: Final = 1.5
"""seconds; who speaks again so soon after the last voice had not finished"""
_VOICE_TAIL: Final = 0.12
"""seconds for which a detector goes on after the voice"""
_MONOLOGUE: Final = 5 / 6
"""of `max_utterance`, after which the next pause is taken to cut in"""
_DENSE: Final = 0.4
"""share of voice, margins included, in what a person says; rests of an echo come in shreds (docs/models/endpoint.md)"""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    start_probability: float = 0.5
    """voice begins at this probability"""
    stop_probability: float = 0.35
    """… and goes on down to this one"""
    finished: float = 0.2
    """seconds of silence that end a turn after a whole question or request"""
    likely: float = 0.5
    """… after a whole statement, or a soft request"""
    silence: float = 0.7
    """… when the words do not tell, or are not known"""
    held: float = 1.2
    """… after a connective, a particle or a filler"""
    reading: float = 1.2
    """… in the middle of a number or an address"""
    slow_caller: float = 0.3
    """seconds that a caller who pauses long is given on top, except after a whole question"""
    prompt_after: float = 9.0
    """seconds without a turn after which the caller may be spoken to"""
    min_speech: float = 0.25
    """seconds of voice that make speech"""
    said_over: float = 0.25
    """seconds of voice under which what was said over the counsellor was nothing: a rest of her own voice, a cough"""
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
        if not 0 <= self.said_over <= self.interrupt_after:
            raise ValueError("said_over must lie between 0 and interrupt_after")
        if self.interrupt_after - self.min_speech < WINDOW / RATE:
            raise ValueError(f"interrupt_after must be at least {WINDOW / RATE} s above min_speech")
        if min(self.pre_roll, self.trailing) < 0 or self.finished < self.trailing:
            raise ValueError("pre_roll and trailing must not be negative, finished not shorter than trailing")
        if not self.finished <= self.likely <= self.silence <= min(self.held, self.reading):
            raise ValueError("finished, likely and silence must rise in that order, held and reading be no shorter")
        if self.slow_caller < 0 or self.prompt_after <= max(self.held, self.reading) + self.slow_caller:
            raise ValueError("slow_caller must not be negative, prompt_after longer than any silence that ends a turn")

    def is_said(self, voiced: float, share: float) -> bool:
        """Over the counsellor's voice: whether somebody says something, or it is a rest of her own voice or a cough.
        `voiced`: seconds of voice, `share` 0…1 of all that was heard meanwhile."""
        return voiced >= self.interrupt_after or (voiced >= self.said_over and share >= _DENSE)

    def silence_after(self, how: Ending) -> float:
        """Seconds of silence that end a turn of a caller who pauses as most do."""
        return {
            Ending.FINISHED: self.finished,
            Ending.LIKELY: self.likely,
            Ending.OPEN: self.silence,
            Ending.HELD: self.held,
            Ending.READING: self.reading,
        }[how]


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
    voiced_share: float
    """share 0…1 of the audio in which a voice was found"""
    cut: bool
    """the limit of a monologue was reached; what follows is another utterance"""

    @property
    def voiced(self) -> float:
        """Seconds in which a voice was found."""
        return self.voiced_share * self.audio.seconds


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing was said for `prompt_after`. Comes once; the next only after a turn or `restart_silence`."""


Heard = SpeechStarted | SpeechSustained | Utterance | Silence


class Endpointer:
    """The listening state of one caller."""

    def __init__(self, settings: EndpointSettings | None = None) -> None:
        self._settings = settings or EndpointSettings()
        self._before: deque[Samples] = deque(maxlen=_windows(self._settings.pre_roll))
        self._heard: list[Samples] = []
        self._voiced = self._quiet = 0
        """windows with voice in all, and without since the last voiced one"""
        self._started = False
        self._ending, self._known = Ending.OPEN, 0
        """how the words stand after this many windows of the utterance"""
        self._pace = Pace()
        self._last_voice: int | None = None
        """windows since the voice of the utterance before"""
        self._still: int | None = 0
        """windows without a turn; None when `Silence` has been said"""

    @property
    def speaking(self) -> bool:
        """Between SpeechStarted and its Utterance."""
        return self._started

    @property
    def quiet(self) -> float:
        """Seconds since the last voice of the utterance that is going on: a good moment to transcribe `so_far`."""
        return self._quiet * WINDOW / RATE

    @property
    def voiced(self) -> float:
        """Seconds of voice in the utterance that is going on."""
        return self._voiced * WINDOW / RATE

    @property
    def voiced_share(self) -> float:
        """Share 0…1 of `so_far` in which a voice was found."""
        return self._voiced / len(self._heard) if self._heard else 0.0

    @property
    def seconds(self) -> float:
        """How long `so_far` is."""
        return len(self._heard) * WINDOW / RATE

    @property
    def so_far(self) -> AudioChunk | None:
        """What has been heard of the utterance that is going on, margin included; None between utterances."""
        return AudioChunk(np.concatenate(self._heard), RATE) if self._started else None

    @property
    def pace(self) -> Pace:
        """What is known of this caller's pauses."""
        return self._pace

    def hint(self, text: str, heard: float | None = None) -> None:
        """The words of the utterance that is going on. `heard`: seconds of `so_far` they were read from; without it all
        of what has come in. Ignored between utterances; words that lag behind the voice wait for the next hint."""
        known = len(self._heard) if heard is None else _windows(heard)
        if self._started and known <= len(self._heard):
            self._ending, self._known = ending(text), known

    def restart_silence(self) -> None:
        """The counsellor has finished speaking: the caller's silence is counted from here."""
        self._still = 0

    def feed(self, window: Samples, probability: float) -> Heard | None:
        """The next 512 samples at 16 kHz and the probability of voice in them."""
        if window.shape != (WINDOW,):
            raise ValueError(f"a window has {WINDOW} samples, not shape {window.shape}")
        if self._last_voice is not None:
            self._last_voice += 1
        if not self._heard and probability < self._settings.start_probability:
            self._before.append(window)
            return self._wait_for_voice()
        if not self._heard:
            self._heard = list(self._before)
        return self._listen(window, probability)

    def _wait_for_voice(self) -> Silence | None:
        if self._still is None:
            return None
        self._still += 1
        if self._still < _windows(self._settings.prompt_after):
            return None
        self._still = None
        return Silence()

    def _listen(self, window: Samples, probability: float) -> SpeechStarted | SpeechSustained | Utterance | None:
        self._heard.append(window)
        if probability >= self._settings.stop_probability:
            if self._started and self._quiet >= _windows(_PAUSE):
                self._pace = self._pace.after(self.quiet)
            self._quiet = 0
            self._voiced += 1
        else:
            self._quiet += 1
        if self._started and self._too_long():
            return self._utterance(cut=True)
        if self._started and self._quiet >= _windows(self._needed()):
            return self._utterance(cut=False)
        if not self._started and self._quiet >= _windows(_COUGH_GAP):
            self._before.extend(self._heard)
            self._forget()
            return None
        return self._progress() if self._quiet == 0 else None

    def _needed(self) -> float:
        """Seconds of silence that end the turn as it stands."""
        voice_end = len(self._heard) - self._quiet
        told = self._known >= voice_end - _windows(_VOICE_TAIL)
        how = self._ending if told else Ending.OPEN
        extra = 0.0 if how is Ending.FINISHED else min(self._pace.slowness, self._settings.slow_caller)
        return self._settings.silence_after(how) + extra

    def _too_long(self) -> bool:
        limit = _windows(self._settings.max_utterance)
        pausing = self._quiet >= _windows(_PAUSE)
        return len(self._heard) >= (limit * _MONOLOGUE if pausing else limit)

    def _progress(self) -> SpeechStarted | SpeechSustained | None:
        """The voice has just become long enough for something."""
        if not self._started and self._voiced >= _windows(self._settings.min_speech):
            self._start()
            return SpeechStarted()
        if self._voiced == _windows(self._settings.interrupt_after):
            return SpeechSustained()
        return None

    def _start(self) -> None:
        if self._last_voice is not None:
            pause = (self._last_voice - self._voiced) * WINDOW / RATE
            if pause <= _RESUMED:
                self._pace = self._pace.after(pause)
        self._started = True

    def _utterance(self, *, cut: bool) -> Utterance:
        surplus = max(0, self._quiet - _windows(self._settings.trailing))
        kept = self._heard[: len(self._heard) - surplus]
        audio = AudioChunk(np.concatenate(kept), RATE)
        utterance = Utterance(audio, self._quiet * WINDOW, self._voiced / len(kept), cut)
        self._before.clear()
        self._before.extend(self._heard[len(kept) :])
        self._last_voice = None if cut else self._quiet
        self._still = self._quiet
        self._forget()
        return utterance

    def _forget(self) -> None:
        """Be as before the first voice of an utterance."""
        self._heard = []
        self._voiced = self._quiet = 0
        self._started = False
        self._ending, self._known = Ending.OPEN, 0


def _windows(seconds: float) -> int:
    return round(seconds * RATE / WINDOW)
