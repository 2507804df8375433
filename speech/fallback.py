"""Voices in order of preference: where one fails or makes nonsense of a sentence, the next says it."""

import logging
from collections.abc import Iterator, Sequence

from speech.nonsense import SpeakError, audible, sensible, syllables
from speech.types import Speech, Voice

log = logging.getLogger(__name__)


class Fallback:
    """Voices as they are delivered, the preferred first. Safe to share between threads when they are.

    Another voice takes over only before anything of a sentence was given out, so nobody hears half a sentence twice.
    """

    def __init__(self, voices: Sequence[Voice]) -> None:
        if not voices:
            raise ValueError("there is no voice to choose from")
        self._voices = tuple(voices)

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        """Work begins with the first piece asked for. SpeakError comes with it when there is nothing to say or no voice
        could say it, and with a later piece when a voice fails in the middle of a sentence."""
        if not syllables(sentence):
            raise SpeakError("no-text", "nothing in the text can be said")
        pieces, opening = self._opened(sentence, pace)
        yield from opening
        try:
            yield from pieces
        except Exception as error:
            raise _told(error) from error

    def _opened(self, sentence: str, pace: float) -> tuple[Iterator[Speech], list[Speech]]:
        """The first voice that makes sense of the sentence: its pieces, and those taken already."""
        for number, voice in enumerate(self._voices, 1):
            try:
                pieces = sensible(voice.speak(sentence, pace), sentence, pace)
                return pieces, _until_audible(pieces)
            except Exception as error:
                cause = error
                log.warning("voice %d of %d: %s (%s)", number, len(self._voices), _told(error), type(error).__name__)
        raise _told(cause) from cause


def _until_audible(pieces: Iterator[Speech]) -> list[Speech]:
    taken = []
    for piece in pieces:
        taken.append(piece)
        if audible(piece):
            break
    return taken


def _told(error: Exception) -> SpeakError:
    """As an error with a code."""
    if isinstance(error, SpeakError):
        return error
    code = getattr(error, "code", "failed")
    return SpeakError(code, f"the voice failed: {code}")
