"""Answers from a knowledge base by the likeness of words and letters. No model, no network."""

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dialogue import replies
from dialogue.followup import Aspect, aspect
from dialogue.knowledge.entry import Entry
from dialogue.knowledge.jsonl import shipped_entries
from dialogue.knowledge.store import Store
from dialogue.knowledge.topics import by_topic
from dialogue.retrieval import Index, Likelihood
from dialogue.talk import talk
from dialogue.tidy import tidy
from dialogue.types import Answer, AnswerKind, Choice, Passage, Question

THRESHOLD = 0.45
"""score 0…1 below which nothing is answered"""
MARGIN = 0.35
"""log-odds; when the two best entries lie closer, the caller is asked which one"""
CERTAIN = 0.995
"""score from which a wording is as good as known, and nothing is asked back"""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One state of the knowledge base, indexed."""

    revision: str
    entries: Mapping[str, Entry]
    index: Index


class LexicalAnswerer:
    """Safe to share between threads; a changed knowledge base is taken up with the next question."""

    def __init__(self, store: Store | None, threshold: float, margin: float, phone: str) -> None:
        self._store = store
        self._threshold = threshold
        self._margin = margin
        self._phone = phone
        self._guard = threading.Lock()
        self._shelf = self._read()

    def answer(self, question: Question) -> Answer:
        """What the office knows about the question, or what to do when it knows nothing."""
        shelf = self._current()
        text = tidy(question.text)
        kind = talk(text)
        if kind == "human":
            return _said("human", replies.human(self._phone))
        if kind is not None:
            return _said("talk", replies.TALK[kind])
        before = shelf.entries.get(question.previous or "")
        wanted = aspect(text) if before else None
        if before and wanted:
            return self._follow_up(shelf, before, wanted, text)
        return self._look_up(shelf, text, question.topic, question.likelihood)

    def recall(self, entry_id: str) -> Answer:
        """The answer of a known entry. KeyError when there is none."""
        return _answer(self._current().entries[entry_id])

    def topics(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each topic with the ids and first questions of its entries, most asked first."""
        grouped = by_topic(self._current().entries.values())
        return [(topic, [(entry.id, entry.questions[0]) for entry in entries]) for topic, entries in grouped.items()]

    def _look_up(self, shelf: _Shelf, text: str, topic: str | None, likelihood: Likelihood | None = None) -> Answer:
        passages = shelf.index.search(text, topic, limit=2, likelihood=likelihood)
        found = [passage for passage in passages if passage.score >= self._threshold]
        if not found:
            return _said("reject", replies.reject(self._phone))
        if len(found) > 1 and self._undecided(*found):
            choices = tuple(Choice(p.entry_id, shelf.entries[p.entry_id].title) for p in found)
            spoken = replies.clarify(*(choice.text for choice in choices))
            return Answer("clarify", replies.CLARIFY, spoken, score=found[0].score, choices=choices)
        return _answer(shelf.entries[found[0].entry_id], found[0].score)

    def _undecided(self, first: Passage, second: Passage) -> bool:
        return first.score < CERTAIN and _log_odds(first.score) - _log_odds(second.score) < self._margin

    def _follow_up(self, shelf: _Shelf, before: Entry, wanted: Aspect, text: str) -> Answer:
        if wanted == "other":
            subject = before.title.split()[0]
            return self._look_up(shelf, f"{subject} {text}", before.topic)
        said = _detail(before, wanted) or replies.unknown_detail(wanted, self._phone)
        return _answer(before, said=said)

    def _current(self) -> _Shelf:
        if self._store is not None and self._store.revision != self._shelf.revision:
            with self._guard:
                if self._store.revision != self._shelf.revision:
                    self._shelf = self._read()
        return self._shelf

    def _read(self) -> _Shelf:
        revision = self._store.revision if self._store else ""
        entries = self._store.entries() if self._store else shipped_entries()
        return _Shelf(revision, {entry.id: entry for entry in entries}, Index(entries))


def load(
    knowledge: str | Path | None = None,
    threshold: float = THRESHOLD,
    margin: float = MARGIN,
    phone: str = "120",
) -> LexicalAnswerer:
    """The answerer over a knowledge base file, or over the entries that come with the product.

    `threshold`: score 0…1; `margin`: log-odds; `phone`: where a person answers. FileNotFoundError when there is no
    such file, ValueError when it is no knowledge base.
    """
    if not 0 <= threshold <= 1 or margin < 0:
        raise ValueError(f"threshold {threshold} must lie in 0…1, margin {margin} must not be negative")
    if knowledge is not None and not Path(knowledge).is_file():
        raise FileNotFoundError(f"no knowledge base at {knowledge}: make one with malbeot kb import FILE --kb")
    answerer = LexicalAnswerer(Store(Path(knowledge)) if knowledge else None, threshold, margin, phone)
    answerer.answer(Question("준비 되었나요"))
    return answerer


def _said(kind: AnswerKind, text: str) -> Answer:
    return Answer(kind, text, text)


def _answer(entry: Entry, score: float | None = None, said: str | None = None) -> Answer:
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


def _detail(entry: Entry, wanted: Aspect) -> str | None:
    """The one field of the entry that was asked for, as a sentence. None when the entry leaves it open."""
    if wanted == "where" and entry.where:
        return replies.where(entry.title, entry.where)
    if wanted == "phone" and entry.phone:
        return replies.phone(entry.title, entry.phone)
    if wanted == "documents" and entry.documents:
        return replies.documents(", ".join(entry.documents))
    return None


def _log_odds(score: float) -> float:
    return math.log(score / (1 - score)) if 0 < score < 1 else math.copysign(math.inf, score - 0.5)
