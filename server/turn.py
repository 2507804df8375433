"""One turn: a question, from what was heard to the last word of the answer. Read `Turn.run` first.

Cancelling the task that runs it is the interruption; whoever cancels clears the playout.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from avatar.types import Mood, State
from dialogue import replies
from dialogue.backchannel import is_backchannel
from dialogue.screen import Unfiltered, abuse_answer, crisis_answer, screen, with_number
from dialogue.types import Answer, Question, Verdict
from server import events
from server.caller import Caller
from server.config import Budgets
from server.early import Early
from server.events import TurnRecord
from server.ladder import Quality
from server.lookup import glance, judge, look_up, question_of
from server.speaking import Sound, is_prepared, sounds
from server.stage import Stage, StageError, Timing, ignore
from speech.guards import guard
from speech.korean import sentences
from speech.nonsense import syllables
from speech.types import AudioChunk, Speech, Transcript

log = logging.getLogger(__name__)

T = TypeVar("T")

LOOKAHEAD = 2.0
"""seconds of speech kept ready while the next sentence is made"""

_MOODS = {"crisis": Mood.SERIOUS, "abuse": Mood.SERIOUS, "talk": Mood.WARM}


@dataclass(frozen=True, slots=True)
class Ask:
    """What a turn begins with: something heard, something written, or an answer that is known already."""

    at: float
    """time.monotonic() at which the caller's last voiced sample came in, or the tap"""
    utterance: AudioChunk | None = None
    text: str = ""
    """what was written, or what a button that brings an answer says"""
    answer: Answer | None = None
    heard: Transcript | None = None
    """the whole utterance, when it was understood while it was being said"""
    partial: Transcript | None = None
    """what had been understood of it, for when the last pass takes too long"""
    unsaid: Answer | None = None
    """what the utterance cut off; it is said on when the utterance was nothing"""
    voiced_share: float | None = None
    """share 0…1 of the utterance in which a voice was found"""
    early: Early | None = None
    """what was looked up while the utterance was being said"""
    cut_short: bool = False
    """the caller spoke so long that they were stopped"""
    prompt: bool = False
    """the counsellor speaks by herself; nobody asked"""


