"""How often the right entry comes first, for questions whose entry is known."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dialogue.knowledge.entry import Entry
from dialogue.retrieval import Index


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    entry_id: str
    """the entry that should answer it"""


@dataclass(frozen=True, slots=True)
class Evaluation:
    questions: int
    top1: float
    """share 0…1 of questions whose entry came first"""
    top5: float
    """share 0…1 of questions whose entry was among the first five"""
    wordings: int
    """known wordings that were searched"""
    build_s: float
    """seconds to index them, the morpheme analyser loaded before"""
    median_ms: float
    """milliseconds a question"""
    p95_ms: float


def evaluate(entries: Sequence[Entry], asked: Sequence[Asked]) -> Evaluation:
    """Asks every question once. Entries of the very same answer count as one. ValueError when nothing is asked."""
    if not asked:
        raise ValueError("nothing is asked")
    answers = {entry.id: entry.answer for entry in entries}
    Index(entries[:1]).search("준비")
    start = time.perf_counter()
    index = Index(entries)
    build_s = time.perf_counter() - start
    ranks, times_ms = [], []
    for question in asked:
        start = time.perf_counter()
        found = index.search(question.text, limit=5)
        times_ms.append((time.perf_counter() - start) * 1000)
        right = answers[question.entry_id]
        ranks.append(next((rank for rank, passage in enumerate(found) if answers[passage.entry_id] == right), 5))
    return Evaluation(
        questions=len(asked),
        top1=ranks.count(0) / len(ranks),
        top5=sum(rank < 5 for rank in ranks) / len(ranks),
        wordings=sum(len(entry.wordings) for entry in entries),
        build_s=build_s,
        median_ms=float(np.median(times_ms)),
        p95_ms=float(np.percentile(times_ms, 95)),
    )
