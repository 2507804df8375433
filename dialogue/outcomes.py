"""What callers get for their questions: the right answer, a choice that holds it, a refusal, or something wrong."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dialogue.evaluation import Asked
from dialogue.knowledge.entry import Entry
from dialogue.training.noise import mishear
from dialogue.types import Answer, Answerer, Question


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Shares 0…1. Of the questions that have an entry:"""

    right: float
    offered: float
    """asked back with the right one among the choices"""
    astray: float
    """asked back without it"""
    declined: float
    wrong: float
    """answered with another entry"""
    needless: float | None
    """of those that have none: answered all the same; None where there are none"""
    doubted: float | None
    """of those that have none: asked back"""

    @property
    def helped(self) -> float:
        return self.right + self.offered


def outcomes(
    answerer: Answerer, entries: Sequence[Entry], asked: Sequence[Asked], noise: float = 0.0, seed: int = 1
) -> Outcomes:
    """Asks every question once, as the first of a call. Entries of the very same answer count as one."""
    by_id = {entry.id: entry for entry in entries}
    random = np.random.default_rng(seed)
    texts = [mishear(one.text, noise, random) if noise else one.text for one in asked]
    got = [_outcome(answerer.answer(Question(text)), one, by_id) for text, one in zip(texts, asked, strict=True)]
    meant = Counter(outcome for outcome, one in zip(got, asked, strict=True) if one.entry_id)
    others = Counter(outcome for outcome, one in zip(got, asked, strict=True) if not one.entry_id)
    known, unknown = meant.total(), others.total()
    if not known:
        raise ValueError("no question has an entry")
    return Outcomes(
        right=meant["right"] / known,
        offered=meant["offered"] / known,
        astray=meant["astray"] / known,
        declined=meant["declined"] / known,
        wrong=meant["wrong"] / known,
        needless=others["wrong"] / unknown if unknown else None,
        doubted=others["astray"] / unknown if unknown else None,
    )


def _outcome(answer: Answer, asked: Asked, by_id: Mapping[str, Entry]) -> str:
    right = {by_id[entry_id].answer for entry_id in (asked.entry_id, *asked.also) if entry_id}
    if answer.kind == "answer" and answer.answer_id:
        return "right" if by_id[answer.answer_id].answer in right else "wrong"
    if answer.kind == "clarify":
        return "offered" if any(by_id[choice.entry_id].answer in right for choice in answer.choices) else "astray"
    return "declined"
