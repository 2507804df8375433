"""The messages of a call as they stand on the wire (docs/events.md), read into types."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LABEL = "rtvi-ai"
VERSION = "1.2.0"


@dataclass(frozen=True, slots=True)
class Message:
    at: float
    """seconds, time.monotonic, when it came"""
    kind: str
    """the type, or `server-message/NAME`; `unreadable` for what is not a message"""
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """How long one stage of a turn took, as the server counted it."""

    waited_ms: float
    took_ms: float
    budget_ms: float | None


@dataclass(frozen=True, slots=True)
class ServerTurn:
    """The server's own account of a turn."""

    turn: int
    kind: str
    answer_id: str | None
    answer: str
    transcript: str
    stages: Mapping[str, Span]
    voice_to_voice_ms: float | None = None


def write_message(kind: str, data: Mapping[str, Any], number: int) -> str:
    return json.dumps({"label": LABEL, "type": kind, "id": str(number), "data": data}, ensure_ascii=False)


def read_message(text: str | bytes, at: float) -> Message:
    """Never raises: a caller that measures must not fall over what it is sent."""
    try:
        message = json.loads(text)
        kind, data = str(message["type"]), message.get("data") or {}
        if kind == "server-message":
            kind, data = f"server-message/{data['t']}", data["d"]
        return Message(at, kind, dict(data))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Message(at, "unreadable", {})


def read_turn(message: Message) -> ServerTurn:
    """The contents of a `turn` message; raises KeyError, TypeError or ValueError when it breaks the contract."""
    data = message.data
    return ServerTurn(
        turn=int(data["turn"]),
        kind=str(data["kind"]),
        answer_id=data["answer_id"],
        answer=str(data["answer"] or ""),
        transcript=str(data["transcript"] or ""),
        stages={name: _read_span(span) for name, span in data["stages"].items()},
        voice_to_voice_ms=None if data.get("voice_to_voice_ms") is None else float(data["voice_to_voice_ms"]),
    )


def _read_span(span: Mapping[str, Any]) -> Span:
    budget = span["budget_ms"]
    return Span(float(span["waited_ms"]), float(span["took_ms"]), None if budget is None else float(budget))
