"""How well questions find their entries: recall, how many can be answered safely, and what is confused with what."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dialogue.knowledge.entry import Entry
from dialogue.training.noise import mishear
from dialogue.types import Passage, Ranker

LOOKED_AT: Final = 5
"""passages asked for"""
WRONG: Final = 0.01
"""share of what is answered that may be wrong"""
MISTAKES: Final = 60
"""mistakes kept for a report, the surest first"""


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    entry_id: str | None
    """the entry that should answer it; None when none should"""
    also: tuple[str, ...] = ()
    """entries that would be as right"""


@dataclass(frozen=True, slots=True)
class Point:
    """What happens when entries are answered from this probability on."""

    threshold: float
    answered: float
    """share 0…1 of the questions that have an entry"""
    wrong: float
    """share 0…1 of all answers"""


@dataclass(frozen=True, slots=True)
class Mistake:
    text: str
    """as it was understood"""
    expected: str | None
    found: str
    score: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All questions at one rate of recognition errors."""

    noise: float
    """share 0…1 of syllables misheard"""
    questions: int
    """that have an entry"""
    unanswerable: int
    """that have none"""
    top1: float
    """share 0…1 of questions whose entry came first"""
    top5: float
    """share 0…1 of questions whose entry was among the first five"""
    auroc: float | None
    """chance that a right first entry scores higher than a wrong or needless one; None where there is only one kind"""
    answered_safely: float
    """share of the questions that can be answered with at most WRONG of the answers wrong"""
    curve: tuple[Point, ...]
    confusion: Mapping[tuple[str, str], int]
    """(topic that was asked, topic that was found) → questions"""
    mistakes: tuple[Mistake, ...]
    median_ms: float
    """milliseconds a question"""
    p95_ms: float


def evaluate(
    ranker: Ranker, entries: Sequence[Entry], asked: Sequence[Asked], noise: float = 0.0, seed: int = 1
) -> Evaluation:
    """Asks every question once, misheard at the rate `noise`. Entries of the very same answer count as one. ValueError
    when nothing is asked that has an entry."""
    if not any(question.entry_id for question in asked):
        raise ValueError("no question has an entry")
    by_id = {entry.id: entry for entry in entries}
    random = np.random.default_rng(seed)
    heard = [mishear(question.text, noise, random) if noise else question.text for question in asked]
    ranker.search("준비", limit=1)
    found, times_ms = [], []
    for text in heard:
        start = time.perf_counter()
        found.append(ranker.search(text, limit=LOOKED_AT))
        times_ms.append((time.perf_counter() - start) * 1000)
    ranks = [_rank(question, passages, by_id) for question, passages in zip(asked, found, strict=True)]
    meant = [rank for question, rank in zip(asked, ranks, strict=True) if question.entry_id]
    right = np.array([rank == 0 for rank in ranks])
    scores = np.array([passages[0].score if passages else 0.0 for passages in found])
    curve = _curve(scores, right, len(meant))
    return Evaluation(
        noise=noise,
        questions=len(meant),
        unanswerable=len(asked) - len(meant),
        top1=meant.count(0) / len(meant),
        top5=sum(rank < LOOKED_AT for rank in meant) / len(meant),
        auroc=_auroc(scores[right], scores[~right]),
        answered_safely=max((point.answered for point in curve if point.wrong <= WRONG), default=0.0),
        curve=curve,
        confusion=_confusion(asked, found, by_id),
        mistakes=_mistakes(asked, heard, found, right),
        median_ms=float(np.median(times_ms)),
        p95_ms=float(np.percentile(times_ms, 95)),
    )


def _rank(question: Asked, passages: Sequence[Passage], by_id: Mapping[str, Entry]) -> int:
    """The place of the first right entry; LOOKED_AT when there is none."""
    right = {by_id[entry_id].answer for entry_id in (question.entry_id, *question.also) if entry_id}
    places = (place for place, passage in enumerate(passages) if by_id[passage.entry_id].answer in right)
    return next(places, LOOKED_AT)


def _curve(scores: np.ndarray, right: np.ndarray, meant: int) -> tuple[Point, ...]:
    """A point for each of a hundred thresholds between the scores."""
    thresholds = np.unique(np.concatenate([np.quantile(scores, np.linspace(0, 1, 101)), [0.0]]))
    points = []
    for threshold in thresholds:
        answered = scores >= threshold
        wrong = int((answered & ~right).sum())
        points.append(Point(float(threshold), int((answered & right).sum()) / meant, wrong / max(1, answered.sum())))
    return tuple(points)


def _auroc(right: np.ndarray, wrong: np.ndarray) -> float | None:
    if not len(right) or not len(wrong):
        return None
    ordered = np.sort(wrong)
    below = np.searchsorted(ordered, right, "left") + np.searchsorted(ordered, right, "right")
    return float(below.sum() / (2 * len(right) * len(wrong)))


def _confusion(
    asked: Sequence[Asked], found: Sequence[Sequence[Passage]], by_id: Mapping[str, Entry]
) -> Mapping[tuple[str, str], int]:
    pairs = zip(asked, found, strict=True)
    return Counter(
        (by_id[question.entry_id].topic, by_id[passages[0].entry_id].topic)
        for question, passages in pairs
        if question.entry_id and passages
    )


def _mistakes(
    asked: Sequence[Asked], heard: Sequence[str], found: Sequence[Sequence[Passage]], right: np.ndarray
) -> tuple[Mistake, ...]:
    wrong = [
        Mistake(text, question.entry_id, passages[0].entry_id, passages[0].score)
        for question, text, passages, good in zip(asked, heard, found, right, strict=True)
        if passages and not good
    ]
    return tuple(sorted(wrong, key=lambda mistake: -mistake.score)[:MISTAKES])
