"""Reads what a caller sends over the data channel. Never raises anything but MessageError."""

import json
import math
from dataclasses import dataclass
from typing import Any

LARGEST = 16 * 1024
"""bytes"""
LONGEST_QUESTION = 500
"""characters"""

_TYPES = frozenset({"client-ready", "send-text", "client-message", "disconnect-bot"})
_NAMES = frozenset(
    {"heartbeat", "interrupt", "home", "ask", "topic", "person", "stats"}
    | {"again", "back", "slower", "faster", "louder", "quieter"}
)


class MessageError(Exception):
    def __init__(self, code: str, message_id: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message_id = message_id


@dataclass(frozen=True, slots=True)
class Stats:
    """What a page's WebRTC saw since it last told; None where its browser does not know."""

    freezes: float | None = None
    frozen_ms: float | None = None
    lost: float | None = None
    """packets"""
    jitter_ms: float | None = None
    rtt_ms: float | None = None


MOST = Stats(freezes=100, frozen_ms=60_000, lost=10_000, jitter_ms=10_000, rtt_ms=60_000)
"""more than this is taken for this"""


@dataclass(frozen=True, slots=True)
class ClientMessage:
    id: str
    name: str
    """`client-ready`, `send-text`, `disconnect-bot`, or the name inside a `client-message`"""
    text: str | None = None
    """the question in writing, the id of an answer or the name of a topic"""
    stats: Stats | None = None


def read(raw: str | bytes) -> ClientMessage:
    """Raises MessageError with a code of docs/events.md."""
    if isinstance(raw, bytes):
        raise MessageError("message-not-text")
    try:
        size = len(raw.encode())
    except UnicodeEncodeError as error:
        raise MessageError("message-not-text") from error
    if size > LARGEST:
        raise MessageError("message-too-large")
    try:
        tree = json.loads(raw)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits
        raise MessageError("message-not-json") from error
    if not isinstance(tree, dict):
        raise MessageError("message-invalid")
    message_id = tree["id"][:64] if isinstance(tree.get("id"), str) else ""
    data = tree.get("data")
    return _message(message_id, tree.get("type"), data if isinstance(data, dict) else {})


def _message(message_id: str, kind: object, data: dict[str, Any]) -> ClientMessage:
    if kind not in _TYPES:
        raise MessageError("message-unknown", message_id)
    if kind == "send-text":
        return ClientMessage(message_id, "send-text", _text(data, "content", message_id))
    if kind != "client-message":
        return ClientMessage(message_id, str(kind))
    name, details = data.get("t"), data.get("d")
    if name not in _NAMES:
        raise MessageError("message-unknown", message_id)
    details = details if isinstance(details, dict) else {}
    if name == "ask":
        return ClientMessage(message_id, name, _text(details, "answer_id", message_id))
    if name == "topic" and details.get("topic") is not None:
        return ClientMessage(message_id, name, _text(details, "topic", message_id))
    if name == "stats":
        return ClientMessage(message_id, name, stats=_stats(details, message_id))
    return ClientMessage(message_id, name)


def _text(data: dict[str, Any], key: str, message_id: str) -> str:
    text = data.get(key)
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_QUESTION:
        raise MessageError("message-invalid", message_id)
    return text.strip()


def _stats(details: dict[str, Any], message_id: str) -> Stats:
    told = {key: details.get(key) for key in Stats.__slots__}
    known = {key: value for key, value in told.items() if value is not None}
    if not known or any(not _is_number(value) for value in known.values()):
        raise MessageError("message-invalid", message_id)
    return Stats(**{key: min(max(0.0, value), getattr(MOST, key)) for key, value in known.items()})


def _is_number(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)
