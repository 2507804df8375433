"""How an entry becomes an answer: all of it, one of its fields, or its steps one by one."""

import datetime
import re
from dataclasses import replace
from typing import Final

from dialogue import replies
from dialogue.followup import Aspect
from dialogue.knowledge.check import STALE_AFTER
from dialogue.knowledge.entry import Entry
from dialogue.types import Answer, Choice

EMERGENCY: Final = ("112", "119", "109", "182", "1577-1389")
"""numbers that nobody is sent to for the sake of a date"""

_CHANGES = re.compile(r"해마다|매년|올해|지금|바뀌|바뀔|바뀐|달라질|때에 따라")
_ASKS = re.compile(r"물어|여쭤|여쭈|확인|문의|상담|알아보|전화하|\d번?입니다")


def tell(entry: Entry, score: float | None = None, said: str | None = None) -> Answer:
    """The entry as an answer; `said` in place of its own text."""
    return Answer(
        "answer",
        said or entry.answer,
        said or entry.spoken,
        answer_id=entry.id,
        topic=entry.topic,
        title=entry.title,
        score=score,
        steps=entry.steps,
        documents=entry.documents,
        where=entry.where,
        phone=entry.phone,
        source=entry.source,
        source_url=entry.source_url,
        checked=entry.checked,
    )


def complete(entry: Entry, today: datetime.date, office: str, score: float | None = None) -> Answer:
    """The entry as callers hear it: with its age, and its telephone number once more."""
    return with_number_again(with_age(tell(entry, score), today, office))


def with_age(answer: Answer, today: datetime.date, office: str) -> Answer:
    """The answer, with a last spoken sentence when it was checked more than a year ago, or nobody knows when.

    An answer that says by itself that things change stays as it is; one that names whom to ask is only told to change.
    """
    if answer.phone in EMERGENCY or not _stale(answer.checked, today):
        return answer
    sentences = re.split(r"(?<=[.!?])\s+", answer.spoken)
    if any(_CHANGES.search(sentence) and _ASKS.search(sentence) for sentence in sentences):
        return answer
    phone = answer.phone or office
    note = replies.STALE if _ASKS.search(sentences[-1]) and phone in sentences[-1] else replies.stale(phone)
    return replace(answer, spoken=f"{answer.spoken} {note}")


def with_number_again(answer: Answer) -> Answer:
    """The answer, with its telephone number said once more at the end: nobody writes it down at the first hearing."""
    phone = answer.phone
    if not phone or phone in EMERGENCY or answer.spoken.count(phone) != 1:
        return answer
    return replace(answer, spoken=f"{answer.spoken} {replies.number_again(phone)}")


def without_number_again(answer: Answer) -> str:
    """What is said before the number is repeated."""
    return answer.spoken.removesuffix(f" {replies.number_again(answer.phone)}") if answer.phone else answer.spoken


def detail(entry: Entry, wanted: Aspect) -> str | None:
    """The one field of the entry that was asked for, as sentences. None when the entry leaves it open."""
    if wanted == "where" and entry.where:
        return replies.where(entry.title, entry.where)
    if wanted == "phone" and entry.phone:
        return replies.phone(entry.title, entry.phone)
    if wanted == "documents" and entry.documents:
        return replies.documents(", ".join(entry.documents))
    if wanted == "steps" and entry.steps:
        return " ".join(entry.steps)
    return None


def simply(entry: Entry) -> Answer:
    """The entry step by step, one fact a sentence."""
    facts = entry.steps or re.split(r"(?<=[.!?])\s+", entry.answer)
    text = "\n".join(facts)
    return replace(tell(entry, said=text), spoken=" ".join((replies.COMMANDS["simpler"], *facts)))


def offering(answer: Answer, other: Entry) -> Answer:
    """The answer, and the other entry offered after it."""
    offer = replies.offer(other.title)
    choice = Choice(other.id, other.title)
    return replace(answer, text=f"{answer.text}\n{offer}", spoken=f"{answer.spoken} {offer}", choices=(choice,))


def _stale(checked: str | None, today: datetime.date) -> bool:
    return checked is None or today - datetime.date.fromisoformat(checked) > STALE_AFTER
