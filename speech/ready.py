"""Sentences that are said again and again, kept as they are delivered: their first sound takes no time."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final

from speech.korean import sentences
from speech.types import Speech, Voice

ROOM: Final = 64 << 20
"""bytes of sound that are kept"""

log = logging.getLogger(__name__)


class Ready:
    """A voice, and what it said of some fixed texts, at each pace it was asked for. Safe to share between threads when
    the voice is. Nothing but the sentences of these texts is ever kept; when `room` (bytes) is full, what was not said
    for longest goes.
    """

    def __init__(self, voice: Voice, texts: Iterable[str], room: int = ROOM) -> None:
        self._voice = voice
        self._fixed = dict.fromkeys(part.text for text in texts for part in sentences(text))
        self._room = room
        self._kept: OrderedDict[tuple[str, float], tuple[Speech, ...]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes of sound that are kept now."""
        return self._size

    def prepare(self, pace: float = 1.0) -> None:
        """Say all of them now, in order, as far as there is room; what the voice refuses is left out."""
        for _ in self.preparing(pace):
            pass

    def preparing(self, pace: float = 1.0) -> Iterator[None]:
        """The same sentence by sentence, for whoever must not take the machine from others."""
        for sentence in self._fixed:
            with self._lock:
                known = (sentence, pace) in self._kept
            if known:
                continue
            try:
                pieces = tuple(self._voice.speak(sentence, pace))
            except ValueError as error:
                log.warning("a fixed sentence cannot be kept ready: %s", error)
                continue
            if self._size + _bytes(pieces) > self._room:
                return
            self._keep((sentence, pace), pieces)
            yield

    def kept(self, sentence: str, pace: float = 1.0) -> tuple[Speech, ...]:
        """What it said before; nothing when it did not, or not at that pace."""
        with self._lock:
            return self._kept.get((sentence, pace), ())

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        """As the voice does, or what it said before: the very same pieces."""
        with self._lock:
            kept = self._kept.get((sentence, pace))
            if kept is not None:
                self._kept.move_to_end((sentence, pace))
        if kept is not None:
            return iter(kept)
        pieces = self._voice.speak(sentence, pace)
        return self._kept_when_whole(sentence, pace, pieces) if sentence in self._fixed else pieces

    def _kept_when_whole(self, sentence: str, pace: float, pieces: Iterator[Speech]) -> Iterator[Speech]:
        said = []
        for piece in pieces:
            said.append(piece)
            yield piece
        self._keep((sentence, pace), tuple(said))

    def _keep(self, key: tuple[str, float], pieces: tuple[Speech, ...]) -> None:
        with self._lock:
            if key in self._kept or _bytes(pieces) > self._room:
                return
            self._kept[key] = pieces
            self._size += _bytes(pieces)
            while self._size > self._room:
                _, oldest = self._kept.popitem(last=False)
                self._size -= _bytes(oldest)


def _bytes(pieces: Iterable[Speech]) -> int:
    return sum(piece.samples.nbytes for piece in pieces)
