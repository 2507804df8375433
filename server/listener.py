"""The listening half of a call: the microphone track in, turns out. One task a call."""

import asyncio
import contextlib
import time
from dataclasses import replace
from functools import partial
from typing import cast

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from avatar.types import State
from dialogue import replies
from dialogue.backchannel import is_backchannel
from dialogue.privacy import mask
from dialogue.types import Answer
from server import events
from server.caller import Caller
from server.early import Early
from server.ears import Ears, since_voice
from server.floor import Floor
from server.partials import PAUSE, Partials
from server.pauses import Pauses
from server.stage import StageError, ignore
from server.turn import Ask
from speech.endpoint import Endpointer, Heard, Silence, SpeechStarted, SpeechSustained, Utterance
from speech.types import Recognizer, Transcript


class Listener:
    def __init__(self, caller: Caller, floor: Floor) -> None:
        self._caller = caller
        self._floor = floor
        self._ears = Ears(caller.counsel.vad, caller.counsel.profile.speech.endpoint)
        self._pauses = Pauses(self._ears.endpointer, caller.scene.pause)
        self._partials: Partials | None = None
        self._early: Early | None = None
        self._following: asyncio.Task[None] | None = None
        self._unsaid: Answer | None = None
        """what she was saying when the caller's voice cut in"""
        self._deciding: asyncio.Task[None] | None = None
        self.alive = time.monotonic()
        """when the caller's sound last came in; seconds"""
        caller.playout.on_step = self._ears.sent
        floor.on_rest = self._ears.endpointer.restart_silence

    async def run(self, track: MediaStreamTrack) -> None:
        """Until the track ends. Without a recogniser the sound is only a sign of life."""
        recognizer = self._caller.counsel.recognizer
        try:
            with contextlib.suppress(MediaStreamError):
                while True:
                    frame = cast(AudioFrame, await track.recv())
                    self.alive = time.monotonic()
                    for heard in self._ears.hear(frame) if recognizer else ():
                        self._on_heard(heard, recognizer)
                    self._pauses.look()
        finally:
            self._stop_following()
            if self._deciding:
                self._deciding.cancel()
            if self._early:
                self._early.close()

    def _on_heard(self, heard: Heard, recognizer: Recognizer | None) -> None:
        match heard:
            case SpeechStarted() if recognizer:
                self._begin(recognizer)
            case SpeechSustained():
                self._insist()
            case Utterance():
                self._deciding = asyncio.create_task(self._end(heard), name="end of turn")
            case Silence() if not self._floor.answering:
                prompt = Answer.plain("talk", replies.STILL_THERE[0])
                self._floor.ask(Ask(time.monotonic(), answer=prompt, prompt=True))

    def _begin(self, recognizer: Recognizer) -> None:
        self._caller.events.emit(events.caller_started())
        self._floor.hold()
        if not self._floor.answering:
            self._caller.show(State.LISTENING)
        stage = self._caller.counsel.stages.transcribe
        self._early = Early(self._caller)
        self._partials = Partials(recognizer, stage, self._ears.endpointer, self._on_partial)
        self._following = asyncio.create_task(self._partials.follow(), name="partials")

    def _on_partial(self, heard: Transcript) -> None:
        text = heard.text
        if self._floor.speaking and is_backchannel(text):
            if self._ears.endpointer.quiet >= PAUSE:
                self._floor.resume()
        elif self._floor.speaking and self._is_said(self._ears.endpointer):
            self._take_floor()
        if not self._floor.speaking:
            self._caller.events.emit(events.transcription(mask(text), final=False))
            if self._early and self._ears.endpointer.quiet >= PAUSE:  # the turn may end here
                self._early.look(heard)
            elif self._early:
                self._early.glance(heard)

    def _is_said(self, heard: Endpointer | Utterance) -> bool:
        return self._caller.counsel.profile.speech.endpoint.is_said(heard.voiced, heard.voiced_share)

    def _insist(self) -> None:
        """The voice goes on: it interrupts, unless so far it only says "네, 네"."""
        latest = self._partials.latest if self._partials else None
        if self._floor.answering and not (latest and is_backchannel(latest.text)):
            self._take_floor()

    def _take_floor(self) -> None:
        self._unsaid = self._floor.interrupt()
        self._caller.show(State.LISTENING)

    async def _end(self, utterance: Utterance) -> None:
        at = time.monotonic() - since_voice(utterance)
        self._stop_following()
        self._caller.events.emit(events.caller_stopped())
        partials, self._partials = self._partials, None
        unsaid, self._unsaid = self._unsaid, None
        ask = Ask(
            at,
            utterance=utterance.audio,
            heard=partials.whole(utterance) if partials else None,
            partial=partials.latest if partials else None,
            unsaid=unsaid,
            voiced_share=utterance.voiced_share,
            cut_short=utterance.cut,
            early=self._early,
        )
        if self._caller.playout.holding and not self._is_said(utterance):
            self._floor.resume()
            return
        if self._caller.playout.holding:
            ask = replace(ask, heard=ask.heard or await self._hear(utterance))
            if ask.heard and (not ask.heard.text or is_backchannel(ask.heard.text)):
                self._floor.resume()
                return
        self._floor.ask(ask)

    async def _hear(self, utterance: Utterance) -> Transcript | None:
        """What was said over her, to know whether it means to stop her."""
        recognizer = self._caller.counsel.recognizer
        if recognizer is None:
            return None
        work = partial(recognizer.transcribe, utterance.audio)
        try:
            return await self._caller.counsel.stages.transcribe.run(work, ignore)
        except StageError:
            return None

    def _stop_following(self) -> None:
        if self._following:
            self._following.cancel()
            self._following = None
