"""All calls of this server: opens them while there is room, finds them again, watches their load and ends them all."""

import asyncio
import logging
import time

from aiortc import RTCIceServer

from server import events, metrics
from server.call import Call
from server.conversations import Conversations, new_id
from server.counsel import Counsel
from server.ladder import Ladder, Quality, fps_at
from server.load import SETTLING, Meter, usable_cores
from server.problems import Problem
from server.rtc import answer_offer, make_peer
from server.sdp import filter_candidates, validate
from server.waiting import ASK_AGAIN, FullError, WaitingLine

RETRY_AFTER = 20
"""seconds a caller is asked to wait when there is no place to wait either"""
MEASURED_EVERY = 0.5
"""seconds"""

log = logging.getLogger("malbeot")


class Calls:
    def __init__(self, counsel: Counsel) -> None:
        self.counsel = counsel
        self._settings = counsel.profile.server
        self.meter = Meter(usable_cores(), self._settings.call_cost)
        self.ladder = Ladder(self._settings.best_quality, self._settings.worst_quality)
        self.ladder.on_change(self._tell)
        self._line = WaitingLine()
        self._conversations = Conversations()
        self._calls: dict[str, Call] = {}
        self._open = True
        metrics.QUALITY.set(self.ladder.level)

    def __len__(self) -> int:
        return len(self._calls)

    async def open(self, body: bytes, ticket: str | None = None, conversation: str | None = None) -> tuple[Call, str]:
        """The call an SDP offer asks for, and the SDP answer.

        `ticket`: a place in the waiting line. `conversation`: what an earlier call was told to go on with.
        Raises Problem, before anything is allocated, for an offer that cannot be met or when every line is busy.
        """
        offer = validate(body)
        former = self._of(conversation) if self._open else None
        if former is None:
            self._admit(ticket)
        servers = [RTCIceServer(**server.model_dump()) for server in self._settings.ice_servers]
        peer = make_peer(servers, self._settings.candidates)
        call = Call(new_id(), peer, self.counsel, offer, self._forget, self.ladder)
        memory = former.hand_over() if former else self._conversations.take(conversation or "", time.monotonic())
        if conversation and memory:
            call.go_on(conversation, memory)
        self._calls[call.id] = call
        metrics.CALLS.set(len(self))
        try:
            return call, await answer_offer(peer, filter_candidates(offer.text, self._settings.candidates).text)
        except BaseException:
            call.close("setup")
            raise

    def find(self, call_id: str) -> Call:
        """Raises Problem `call-unknown`."""
        try:
            return self._calls[call_id]
        except KeyError:
            raise Problem("call-unknown") from None

    @property
    def waiting(self) -> int:
        """People in the line."""
        return len(self._line)

    @property
    def free(self) -> int:
        """How many more calls may begin now."""
        if not self._calls:
            return 1  # however slow the machine
        if self.ladder.burdened:
            return 0
        now = time.monotonic()
        settling = sum(now - call.began < SETTLING for call in self._calls.values())
        fitting = self.meter.load.places(self._settings.admit_below, settling)
        return min(fitting, self._settings.max_calls - len(self))

    async def watch(self) -> None:
        """Measure the load for ever, and act on it."""
        while True:
            await asyncio.sleep(MEASURED_EVERY)
            now = time.monotonic()
            fps = fps_at(self.ladder.level, self.counsel.profile.avatar.fps)
            whole = not self.ladder.degraded
            load = self.meter.measure(now, len(self), metrics.frames_drawn(), fps, whole=whole)
            metrics.load_measured(load)
            self.ladder.step(load, now)
            self._line.forget_those_who_left(now)
            metrics.WAITING.set(len(self._line))
            self._conversations.forget(now)

    async def close(self) -> None:
        """End every call; no new one is opened."""
        self._open = False
        calls = list(self._calls.values())
        for call in calls:
            call.close("shutdown")
        await asyncio.gather(*(call.closed() for call in calls))

    def _admit(self, ticket: str | None) -> None:
        """Raises Problem `calls-full`, with a place in the waiting line where there is one."""
        if not self._open:
            raise Problem("calls-full", headers={"Retry-After": str(RETRY_AFTER)})
        try:
            place = self._line.ask(ticket, self.free, time.monotonic())
        except FullError:
            raise Problem("calls-full", headers={"Retry-After": str(RETRY_AFTER)}) from None
        metrics.WAITING.set(len(self._line))
        if place:
            waiting: dict[str, str | int] = {"ahead": place.ahead, "ticket": place.ticket}
            raise Problem("calls-full", headers={"Retry-After": str(ASK_AGAIN)}, members=waiting)

    def _of(self, conversation: str | None) -> Call | None:
        """The call of a conversation that is still here, though its caller may have lost it."""
        return next((call for call in self._calls.values() if call.conversation == conversation), None)

    def _forget(self, call: Call) -> None:
        self._calls.pop(call.id, None)
        metrics.CALLS.set(len(self))
        self._conversations.keep(call.conversation, call.memory(), time.monotonic())

    def _tell(self, level: Quality) -> None:
        load = self.meter.load
        log.warning(
            "quality %s: processor %.2f, loop lag %.0f ms, pictures %.2f of their time, %d calls",
            *(level.wire, load.cpu, load.lag * 1000, load.lateness, len(self)),
        )
        metrics.QUALITY.set(level)
        for call in self._calls.values():
            call.events.emit(events.quality(level))
