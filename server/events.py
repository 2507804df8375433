"""The one stream of records of a call, with three readers: the page and integrators, the log, the metrics.

On the wire an event is an RTVI message (protocol 1.2.0, https://docs.pipecat.ai/client/rtvi-standard); what RTVI has no
name for goes under `server-message`. docs/events.md lists them all.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any
from uuid import uuid4

from avatar.types import State
from dialogue.types import Answer, AnswerKind
from server.ladder import Quality
from server.stage import Timing
from speech.types import Mark

LABEL = "rtvi-ai"
RTVI_VERSION = "1.2.0"
LIBRARY = {"library": "malbeot", "library_version": version("malbeot")}

log = logging.getLogger("malbeot.call")

_LOGGABLE = {
    *("turn", "stage", "event", "waited_ms", "took_ms", "budget_ms", "missed", "fallback", "kind", "answer_id"),
    *("voice_to_voice_ms", "state", "error", "reason", "fatal", "sentence", "hearing", "pace", "crisis", "level"),
}
"""What may be written to a log: never a word of what anyone said."""


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    """an RTVI type, or the name of a server message"""
    data: Mapping[str, Any] = field(default_factory=dict)
    rtvi: bool = False
    """True when `name` is an RTVI type"""
    id: str = field(default_factory=lambda: uuid4().hex[:8])

    def message(self) -> str:
        """The event as it goes over the wire."""
        kind, data = (self.name, self.data) if self.rtvi else ("server-message", {"t": self.name, "d": self.data})
        return json.dumps({"label": LABEL, "type": kind, "id": self.id, "data": data}, ensure_ascii=False)


Reader = Callable[[Event], None]


_NOTABLE = frozenset({"bot-ready", "turn", "alert", "interrupted", "error", "error-response", "goodbye"})
"""what an operator reads at night; the rest is logged for debugging"""


class Events:
    """Hands each event of one call to every reader, at once and in order. A reader must not block."""

    def __init__(self, call_id: str) -> None:
        self._call_id = call_id
        self._readers: list[Reader] = [self._log]

    def emit(self, event: Event) -> None:
        for reader in tuple(self._readers):
            reader(event)

    def subscribe(self, reader: Reader) -> Callable[[], None]:
        """Returns the function that ends the subscription."""
        self._readers.append(reader)
        return lambda: self._readers.remove(reader)

    def _log(self, event: Event) -> None:
        level = logging.INFO if event.name in _NOTABLE else logging.DEBUG
        facts = {key: value for key, value in event.data.items() if key in _LOGGABLE}
        log.log(
            level, "%s %s %s", self._call_id[:8], event.name, json.dumps(facts, ensure_ascii=False) if facts else ""
        )


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """What one turn was and how long it took; the last record of a turn."""

    turn: int
    kind: AnswerKind | None
    """None when the turn failed or was interrupted before there was an answer"""
    answer_id: str | None
    answer: str
    """as shown on the screen"""
    transcript: str
    """what was heard or typed, masked"""
    voice_to_voice_ms: float | None
    """from the caller's last voiced sample (or the tap) to the first answer sample; None when nothing was said"""
    timings: tuple[Timing, ...]
    voice_to_voice_budget_ms: int | None = None
    sentences: int = 0
    """that the answer has"""
    prepared: int = 0
    """of them sent as clips"""


def ready(*, hearing: bool, pace: float, conversation: str) -> Event:
    data = {"version": RTVI_VERSION, "about": LIBRARY, "hearing": hearing, "pace": pace, "conversation": conversation}
    return Event("bot-ready", data, rtvi=True)


def caller_started() -> Event:
    return Event("user-started-speaking", rtvi=True)


def caller_stopped() -> Event:
    return Event("user-stopped-speaking", rtvi=True)


def transcription(text: str, *, final: bool) -> Event:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    data = {"text": text, "user_id": "caller", "timestamp": now, "final": final}
    return Event("user-transcription", data, rtvi=True)


def bot_started() -> Event:
    return Event("bot-started-speaking", rtvi=True)


def bot_stopped() -> Event:
    return Event("bot-stopped-speaking", rtvi=True)


def bot_transcription(text: str) -> Event:
    return Event("bot-transcription", {"text": text}, rtvi=True)


def failure(code: str, message: str, *, fatal: bool = False, turn: int | None = None) -> Event:
    return Event("error", {"error": code, "message": message, "fatal": fatal, "turn": turn}, rtvi=True)


def response(message_id: str, name: str, data: Mapping[str, Any] | None = None) -> Event:
    return Event("server-response", {"t": name, "d": data or {}}, rtvi=True, id=message_id)


def refusal(message_id: str, code: str) -> Event:
    return Event("error-response", {"error": code}, rtvi=True, id=message_id)


def state(value: State) -> Event:
    return Event("state", {"state": value.value})


def question(turn: int, text: str) -> Event:
    return Event("question", {"turn": turn, "text": text})


def alert(turn: int, crisis: str) -> Event:
    """A caller told of a crisis of this kind: for whoever watches over the calls."""
    return Event("alert", {"turn": turn, "crisis": crisis})


def answer(turn: int, given: Answer) -> Event:
    data = asdict(given)
    data["choices"] = [{"answer_id": choice.entry_id, "text": choice.text} for choice in given.choices]
    del data["spoken"], data["score"]
    return Event("answer", {"turn": turn, **data})


def caption(turn: int, sentence: int, of: int, text: str, seconds: float, marks: tuple[Mark, ...]) -> Event:
    words = [
        {"text": mark.text, "start": round(mark.start, 3), "end": round(mark.end, 3)}
        for mark in marks
        if mark.kind == "word"
    ]
    data = {"turn": turn, "sentence": sentence, "of": of, "text": text, "seconds": round(seconds, 3), "words": words}
    return Event("caption", data)


def interrupted(turn: int, said: str) -> Event:
    return Event("interrupted", {"turn": turn, "said": said})


def stage_started(turn: int, stage: str) -> Event:
    return Event("stage", {"turn": turn, "stage": stage, "event": "started"})


def stage_ended(turn: int, timing: Timing) -> Event:
    data = {"turn": turn, "stage": timing.stage, "event": "ended", **_milliseconds(timing)}
    return Event("stage", {**data, "missed": timing.missed, "fallback": timing.fallback})


def turn_ended(record: TurnRecord) -> Event:
    data = asdict(record)
    data["stages"] = {timing.stage: _milliseconds(timing) for timing in record.timings}
    del data["timings"]
    return Event("turn", data)


def pace(value: float) -> Event:
    return Event("pace", {"pace": value})


def quality(level: Quality) -> Event:
    """How good the call may be under the server's load, from now on."""
    return Event("quality", {"level": level.wire})


def goodbye(reason: str, text: str) -> Event:
    return Event("goodbye", {"reason": reason, "text": text})


def _milliseconds(timing: Timing) -> dict[str, float]:
    return {
        "waited_ms": round(timing.waited_ms, 1),
        "took_ms": round(timing.took_ms, 1),
        "budget_ms": timing.budget_ms,
    }
