"""Notices when a caller pauses in the middle of speaking, so that the face may nod."""

from collections.abc import Callable
from typing import Final

from speech.endpoint import Endpointer

SPEECH: Final = 1.2
"""seconds of speech before a pause that is worth a nod"""
PAUSE: Final = 0.25
"""seconds of silence that make a pause"""
LONG: Final = 0.7
"""seconds of silence after which it is told a second time"""


class Pauses:
    def __init__(self, endpointer: Endpointer, on_pause: Callable[[], None]) -> None:
        self._endpointer = endpointer
        self._on_pause = on_pause
        self._spoken_from = 0.0
        """seconds from the start of the utterance to where the caller last spoke on"""
        self._told = 0
        """times that the present pause was told"""

    def look(self) -> None:
        """To be called as sound comes in."""
        quiet = self._endpointer.quiet
        if not self._endpointer.speaking:
            self._spoken_from, self._told = 0.0, 0
        elif quiet < PAUSE:
            self._told = 0
        elif self._told == 0:
            self._tell(quiet)
        elif self._told == 1 and quiet >= LONG:
            self._on_pause()
            self._told = 2

    def _tell(self, quiet: float) -> None:
        end = self._endpointer.seconds
        if end - quiet - self._spoken_from >= SPEECH:
            self._on_pause()
            self._told = 1
        else:
            self._told = 2
        self._spoken_from = end
