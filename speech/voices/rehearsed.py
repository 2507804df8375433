"""REHEARSAL: a JETS voice of the published size with random weights works as long as a taught one would; what is heard
is the embedded voice. Tells what a machine can carry, nothing about how well it speaks.
"""

from collections.abc import Iterator
from itertools import zip_longest

from speech.types import Speech, Voice
from speech.voices import espeak, jets


class RehearsedVoice:
    """Safe to share between threads."""

    def __init__(self, working: Voice, heard: Voice) -> None:
        self._working = working
        self._heard = heard

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        """The embedded voice's pieces, each not before the working voice has made one; ValueError for a text that
        cannot be said."""
        made = self._working.speak(sentence, pace)
        for _, piece in zip_longest(made, self._heard.speak(sentence, pace)):
            if piece is not None:
                yield piece


def load(model: str, device: str = "cpu", threads: int = 1) -> RehearsedVoice:
    """`model`: a folder that `speech.training.jets.untaught` wrote; `device`, `threads`: as of JETS. Raises as JETS."""
    return RehearsedVoice(jets.load(model, device=device, threads=threads), espeak.load())
