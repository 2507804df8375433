"""Knowledge bases and questions to learn judging from: wordings the networks never saw, entries that are not there,
and things no office answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from dialogue.knowledge.entry import Entry, parse
from dialogue.letters import read
from dialogue.training import texts
from dialogue.training.noise import mishear
from dialogue.training.rewording import reword

NOISES: Final = (0.0, 0.0, 0.1, 0.2)
"""error rates, equally often"""
REMOVED: Final = 0.3
"""share of entries that are asked for but not there"""
BANK_SHARE: Final = 0.75
"""share of the small talk to learn from that becomes the bank; the rest is asked"""
STYLE_KNOWN: Final = 3
"""the most wordings known of a StyleKQC question"""


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    entry_id: str | None
    """the entry that answers it; None when none does"""
    group: str
    """questions of one group are never apart in cross-validation"""


@dataclass(frozen=True, slots=True)
class Base:
    name: str
    entries: Sequence[Entry]
    asked: Sequence[Asked]


def bank(data: Path) -> list[str]:
    """Sentences of small talk that become vectors; `questions_off_topic` are others."""
    return [q for q, _ in texts.small_talk(data, measured=False) if texts.share(f"bank {q}") < BANK_SHARE]


def off_topic(data: Path) -> list[str]:
    return [q for q, _ in texts.small_talk(data, measured=False) if texts.share(f"bank {q}") >= BANK_SHARE]


def bases(data: Path, random: np.random.Generator) -> list[Base]:
    """Several of each kind, of different sizes, each without some of the entries it is asked for."""
    own = _own()
    welfare = _welfare(data)
    sizes = ((20, 1.0), (20, 1.0), (20, 0.5), (3, 1.0))
    made = [_thin("own", own, known, kept, random) for known, kept in sizes]
    made += [_thin("welfare", welfare, known, kept, random) for known, kept in ((20, 1.0), (6, 0.4))]
    made += [_thin("styles", _styles(data, random), STYLE_KNOWN, kept, random) for kept in (1.0, 0.4)]
    made += [
        _thin(name, _remembered(one, known, random), known, 1.0, random)
        for name, one, known in (("own", own, 2), ("welfare", welfare, 2), ("own", own, 20))
    ]
    talk = [*off_topic(data), *_junk(random)]
    return [_noised(_with_talk(base, talk, random), random) for base in made]


def _own() -> list[tuple[Entry, list[str]]]:
    """Entries with the wordings nothing was learnt from."""
    return [
        (replace(entry, questions=tuple(w for w in entry.questions if not texts.held(w)) or entry.questions[:1]), held)
        for entry in texts.own_entries()
        for held in [[w for w in entry.questions if texts.held(w)]]
    ]


def _welfare(data: Path) -> list[tuple[Entry, list[str]]]:
    known: dict[str, list[texts.Asked]] = defaultdict(list)
    held: dict[str, list[str]] = defaultdict(list)
    for row in texts.welfare_questions(data):
        part = texts.share(row.question)
        if part >= texts.HELD:
            known[row.service].append(row)
        elif part >= texts.MEASURED:
            held[row.service].append(row.question)
    pieces = texts.booklet(data)
    found = []
    for i, (service, rows) in enumerate(known.items()):
        answer = " ".join(pieces.get(service) or [row.answer for row in rows])
        questions = [row.question for row in rows]
        entry = parse({"id": str(i), "topic": "복지", "title": service, "questions": questions, "answer": answer})
        found.append((entry, held[service]))
    return found


def _styles(data: Path, random: np.random.Generator) -> list[tuple[Entry, list[str]]]:
    groups = texts.styles(data, held=True)
    found = []
    for i, group in enumerate(groups):
        order = random.permutation(len(group))
        questions = [group[j] for j in order[:STYLE_KNOWN]]
        # no answers there: now another wording stands in, now a sentence from nearby
        answer = group[order[-1]] if random.random() < 0.5 else groups[i - 1][order[-1]]
        entry = parse({"id": str(i), "topic": "생활", "questions": questions, "answer": answer})
        found.append((entry, [group[order[STYLE_KNOWN]]]))
    return found


def _remembered(
    asked_of: list[tuple[Entry, list[str]]], size: int, random: np.random.Generator
) -> list[tuple[Entry, list[str]]]:
    """The same entries, that know `size` wordings; one of them is asked with other words here and there."""
    found = []
    for entry, held in asked_of:
        known = [*held[:1], *(str(one) for one in random.permutation(entry.questions))][:size]
        found.append((replace(entry, questions=tuple(known)), [reword(one, random) for one in held[:1]]))
    return found


def _thin(
    name: str, asked_of: list[tuple[Entry, list[str]]], known: int, kept: float, random: np.random.Generator
) -> Base:
    """Part of the entries, each with at most `known` wordings, and questions for all of that part; some are removed."""
    part = [asked_of[i] for i in random.permutation(len(asked_of))[: max(20, round(kept * len(asked_of)))]]
    entries, asked = [], []
    for entry, held in part:
        there = random.random() >= REMOVED
        if there:
            chosen = random.permutation(len(entry.questions))[: max(known // 2 + 1, int(random.integers(1, known + 1)))]
            entries.append(replace(entry, questions=tuple(entry.questions[i] for i in chosen)))
        asked += [Asked(question, entry.id if there else None, f"{name} {entry.id}") for question in held]
    return Base(name, entries, asked)


def _with_talk(base: Base, talk: list[str], random: np.random.Generator) -> Base:
    added = [Asked(text, None, text) for text in random.choice(talk, len(base.asked) // 3)]
    return replace(base, asked=[*base.asked, *added])


def _noised(base: Base, random: np.random.Generator) -> Base:
    return replace(
        base, asked=[replace(one, text=mishear(one.text, float(random.choice(NOISES)), random)) for one in base.asked]
    )


def _junk(random: np.random.Generator) -> list[str]:
    """Single letters and words, foreign letters, strings of syllables that mean nothing."""
    words = sorted({word for entry in texts.own_entries() for wording in entry.wordings for word in wording.split()})
    syllables = sorted({c for word in words for c in word if len(read(c)) and "가" <= c <= "힣"})
    made = ["", "?", "네", "아니요", "음", "어", "그", "저기요", "hello how are you", "123", "пенсия", "年金"]
    made += ["".join(random.choice(syllables, int(random.integers(1, 12)))) for _ in range(60)]
    return made
