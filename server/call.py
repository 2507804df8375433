"""One call: its peer, its listening task, its turns and its end. Everything of a caller is freed by `close`."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, cast

from aiortc import MediaStreamTrack, RTCDataChannel

from avatar.types import State
from dialogue import replies
from dialogue.answering import ON_SCREEN
from dialogue.types import Answer, Choice, Command
from server import events, metrics
from server.caller import Caller, Memory
from server.config import IceServer, Server
from server.conversations import new_id
from server.counsel import Counsel
from server.events import Event, Events
from server.face_track import FaceTrack
from server.floor import Floor
from server.ladder import Ladder, Quality
from server.listener import Listener
from server.messages import ClientMessage, MessageError, read
from server.playout import Playout
from server.rtc import CallPeer, close_peer
from server.rtc_picture import allowed_bitrate, on_key_request
from server.scene import Scene
from server.sdp import Offer
from server.turn import Ask
from server.voice_track import VoiceTrack

Ending = Literal["hangup", "idle", "length", "shutdown", "vanished", "setup", "continued"]

CHANNEL = "rtvi"
FAREWELL = 8.0
"""seconds a goodbye may take"""
BUFFERED_LIMIT = 1_000_000
"""bytes waiting on the data channel above which a caller no longer reads it"""


class Call:
    def __init__(
        self,
        call_id: str,
        peer: CallPeer,
        counsel: Counsel,
        offer: Offer,
        on_closed: Callable[["Call"], None],
        ladder: Ladder,
    ) -> None:
        self.id = call_id
        self.conversation = new_id()
        """what a later call names to go on with this one; drawn anew once the page is there to be told"""
        self.peer = peer
        self.mids = offer.mids
        self.events = Events(call_id)
        self.events.subscribe(metrics.count)
        playout = Playout()
        scene = Scene(call_id, playout)
        self.voice = VoiceTrack(playout)
        self.face = FaceTrack(
            counsel.animator,
            counsel.stages.animate,
            playout,
            scene,
            counsel.shelf,
            ladder,
            counsel.profile.avatar.fps,
        )
        self._caller = Caller(counsel, self.events, playout, scene, self.face, ladder)
        self._greeting = Ask(time.monotonic(), answer=Answer.plain("talk", replies.GREETING))
        self._settings: Server = counsel.profile.server
        self._on_closed = on_closed
        self._channel: RTCDataChannel | None = None
        self._floor = Floor(self._caller)
        self._listener = Listener(self._caller, self._floor)
        self.began = self._heard_of = time.monotonic()
        self._tasks = [asyncio.create_task(self._watch(), name=f"watch {call_id[:8]}")]
        self._closing: asyncio.Task[None] | None = None
        peer.addTrack(self.voice)
        if offer.wants_video:
            sender = peer.addTransceiver(self.face, direction="sendonly").sender
            on_key_request(sender, self.face.want_key)
            self.face.bitrate = lambda: allowed_bitrate(sender)
        peer.on("track", self._on_track)
        peer.on("datachannel", self._on_channel)
        peer.on("connectionstatechange", self._on_connection)

    def go_on(self, conversation: str, memory: Memory) -> None:
        """This call goes on with one that broke off. Should it break off too before the page is there, the page, which
        knows nothing newer, may name the same conversation again."""
        self.conversation = conversation
        self._caller.recall(memory)
        self._greeting = replace(self._greeting, answer=Answer.plain("talk", replies.CONTINUED), prompt=True)

    def memory(self) -> Memory:
        """What a later call that goes on with this one must know."""
        return self._caller.memory()

    def hand_over(self) -> Memory:
        """End, because its caller goes on in another call. Nobody else can."""
        self.conversation = new_id()
        self.close("continued")
        return self.memory()

    @property
    def ice_servers(self) -> tuple[IceServer, ...]:
        return self._settings.ice_servers

    def _on_track(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            self._tasks.append(asyncio.create_task(self._listener.run(track), name=f"listen {self.id[:8]}"))

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
        self._heard_of = time.monotonic()
        try:
            message = read(raw)
            self._obey(message)
        except MessageError as error:
            self.events.emit(events.refusal(error.message_id, error.code))

    def _obey(self, message: ClientMessage) -> None:
        now, caller = time.monotonic(), self._caller
        match message.name:
            case "client-ready":
                if not self._floor.turns:
                    self.conversation = new_id()
                hearing = caller.counsel.hearing
                self.events.emit(events.ready(hearing=hearing, pace=caller.pace, conversation=self.conversation))
                self.events.emit(events.state(caller.scene.state))
                if caller.ladder.level > Quality.FULL:
                    self.events.emit(events.quality(caller.ladder.level))
                if not self._floor.turns:
                    self._floor.ask(replace(self._greeting, at=now))
                return
            case "disconnect-bot":
                self.close("hangup")
                return
            case "send-text":
                self._floor.ask(Ask(now, text=message.text or ""))
            case "ask":
                answer = self._recalled(message)
                self._floor.ask(Ask(now, text=answer.title or "", answer=answer))
            case "topic":
                caller.topic = message.text
                caller.offered = self._questions_of(message.text)
            case "again" | "slower" | "faster" | "louder" | "quieter" | "back":
                repeated = caller.grant(cast(Command, message.name))
                self._floor.ask(Ask(now, answer=repeated or Answer.plain("talk", replies.NOTHING_TO_REPEAT)))
            case "home":
                self._floor.interrupt()
                caller.forget()
                caller.show(State.IDLE)
            case "person":
                self._floor.ask(Ask(now, answer=self._person()))
            case "interrupt":
                self._floor.interrupt()
                caller.show(State.IDLE)
            case "stats" if message.stats:
                metrics.told_by_page(message.stats)
        self.events.emit(events.response(message.id, message.name))

    def _recalled(self, message: ClientMessage) -> Answer:
        try:
            return self._caller.counsel.answerer.recall(message.text or "")
        except KeyError as error:
            raise MessageError("message-invalid", message.id) from error

    def _questions_of(self, topic: str | None) -> tuple[Choice, ...]:
        """Those that stand on the screen now, so that the caller can say which."""
        questions = dict(self._caller.counsel.answerer.topics()).get(topic or "", [])
        return tuple(Choice(entry_id, text) for entry_id, text in questions[:ON_SCREEN])

    def _person(self) -> Answer:
        phone = self._caller.counsel.profile.office.phone
        text = replies.human(phone)
        return Answer("human", text, text, phone=phone)

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
                if now - self.began > settings.setup_deadline:
                    self.close("setup")
            elif now - max(self._heard_of, self._listener.alive) > settings.heartbeat:
                self.close("vanished")
            elif now - self.began > settings.max_call:
                await self._farewell("length")
            elif not self._floor.answering and now - self._floor.asked > settings.idle:
                await self._farewell("idle")

    async def _farewell(self, reason: Literal["idle", "length", "shutdown"]) -> None:
        """Say goodbye, then close."""
        before = self._floor.turns
        farewell = self._floor.ask(Ask(time.monotonic(), answer=Answer.plain("talk", replies.GOODBYE[reason])))
        await asyncio.wait([farewell], timeout=FAREWELL)
        if reason == "idle" and self._floor.turns > before + 1:
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
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._floor.clear()
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
