"""What a voice may not make of a text: no numbers, a burst of noise, silence, or far more sound than words."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from speech.korean import spoken
from speech.types import Samples, Speech

AUDIBLE: Final = 1e-3
"""a sound that never gets so strong is silence"""
LOUDEST: Final = 10 ** (-6 / 20)
"""root mean square of LOUD_FOR of sound; delivered speech stays some dB below, noise bent by a limiter does not"""
LOUD_FOR: Final = 0.15
"""seconds"""
SYLLABLE, REST = 1.0, 2.0
"""seconds at pace 1 that one syllable, and the silence around a sentence, may take; usual are 0.24 and 1"""
SLOWEST, FASTEST = 0.5, 1.5
"""pace"""


class SpeakError(ValueError):
    """Something that cannot be said. The message never tells what was to be said.

    `code`: `no-text`, `not-finite`, `too-loud`, `too-long`, `no-sound`, the code of the voice's own error, or `failed`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def syllables(text: str) -> int:
    """How many are heard when this text is read."""
    return sum("가" <= char <= "힣" for char in spoken(text))


def sensible(pieces: Iterable[Speech], text: str, pace: float) -> Iterator[Speech]:
    """The same pieces. Raises SpeakError at the first that makes no sense, and behind the last when none was heard."""
    left = seconds_for(text, pace)
    heard = False
    for piece in pieces:
        finite(piece.samples)
        _refuse_a_burst(piece)
        left -= piece.seconds
        if left < 0 or piece.seconds > seconds_for(piece.text, pace):
            raise SpeakError("too-long", "the voice made far more sound than the text has syllables")
        sounds = audible(piece)
        if not sounds and any(mark.kind == "word" for mark in piece.marks):
            raise SpeakError("no-sound", "the voice was silent where words are marked")
        heard = heard or sounds
        yield piece
    if not heard:
        raise SpeakError("no-sound", "the voice made no sound that can be heard")


def seconds_for(text: str, pace: float) -> float:
    """More than any voice needs for a text."""
    return (syllables(text) * SYLLABLE + REST) / possible(pace)


def possible(pace: float) -> float:
    """The nearest pace that can be spoken at; 1 for what is no number."""
    return float(np.clip(np.nan_to_num(pace, nan=1.0), SLOWEST, FASTEST))


def finite(samples: Samples) -> Samples:
    """The same samples. Raises SpeakError when one is no number."""
    if not np.isfinite(samples).all():
        raise SpeakError("not-finite", "the voice made a sound that is no number")
    return samples


def audible(piece: Speech) -> bool:
    return float(np.abs(piece.samples).max(initial=0.0)) >= AUDIBLE


def _refuse_a_burst(piece: Speech) -> None:
    if float(np.abs(piece.samples).max(initial=0.0)) > 1:
        raise SpeakError("too-loud", "the voice is stronger than full scale")
    width = round(LOUD_FOR * piece.rate)
    powers = np.cumsum(np.square(piece.samples, dtype=np.float64))
    if len(powers) > width and float((powers[width:] - powers[:-width]).max()) > width * LOUDEST**2:
        raise SpeakError("too-loud", "the voice makes noise rather than speech")
