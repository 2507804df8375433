"""One thing the office knows: its wordings, its answer, and where that answer comes from."""

import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass


class RowError(ValueError):
    """A row that is not an entry; the message names the field and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    """stable name, lower-case ASCII with hyphens by habit"""
    topic: str
    questions: tuple[str, ...]
    """ways to ask for it, at least one"""
    answer: str
    """as shown on the screen"""
    title: str
    """the first question where the row has none"""
    spoken: str
    """as said aloud; the answer where the row has none"""
    steps: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    where: str | None = None
    phone: str | None = None
    source: str | None = None
    source_url: str | None = None
    checked: str | None = None
    """ISO date on which the fact was last checked"""
    rank: int | None = None
    """1 is asked most often; None comes last"""

    @property
    def wordings(self) -> tuple[str, ...]:
        """Everything a question may be compared with: the questions, then the title."""
        return tuple(dict.fromkeys((*self.questions, self.title)))


def parse(row: object) -> Entry:
    """An entry from one decoded JSON object; fields outside the schema are ignored. RowError when it is none."""
    if not isinstance(row, Mapping):
        raise RowError("a row is one JSON object")
    questions = _texts(row, "questions")
    if not questions:
        raise RowError("questions: at least one is needed")
    answer = _required(row, "answer")
    return Entry(
        id=_id(row),
        topic=_required(row, "topic"),
        questions=questions,
        answer=answer,
        title=_optional(row, "title") or questions[0],
        spoken=_optional(row, "spoken") or answer,
        steps=_texts(row, "steps"),
        documents=_texts(row, "documents"),
        where=_optional(row, "where"),
        phone=_optional(row, "phone"),
        source=_optional(row, "source"),
        source_url=_address(row),
        checked=_date(row),
        rank=_rank(row),
    )


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise RowError(f"{name}: a text is needed, not {type(value).__name__}")
    text = unicodedata.normalize("NFC", value).strip()
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
        raise RowError(f"{name}: holds a control character or half a character")
    return text


def _optional(row: Mapping[str, object], name: str) -> str | None:
    value = row.get(name)
    return None if value is None else _text(value, name) or None


def _required(row: Mapping[str, object], name: str) -> str:
    text = _optional(row, name)
    if text is None:
        raise RowError(f"{name}: missing or empty")
    return text


def _texts(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    values = row.get(name)
    if values is None:
        return ()
    if not isinstance(values, list):
        raise RowError(f"{name}: a list of texts is needed, not {type(values).__name__}")
    texts = tuple(_text(value, name) for value in values)
    if not all(texts):
        raise RowError(f"{name}: holds an empty text")
    return texts


def _id(row: Mapping[str, object]) -> str:
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):  # offices number their lists
        return str(value)
    name = _required(row, "id")
    if any(c.isspace() for c in name):
        raise RowError("id: holds a blank")
    return name


def _address(row: Mapping[str, object]) -> str | None:
    address = _optional(row, "source_url")
    if address is not None and not address.startswith(("https://", "http://")):
        raise RowError("source_url: a web address begins with https:// or http://")
    return address


def _date(row: Mapping[str, object]) -> str | None:
    date = _optional(row, "checked")
    if date is None:
        return None
    try:
        return datetime.date.fromisoformat(date).isoformat()
    except ValueError as error:
        raise RowError(f"checked: {date!r} is not a date like 2024-04-01") from error


def _rank(row: Mapping[str, object]) -> int | None:
    rank = row.get("rank")
    if rank is None:
        return None
    if not isinstance(rank, int) or isinstance(rank, bool) or rank < 1:
        raise RowError("rank: a whole number from 1 is needed")
    return rank
