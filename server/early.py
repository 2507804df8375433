"""Works ahead while the caller still speaks: looks up what they seem to ask and opens the clip of its first sentence.

Nothing of it is heard or shown before the end of the turn is known, and only what was looked up for the very words
that the turn ends with is used. A lookup that the next words overturn is a reversal: counted, never heard.
"""

import asyncio
import contextlib
import logging
from dataclasses import replace
from functools import partial
from typing import Final

from dialogue.privacy import mask
from dialogue.tidy import tidy
from dialogue.types import Answer, Question
from server import metrics
from server.caller import Caller
from server.ladder import Quality
from server.lookup import look_up, question_of
from server.speaking import prepared
from server.stage import StageError, ignore
from speech.korean import sentences
from speech.types import Transcript

log = logging.getLogger(__name__)

FEWEST: Final = 2
"""words from which a lookup is worth while"""


class Early:
    """Of one utterance."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._question: Question | None = None
        self._working: asyncio.Task[Answer] | None = None
        self._waiting: Transcript | None = None
        self._leading: str | None = None
        """id of the entry that answered the latest question"""

    def look(self, heard: Transcript) -> None:
        """The utterance so far, when the caller pauses. One lookup at a time; of what comes meanwhile only the newest
        counts."""
        if len(heard.text.split()) < FEWEST or self._caller.ladder.level > Quality.SLOW_PICTURE:
            return
        if self._working and not self._working.done():
            self._waiting = heard
            return
        question = question_of(self._caller, mask(tidy(heard.text)), heard)
        if self._asks(question):
            return
        self._question, self._waiting = question, None
        self._working = asyncio.create_task(self._work(question), name="early lookup")
        self._working.add_done_callback(self._go_on)

    async def answer(self, question: Question) -> Answer | None:
        """What was looked up for just this question, or is about to be; None when nothing was."""
        if self._working is None or not self._asks(question):
            return None
        try:
            return await asyncio.shield(self._working)
        except StageError:
            return None

    def _asks(self, question: Question) -> bool:
        """Whether the latest lookup is for the same words; how they sounded may differ by a breath of silence."""
        latest = self._question
        return latest is not None and replace(latest, likelihood=None) == replace(question, likelihood=None)

    def close(self) -> None:
        if self._working:
            self._working.cancel()

    async def _work(self, question: Question) -> Answer:
        counsel = self._caller.counsel
        answer = await counsel.stages.answer.run(partial(look_up, counsel, question), ignore)
        if self._leading is not None and answer.answer_id != self._leading:
            metrics.REVERSALS.inc()
        stable, self._leading = answer.answer_id == self._leading, answer.answer_id
        if stable and answer.kind == "answer":
            with contextlib.suppress(StageError):
                await prepared(self._caller, sentences(answer.spoken)[0].text)
        return answer

    def _go_on(self, done: asyncio.Task[Answer]) -> None:
        if done.cancelled():
            return
        if error := done.exception():
            log.warning("an early lookup failed: %s", error)
        if self._waiting:
            self.look(self._waiting)
