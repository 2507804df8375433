"""Understands an utterance while it is still being said.

Gives captions to the page, hints to the end of the turn, and often the whole text by the time the turn has ended.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace

from server.stage import Stage, StageError, ignore
from speech.agreement import Agreement
from speech.audio import RATE
from speech.endpoint import Endpointer, Utterance
from speech.types import AudioChunk, Recognizer, Skimmer, Transcript

log = logging.getLogger(__name__)

PERIOD = 0.3
"""seconds between two passes"""
REST = 2.0
"""a pass is followed by a rest this many times its own length: slow engines must not hold the others up"""
PAUSE = 0.09
"""seconds of silence after which the words so far are looked at once more: the turn may end here"""
TRAILING = 0.2
"""seconds of silence an utterance keeps at its end"""


class Partials:
    """Of one utterance."""

    def __init__(
        self, recognizer: Recognizer, stage: Stage, endpointer: Endpointer, on_heard: Callable[[Transcript], None]
    ) -> None:
        self._recognizer = recognizer
        self._stage = stage
        self._endpointer = endpointer
        self._on_heard = on_heard
        self._agreement = Agreement()
        self._latest: Transcript | None = None
        self._seconds = 0.0
        """of the utterance from which `_latest` was read"""
        self._skimmed = False
        """`_latest` was read with less work, in the middle of speech"""

    async def follow(self) -> None:
        """From the beginning of the utterance to its end, or until cancelled."""
        rest = 0.0
        while audio := self._endpointer.so_far:
            began = time.monotonic()
            try:
                await self._read(audio)
            except StageError as error:
                log.warning("no partial text for this utterance: %s", error)
                return
            rest = max(PERIOD - (time.monotonic() - began), REST * (time.monotonic() - began))
            await self._wait(rest)

    def whole(self, utterance: Utterance) -> Transcript | None:
        """The text of the finished utterance, when the last pass heard it to its last voiced sample."""
        silence = min(utterance.voiced_end / RATE, TRAILING)
        return self._latest if self._seconds >= utterance.audio.seconds - silence and not self._skimmed else None

    @property
    def latest(self) -> Transcript | None:
        return self._latest

    async def _read(self, audio: AudioChunk) -> None:
        since = self._agreement.settled if self._recognizer.incremental else 0.0
        rest = replace(audio, samples=audio.samples[round(since * audio.rate) :])
        skimmer = self._recognizer if not self._endpointer.quiet and isinstance(self._recognizer, Skimmer) else None
        read = skimmer.skim if skimmer else self._recognizer.transcribe
        heard = await self._stage.run(lambda: read(rest), ignore)
        if self._recognizer.incremental and (heard.words or since):
            settled, tentative = self._agreement.feed(heard.words, since)
            words = settled + tentative
            heard = replace(heard, text=" ".join(word.text.strip() for word in words), words=words)
        if since:
            heard = replace(heard, likelihood=None)  # it is that of the tail alone
        self._latest, self._seconds, self._skimmed = heard, audio.seconds, skimmer is not None
        self._endpointer.hint(heard.text, audio.seconds)
        if heard.text:
            self._on_heard(heard)

    async def _wait(self, seconds: float) -> None:
        """Until the next pass is due, or the caller pauses over words that have not been looked at."""
        due = time.monotonic() + seconds
        while time.monotonic() < due:
            await asyncio.sleep(0.03)
            pausing = self._endpointer.quiet >= PAUSE
            unread = self._skimmed or self._seconds < self._endpointer.seconds - self._endpointer.quiet
            if not self._endpointer.speaking or (pausing and unread):
                return
