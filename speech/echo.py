"""Not hearing itself: what came from the caller's own loudspeaker is taken out of the microphone.

On top of the browser's canceller, which may be off or poor. The canceller here is AEC3 of the WebRTC project (BSD,
packaged as pywebrtc-audio, Apache-2.0): it finds the delay (0–500 ms) and the room by itself, follows both, and lets a
caller through who speaks over our voice. Where it is at a loss (a delay that has just jumped, or is too long), what it
lets through is compared with what was played, and silenced when it is the same.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from pywebrtc_audio import EchoCanceller

from speech.likeness import MOMENT, SPAN, match
from speech.playback import RATE, Playback
from speech.types import Samples

WINDOW: Final = 512
"""samples, 32 ms: what voice detection takes"""
AUDIBLE: Final = 10 ** (-60 / 20)
"""root mean square from which on something is being played; the faint noise of an open line stays below"""
REACH: Final = RATE
"""samples for which what was played may still be heard: 0.5 s of way, 0.3 s of room, and some to spare"""
RESTING: Final = 5 * RATE
"""samples without anything played after which the canceller rests; in shorter pauses it learns the room's own noise"""
LATE: Final = 256
"""samples by which cleaned sound is late: 128 in the canceller, 128 because its frames do not fill a window"""
OWN: Final = 0.9
"""share of our own voice from which on …"""
FAINT: Final = 10 ** (-55 / 20)
"""… what is left is nobody's voice, when its root mean square is below this"""
ALIKE: Final = 0.35
"""likeness from which on what is left is still our own voice"""
LEARNING: Final = 2 * RATE
"""samples at the start of a call, from the first that is played, in which all that is heard is taken for our own"""
JUMPED: Final = RATE * 15 // 1000
"""samples by which a delay must differ to be another one; less may be a neighbouring period of the voice"""
SAME: Final = 0.5
"""likeness from which on a microphone hears hardly anything but our own voice"""
LOST: Final = 3 * RATE // 2
"""samples for which all that is heard is taken for our own after the delay has jumped"""
NOTED: Final = 16 * WINDOW
"""samples after which the delay is noted again while the canceller knows its way"""
_FRAME: Final = RATE // 100
"""samples the canceller takes at a time"""


@dataclass(frozen=True, slots=True)
class Cleaned:
    samples: Samples
    """512 at 16 kHz without our own voice, late by LATE; while nothing is played, the very window that was heard"""
    own: float
    """share 0…1 of the energy heard that was our own voice"""

    @property
    def foreign(self) -> Samples:
        """What voice detection shall hear, which finds a voice even in the faintest rest of it."""
        own = self.own == 1 or (self.own > OWN and rms(self.samples) < FAINT)
        return np.zeros_like(self.samples) if own else self.samples


class EchoGuard:
    """Of one caller. A window takes a third of a millisecond, twice that while the canceller is at a loss, and a tenth
    of it while the canceller rests.

    `sent` is told everything that goes out, `clean` is given everything that comes in, each in order of time.
    """

    def __init__(self) -> None:
        self._canceller = EchoCanceller(RATE, num_channels=1)
        self._playback = Playback()
        self._since_played = RESTING
        """samples"""
        self._played: Samples = np.zeros(SPAN, np.float32)
        self._heard: Samples = np.zeros(MOMENT + LATE, np.float32)
        self._cleaned: Samples = np.zeros(MOMENT, np.float32)
        """the last of each"""
        self._distrusted = LEARNING
        """samples for which the canceller is not trusted"""
        self._delay: int | None = None
        """samples, when the canceller last knew its way"""
        self._since_noted = NOTED
        """samples"""
        self._unfinished: tuple[Samples, Samples] = (np.zeros(0, np.float32), np.zeros(0, np.float32))
        """less than a frame of microphone and playback, waiting for the canceller"""
        self._ready: Samples = np.zeros(LATE // 2, np.float32)
        """less than a window, cleaned"""

    def sent(self, samples: Samples) -> None:
        """What goes out to the caller next, silence included: any length at 16 kHz."""
        self._playback.sent(samples)

    def clean(self, window: Samples) -> Cleaned:
        """The next 512 samples of the microphone at 16 kHz. Raises ValueError for any other length."""
        if window.shape != (WINDOW,):
            raise ValueError(f"a window has {WINDOW} samples, not shape {window.shape}")
        played = self._playback.beside(WINDOW)
        finite = window if np.isfinite(window).all() else np.nan_to_num(window, posinf=0.0, neginf=0.0)
        self._played = _with(self._played, played)
        self._heard = _with(self._heard, finite)
        self._since_played = 0 if rms(played) > AUDIBLE else self._since_played + WINDOW
        if self._since_played <= RESTING:  # it misses as much of either side and keeps its place
            self._cleaned = _with(self._cleaned, self._cancel(finite, played))
        if self._since_played > REACH:
            return Cleaned(window, 0.0)
        return Cleaned(self._cleaned[-WINDOW:], self._own())

    def _own(self) -> float:
        """Share of our own voice in the last window."""
        self._distrusted = max(0, self._distrusted - WINDOW)
        found = _taken_out(self._heard[-LATE - WINDOW : -LATE], self._cleaned[-WINDOW:])
        if rms(self._cleaned) < FAINT:
            self._note_delay()
            return 1.0 if self._distrusted else found
        if self._has_jumped():
            self._distrusted = LOST
        return 1.0 if self._distrusted or match(self._cleaned, self._played).likeness > ALIKE else found

    def _has_jumped(self) -> bool:
        """Our own voice is heard with another delay than when the canceller last knew its way."""
        if self._delay is None:
            return False
        heard = match(self._heard[:-LATE], self._played)
        return heard.likeness > SAME and abs(heard.delay - self._delay) > JUMPED

    def _note_delay(self) -> None:
        """The canceller knows its way."""
        self._since_noted += WINDOW
        if self._since_noted < NOTED or rms(self._heard) < FAINT:
            return
        heard = match(self._heard[:-LATE], self._played)
        if heard.likeness > SAME:
            self._delay, self._since_noted = heard.delay, 0

    def _cancel(self, window: Samples, played: Samples) -> Samples:
        microphone, playback = map(np.concatenate, zip(self._unfinished, (window, played), strict=True))
        whole = len(microphone) // _FRAME * _FRAME
        self._unfinished = microphone[whole:], playback[whole:]
        ready = np.concatenate([self._ready, self._canceller.process(microphone[:whole], playback[:whole])])
        self._ready = ready[WINDOW:]
        return ready[:WINDOW]


def rms(sound: Samples) -> float:
    return math.sqrt(float(np.dot(sound, sound)) / len(sound))


def _with(last: Samples, window: Samples) -> Samples:
    """As long as it was, with the window at its end."""
    return np.concatenate([last[len(window) :], window])


def _taken_out(heard: Samples, cleaned: Samples) -> float:
    """Share of the energy; of the differences, because the canceller takes out a constant offset as well."""
    before, after = (float(np.sum(np.diff(sound) ** 2)) for sound in (heard, cleaned))
    return min(1.0, max(0.0, 1 - after / before)) if before else 0.0
