"""Who has the floor: at most one turn at a time, and a new one cuts the one before."""

import asyncio
import logging
import time
from collections.abc import Callable

from avatar.types import Mood, State
from dialogue import replies
from dialogue.types import Answer
from server import events
from server.caller import Caller
from server.turn import Ask, Turn

log = logging.getLogger("malbeot.call")


class Floor:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._turn: Turn | None = None
        self._task: asyncio.Task[None] | None = None
        self.turns = 0
        """how many have begun"""
        self.asked = time.monotonic()
        """when the caller last had a turn; seconds"""
        self.on_rest: Callable[[], None] = _unheard
        """told when the counsellor has answered and it is the caller's turn again"""

    @property
    def answering(self) -> bool:
        return self._task is not None and not self._task.done()

    @property
    def speaking(self) -> bool:
        return self.answering and self._caller.scene.state is State.SPEAKING

    def ask(self, ask: Ask) -> asyncio.Task[None]:
        """Begin a turn."""
        self.interrupt()
        self._caller.playout.begin()
        if not ask.prompt:
            self.asked = time.monotonic()
        self._turn = Turn(self.turns, ask, self._caller)
        self.turns += 1
        self._task = asyncio.create_task(self._run(self._turn), name="turn")
        return self._task

    def interrupt(self) -> Answer | None:
        """Cut the turn: nothing more of it is sent. Returns what it had not said yet, None when there is nothing."""
        if not (self._turn and self._task and self.answering):
            return None
        unsaid = self._turn.unsaid()
        self._caller.playout.clear()
        self._task.cancel()
        return unsaid

    def hold(self) -> None:
        """Fall silent for the moment, until it is known whether the caller means to interrupt."""
        if self.speaking:
            self._caller.playout.hold()

    def resume(self) -> None:
        """It was nothing: say on."""
        self._caller.playout.resume()

    async def clear(self) -> None:
        """Cut the turn and wait until it is over."""
        self.interrupt()
        if self._task:
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, turn: Turn) -> None:
        try:
            await turn.run()
        except Exception:
            log.exception("turn %d failed", turn.number)
            sorry = replies.failure("turn")
            self._caller.events.emit(events.failure("turn-failed", sorry, turn=turn.number))
        if not turn.ask.prompt:
            self.asked = time.monotonic()
            self.on_rest()
        self._caller.show(State.IDLE, Mood.WARM)


def _unheard() -> None:
    """Until somebody listens."""