@dataclass(slots=True)
class Turn:
    number: int
    ask: Ask
    caller: Caller
    answer: Answer | None = None
    transcript: str = ""
    """masked"""
    voice_to_voice_ms: float | None = None
    timings: list[Timing] = field(default_factory=list)
    queued: bool = False
    """something of the answer is on its way"""
    repeating: bool = False
    """what is said was said before"""
    sentences: list[str] = field(default_factory=list)
    prepared: int = 0
    """sentences that were sent as clips"""
    sounding: int = 0
    """index of the sentence that is being said"""

    async def run(self) -> None:
        try:
            if self.ask.answer and self.ask.text:
                self.caller.events.emit(events.question(self.number, self.ask.text))
            answer = self.ask.answer or await self._find_answer()
            await self._say(answer)
        except StageError as error:
            await self._apologise(error)
        except asyncio.CancelledError:
            self.caller.events.emit(events.interrupted(self.number, self.caller.playout.said))
            raise
        finally:
            self._close()

    async def _find_answer(self) -> Answer:
        counsel = self.caller.counsel
        self.caller.show(State.THINKING)
        if self.ask.utterance:
            self._took(Timing("endpoint", (time.monotonic() - self.ask.at) * 1000, 0.0, self._budgets.endpoint))
        heard = self._trusted(await self._hear())
        if self.ask.unsaid and (not heard.text or is_backchannel(heard.text)):
            return self.ask.unsaid
        if not heard.text:
            return Answer.plain("talk", replies.NOTHING_HEARD)
        verdict = await self._screen(heard)
        if verdict.kind == "crisis":
            danger = next(iter(verdict.labels))
            self.caller.events.emit(events.alert(self.number, danger))
            return crisis_answer(danger)
        if verdict.kind == "abuse":
            self.caller.abuses += 1
            return abuse_answer(self.caller.abuses, counsel.profile.office.phone)
        answer = await self._look_up(verdict.masked, heard)
        return with_number(answer, verdict.concern) if verdict.concern else answer

    async def _hear(self) -> Transcript:
        utterance, recognizer = self.ask.utterance, self.caller.counsel.recognizer
        if utterance is None or recognizer is None:
            return Transcript(self.ask.text, confidence=1.0)
        stage = self.caller.counsel.stages.transcribe
        if self.ask.heard:
            self._took(Timing("transcribe", 0.0, 0.0, stage.budget_ms))
            return self.ask.heard
        partial = self.ask.partial
        fallback = (lambda: partial) if partial and partial.text else None
        return await self._work(stage, lambda: recognizer.transcribe(utterance), fallback)

    def _trusted(self, heard: Transcript) -> Transcript:
        """Without words that a recogniser makes up on noise and silence."""
        utterance = self.ask.utterance
        return guard(heard, utterance, self.ask.voiced_share) if utterance else heard

    async def _screen(self, heard: Transcript) -> Verdict:
        counsel = self.caller.counsel
        stage, early = counsel.stages.screen, self.ask.early
        verdict = early.known_verdict(heard) if early else None
        if verdict:
            self._took(Timing(stage.name, 0.0, 0.0, stage.budget_ms))
        else:
            crisis_alone = lambda: screen(heard.text, Unfiltered())  # noqa: E731
            verdict = await self._work(stage, partial(judge, counsel, heard), crisis_alone)
        self.transcript = verdict.masked
        self.caller.events.emit(events.transcription(verdict.masked, final=True))
        self.caller.events.emit(events.question(self.number, verdict.masked))
        return verdict

    async def _look_up(self, text: str, heard: Transcript) -> Answer:
        """Thoroughly; when that takes too long, what a glance finds for certain."""
        question, stage = question_of(self.caller, text, heard), self.caller.counsel.stages.answer
        answer = await stage.unless_late(self._found(question, heard), partial(self._glance, question), self._took)
        return self._granted(answer) if answer.command else answer

    async def _glance(self, question: Question) -> Answer | None:
        counsel = self.caller.counsel
        with contextlib.suppress(StageError):
            return await counsel.stages.glance.run(partial(glance, counsel, question), ignore)
        return None

    async def _found(self, question: Question, heard: Transcript) -> Answer:
        """Looked up while the caller still spoke, or now."""
        counsel, early, began = self.caller.counsel, self.ask.early, time.perf_counter()
        stage = counsel.stages.answer
        found = await early.answer(heard, question) if early else None
        if found is None:
            return await self._work(stage, partial(look_up, counsel, question))
        self._took(Timing(stage.name, (time.perf_counter() - began) * 1000, 0.0, stage.budget_ms))
        return found

    def _granted(self, wish: Answer) -> Answer:
        """다시, 천천히, 크게 by voice: a word, and what was said before. What the screen is asked, the page does."""
        self.repeating = True
        if wish.command and self.caller.at_limit(wish.command):
            wish = replace(wish, text=replies.AT_LIMIT[wish.command], spoken=replies.AT_LIMIT[wish.command])
        again = self.caller.grant(wish.command) if wish.command else None
        if wish.topic:
            self.caller.topic, self.caller.offered = wish.topic, wish.choices
        if again:
            return replace(again, spoken=f"{wish.spoken} {again.spoken}")
        return Answer.plain("talk", replies.NOTHING_TO_REPEAT) if wish.command in ("again", "back") else wish

    async def _say(self, answer: Answer) -> None:
        """Sentence by sentence: the next is made while one sounds."""
        if not (self.ask.prompt or self.repeating or answer is self.ask.unsaid):
            self.caller.remember(answer)
        self.answer = given = self._within_means(answer)
        self.caller.events.emit(events.answer(self.number, given))
        self.sentences = [one.text for one in sentences(given.spoken) if syllables(one.text)]
        if self.ask.cut_short:
            self.sentences.insert(0, replies.CUT_SHORT)
        for index, sentence in enumerate(self.sentences):
            async for sound in self._speak(sentence, first=index == 0):
                self._queue(sound, index, len(self.sentences))
            await self.caller.playout.wait_until_queued_below(LOOKAHEAD)
        await self.caller.playout.wait_until_queued_below(0)

    def _within_means(self, answer: Answer) -> Answer:
        """As much of it as can be said under the server's load: what cannot is read, with a person's number. Words to
        somebody in need are always said."""
        level, caller = self.caller.ladder.level, self.caller
        if level < Quality.PREPARED or answer.kind in ("crisis", "abuse"):
            return answer
        if level is Quality.PREPARED and is_prepared(caller, answer.spoken):
            return answer
        return replace(answer, spoken="", phone=answer.phone or caller.counsel.profile.office.phone)

    def _speak(self, sentence: str, *, first: bool) -> AsyncIterator[Sound]:
        if not first:
            return sounds(self.caller, sentence)
        self.caller.events.emit(events.stage_started(self.number, "speak"))
        return sounds(self.caller, sentence, self._took)

    def _queue(self, sound: Sound, sentence: int, of: int) -> None:
        self.prepared += sound.opened is not None
        start = self.caller.playout.put(sound.speech, partial(self._sounds, sentence, of), sound.opened)
        if not self.queued:
            self.caller.face.watch(start, self._took)
        self.queued = True

    def _sounds(self, sentence: int, of: int, piece: Speech) -> None:
        """The first audible sample of a piece has just left."""
        if self.voice_to_voice_ms is None and self.answer:
            self.voice_to_voice_ms = round((time.monotonic() - self.ask.at) * 1000, 1)
            mood = Mood.CALM if self.ask.prompt else _MOODS.get(self.answer.kind, Mood.CALM)  # a warm one bows
            self.caller.show(State.SPEAKING, mood)
            self.caller.events.emit(events.bot_started())
        self.sounding = sentence
        self.caller.events.emit(events.bot_transcription(piece.text))
        caption = events.caption(self.number, sentence, of, piece.text, piece.seconds, piece.marks)
        self.caller.events.emit(caption)

    def unsaid(self) -> Answer | None:
        """The answer from the sentence on that is being said; None when there is none."""
        if self.answer is None or self.voice_to_voice_ms is None:
            return self.answer
        return replace(self.answer, spoken=" ".join(self.sentences[self.sounding :]))

    async def _apologise(self, error: StageError) -> None:
        log.error("turn %d: %s", self.number, error, exc_info=error.__cause__)
        sorry = Answer.plain("talk", replies.failure(error.stage))
        self.caller.events.emit(events.failure(f"{error.stage}-{error.code}", sorry.text, turn=self.number))
        if error.stage == "speak":
            await self.caller.playout.wait_until_queued_below(0)
            return
        with contextlib.suppress(StageError):
            await self._say(sorry)

    async def _work(self, stage: Stage, work: Callable[[], T], fallback: Callable[[], T] | None = None) -> T:
        self.caller.events.emit(events.stage_started(self.number, stage.name))
        return await stage.run(work, self._took, fallback)

    def _took(self, timing: Timing) -> None:
        self.timings.append(timing)
        self.caller.events.emit(events.stage_ended(self.number, timing))

    @property
    def _budgets(self) -> Budgets:
        return self.caller.counsel.profile.budgets

    def _close(self) -> None:
        if self.voice_to_voice_ms is not None:
            self.caller.events.emit(events.bot_stopped())
        answer = self.answer
        record = TurnRecord(
            turn=self.number,
            kind=answer.kind if answer else None,
            answer_id=answer.answer_id if answer else None,
            answer=answer.text if answer else "",
            transcript=self.transcript,
            voice_to_voice_ms=self.voice_to_voice_ms,
            timings=tuple(self.timings),
            voice_to_voice_budget_ms=self._budgets.voice_to_voice,
            sentences=len(self.sentences),
            prepared=self.prepared,
        )
        self.caller.events.emit(events.turn_ended(record))
