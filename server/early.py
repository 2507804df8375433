"""Works ahead while the caller still speaks: at each partial text a glance, in each pause a judgement of their words
and a thorough look for what they seem to ask; the clip of the answer's first sentence is opened.

Nothing of it is heard or shown before the end of the turn is known, and only what was looked up for the very words
that the turn ends with is used. A lookup that the next words overturn is a reversal: counted, never heard.
"""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from dialogue.privacy import mask
from dialogue.types import Answer, Question, Verdict
from server import metrics
from server.caller import Caller
from server.ladder import Quality
from server.lookup import glance, judge, look_up, question_of
from server.speaking import prepared
from server.stage import StageError, ignore
from speech.korean import sentences
from speech.types import Transcript

log = logging.getLogger(__name__)

FEWEST: Final = 2
"""words from which a lookup is worth while"""


@dataclass(frozen=True, slots=True)
class _Found:
    question: Question
    answer: Answer


class Early:
    """Of one utterance."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._heard: Transcript | None = None
        """what is worked on, or was last"""
        self._judging: asyncio.Task[Verdict] | None = None
        self._working: asyncio.Task[_Found | None] | None = None
        self._glancing: asyncio.Task[None] | None = None
        self._opening: asyncio.Task[None] | None = None
        self._waiting: Transcript | None = None
        self._leading: str | None = None
        """id of the entry that answered the latest question"""

    def glance(self, heard: Transcript) -> None:
        """The utterance so far, in the middle of speech: the clip of what it already asks word for word is opened. A
        partial that comes before the last was glanced at is left out."""
        if self._worth_while(heard) and (self._glancing is None or self._glancing.done()):
            self._glancing = asyncio.create_task(self._glance(heard), name="early glance")

    def look(self, heard: Transcript) -> None:
        """The utterance so far, when the caller pauses. One lookup at a time; of what comes meanwhile only the newest
        counts."""
        if not self._worth_while(heard):
            return
        if self._working and not self._working.done():
            self._waiting = heard
            return
        if self._knows(heard):
            return
        self._heard, self._waiting = heard, None
        self._judging = asyncio.create_task(self._judge(heard), name="early verdict")
        self._working = asyncio.create_task(self._look_up(heard, self._judging), name="early lookup")
        self._working.add_done_callback(self._go_on)

    def known_verdict(self, heard: Transcript) -> Verdict | None:
        """On just these words; None when they were not judged, or not yet."""
        judging = self._judging if self._knows(heard) else None
        if judging is None or not judging.done() or judging.cancelled() or judging.exception():
            return None
        return judging.result()

    async def answer(self, heard: Transcript, question: Question) -> Answer | None:
        """What was looked up for just this question, or is about to be; None when nothing was."""
        if self._working is None or not self._knows(heard):
            return None
        with contextlib.suppress(StageError):
            found = await asyncio.shield(self._working)
            return found.answer if found and _same(found.question, question) else None
        return None

    def close(self) -> None:
        for task in (self._glancing, self._judging, self._working, self._opening):
            if task:
                task.cancel()

    def _worth_while(self, heard: Transcript) -> bool:
        return len(heard.text.split()) >= FEWEST and self._caller.ladder.level <= Quality.SLOW_PICTURE

    def _knows(self, heard: Transcript) -> bool:
        """The same words; how they sounded may differ by a breath of silence."""
        return self._heard is not None and self._heard.text == heard.text

    async def _judge(self, heard: Transcript) -> Verdict:
        counsel = self._caller.counsel
        return await counsel.stages.screen.run(partial(judge, counsel, heard), ignore)

    async def _look_up(self, heard: Transcript, judging: asyncio.Task[Verdict]) -> _Found | None:
        """None for words that are not to be answered."""
        verdict, counsel = await judging, self._caller.counsel
        if verdict.kind != "clean":
            return None
        question = question_of(self._caller, verdict.masked, heard)
        answer = await counsel.stages.answer.run(partial(look_up, counsel, question), ignore)
        self._lead(answer)
        if answer.kind == "answer":
            self._opening = asyncio.create_task(self._open(answer), name="early clip")
        return _Found(question, answer)

    async def _glance(self, heard: Transcript) -> None:
        counsel = self._caller.counsel
        question = question_of(self._caller, mask(heard.text), heard)
        with contextlib.suppress(StageError):
            if found := await counsel.stages.glance.run(partial(glance, counsel, question), ignore):
                self._lead(found)
                await self._open(found)

    def _lead(self, answer: Answer) -> None:
        if self._leading is not None and answer.answer_id != self._leading:
            metrics.REVERSALS.inc()
        self._leading = answer.answer_id

    async def _open(self, answer: Answer) -> None:
        with contextlib.suppress(StageError):
            await prepared(self._caller, sentences(answer.spoken)[0].text)

    def _go_on(self, done: asyncio.Task[_Found | None]) -> None:
        if done.cancelled():
            return
        if error := done.exception():
            log.warning("an early lookup failed: %s", error)
        if self._waiting:
            self.look(self._waiting)


def _same(one: Question, other: Question) -> bool:
    return replace(one, likelihood=None) == replace(other, likelihood=None)
