"""One call: its peer, its listening task, its turns and its end. Everything of a caller is freed by `close`."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Literal, cast

from aiortc import MediaStreamTrack, RTCDataChannel
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from avatar.types import Mood, State
from dialogue import replies
from dialogue.types import Answer
from server import events, metrics
from server.config import IceServer, Server
from server.counsel import Counsel
from server.ears import Ears, Heard, since_voice
from server.events import Event, Events
from server.messages import ClientMessage, MessageError, read
from server.playout import Playout
from server.rtc import CallPeer, close_peer
from server.scene import Scene
from server.sdp import Offer
from server.tracks import FaceTrack, VoiceTrack
from server.turn import Ask, Caller, Turn
from speech.endpoint import SpeechStarted, SpeechSustained, Utterance

log = logging.getLogger("malbeot.call")

Ending = Literal["hangup", "idle", "length", "shutdown", "vanished", "setup"]

CHANNEL = "rtvi"
PACES = (1.0, 0.85, 0.7)
LOUDEST = 2.0
FAREWELL = 8.0
"""seconds a goodbye may take"""
BUFFERED_LIMIT = 1_000_000
"""bytes waiting on the data channel above which a caller no longer reads it"""


class Call:
    def __init__(
        self, call_id: str, peer: CallPeer, counsel: Counsel, offer: Offer, on_closed: Callable[["Call"], None]
    ) -> None:
        self.id = call_id
        self.peer = peer
        self.mids = offer.mids
        self.events = Events(call_id)
        self.events.subscribe(metrics.count)
        playout = Playout()
        scene = Scene(call_id, playout)
        self.voice = VoiceTrack(playout)
        self.face = FaceTrack(counsel.animator, counsel.stages.animate, playout, scene, counsel.profile.avatar.fps)
        self._caller = Caller(counsel, self.events, playout, scene, self.face)
        self._settings: Server = counsel.profile.server
        self._on_closed = on_closed
        self._channel: RTCDataChannel | None = None
        self._turn: asyncio.Task[None] | None = None
        self._turns = 0
        self._began = self._alive = self._asked = time.monotonic()
        self._tasks = [asyncio.create_task(self._watch(), name=f"watch {call_id[:8]}")]
        self._closing: asyncio.Task[None] | None = None
        peer.addTrack(self.voice)
        if offer.wants_video:
            peer.addTransceiver(self.face, direction="sendonly")
        peer.on("track", self._on_track)
        peer.on("datachannel", self._on_channel)
        peer.on("connectionstatechange", self._on_connection)

    @property
    def ice_servers(self) -> tuple[IceServer, ...]:
        return self._settings.ice_servers

    # ---- hearing

    def _on_track(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            self._tasks.append(asyncio.create_task(self._listen(track), name=f"listen {self.id[:8]}"))

    async def _listen(self, track: MediaStreamTrack) -> None:
        """Sound in, turns out. Without a recogniser the sound is only a sign of life."""
        counsel = self._caller.counsel
        ears = Ears(counsel.vad, counsel.profile.speech.endpoint) if counsel.hearing else None
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = cast(AudioFrame, await track.recv())
                self._alive = time.monotonic()
                for heard in ears.hear(frame) if ears else ():
                    self._on_heard(heard)

    def _on_heard(self, heard: Heard) -> None:
        speaking = self._caller.scene.state is State.SPEAKING
        match heard:
            case SpeechStarted():
                self.events.emit(events.caller_started())
                if not self._answering:
                    self._caller.show(State.LISTENING)
            case SpeechSustained():
                if self._answering:
                    self.interrupt()
                    self._caller.show(State.LISTENING)
            case Utterance():
                self.events.emit(events.caller_stopped())
                if speaking:
                    return  # a short "네" while she speaks is no question
                at = time.monotonic() - since_voice(heard)
                self.ask(Ask(at, utterance=heard.audio))

    # ---- messages

    def _on_channel(self, channel: RTCDataChannel) -> None:
        if self._channel is not None or channel.label != CHANNEL:
            return
        self._channel = channel
        self.events.subscribe(self._send)
        channel.on("message", self._on_message)

    def _send(self, event: Event) -> None:
        channel = self._channel
        if channel and channel.readyState == "open" and channel.bufferedAmount < BUFFERED_LIMIT:
            channel.send(event.message())

    def _on_message(self, raw: str | bytes) -> None:
        self._alive = time.monotonic()
        try:
            message = read(raw)
            self._obey(message)
        except MessageError as error:
            self.events.emit(events.refusal(error.message_id, error.code))

    def _obey(self, message: ClientMessage) -> None:
        now, caller = time.monotonic(), self._caller
        match message.name:
            case "client-ready":
                self.events.emit(events.ready(hearing=caller.counsel.hearing, pace=caller.pace))
                self.events.emit(events.state(caller.scene.state))
                if not self._turns:
                    self.ask(Ask(now, answer=Answer.plain("talk", replies.GREETING)))
                return
            case "disconnect-bot":
                self.close("hangup")
                return
            case "send-text":
                self.ask(Ask(now, text=message.text or ""))
            case "ask":
                answer = self._recalled(message)
                self.ask(Ask(now, text=answer.title or "", answer=answer))
            case "topic":
                caller.topic = message.text
            case "again":
                self._repeat(now)
            case "slower":
                caller.pace = PACES[min(PACES.index(caller.pace) + 1, len(PACES) - 1)]
                self.events.emit(events.pace(caller.pace))
                self._repeat(now)
            case "louder":
                caller.playout.gain = min(caller.playout.gain * 1.25, LOUDEST)
                self._repeat(now)
            case "home":
                self.interrupt()
                caller.topic = caller.last = None
                caller.pace = caller.playout.gain = 1.0
                caller.show(State.IDLE)
            case "person":
                self.ask(Ask(now, answer=self._person()))
            case "interrupt":
                self.interrupt()
                caller.show(State.IDLE)
        self.events.emit(events.response(message.id, message.name))

    def _recalled(self, message: ClientMessage) -> Answer:
        try:
            return self._caller.counsel.answerer.recall(message.text or "")
        except KeyError as error:
            raise MessageError("message-invalid", message.id) from error

    def _person(self) -> Answer:
        phone = self._caller.counsel.profile.office.phone
        text = replies.human(phone)
        return Answer("human", text, text, phone=phone)

    def _repeat(self, now: float) -> None:
        self.ask(Ask(now, answer=self._caller.last or Answer.plain("talk", replies.NOTHING_TO_REPEAT)))

    # ---- turns

    @property
    def _answering(self) -> bool:
        return self._turn is not None and not self._turn.done()

    def ask(self, ask: Ask) -> None:
        """Begin a turn; one that is going on is cut."""
        self.interrupt()
        self._asked = time.monotonic()
        turn = Turn(self._turns, ask, self._caller)
        self._turns += 1
        self._turn = asyncio.create_task(self._run(turn), name=f"turn {self.id[:8]}")

    async def _run(self, turn: Turn) -> None:
        try:
            await turn.run()
        except Exception:
            log.exception("turn %d failed", turn.number)
            sorry = replies.failure("turn")
            self.events.emit(events.failure("turn-failed", sorry, turn=turn.number))
        self._asked = time.monotonic()
        self._caller.show(State.IDLE, Mood.WARM)

    def interrupt(self) -> None:
        """Cut the turn: nothing more of it is sent."""
        if self._turn and not self._turn.done():
            self._caller.playout.clear()
            self._turn.cancel()

    # ---- life

    def _on_connection(self) -> None:
        if self.peer.connectionState in ("failed", "closed"):
            self.close("vanished")

    async def _watch(self) -> None:
        """Ends the call when it never connected, its caller is gone or silent for long, or it is over-long."""
        settings = self._settings
        while True:
            await asyncio.sleep(0.5)
            now = time.monotonic()
            if self.peer.connectionState != "connected":
                if now - self._began > settings.setup_deadline:
                    self.close("setup")
            elif now - self._alive > settings.heartbeat:
                self.close("vanished")
            elif now - self._began > settings.max_call:
                await self._farewell("length")
            elif not self._answering and now - self._asked > settings.idle:
                await self._farewell("idle")

    async def _farewell(self, reason: Literal["idle", "length", "shutdown"]) -> None:
        """Say goodbye, then close."""
        self.ask(Ask(time.monotonic(), answer=Answer.plain("talk", replies.GOODBYE[reason])))
        farewell = self._turn
        if farewell:
            await asyncio.wait([farewell], timeout=FAREWELL)
        if reason == "idle" and self._turn is not farewell:
            return  # there was still a question
        self.close(reason)

    def close(self, reason: Ending) -> None:
        """End the call; safe to call twice and from the call's own tasks."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._close(reason), name=f"close {self.id[:8]}")

    async def closed(self) -> None:
        if self._closing:
            await asyncio.shield(self._closing)

    async def _close(self, reason: Ending) -> None:
        self.interrupt()
        tasks = [task for task in (*self._tasks, self._turn) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.events.emit(events.goodbye(reason, replies.GOODBYE.get(reason, "")))
        await self._flush()
        self.voice.stop()
        self.face.stop()
        await close_peer(self.peer)
        metrics.CALLS_ENDED.labels(reason).inc()
        self._on_closed(self)

    async def _flush(self) -> None:
        """Give the goodbye a moment to leave."""
        channel = self._channel
        for _ in range(10):
            if not channel or channel.readyState != "open" or not channel.bufferedAmount:
                return
            await asyncio.sleep(0.02)
