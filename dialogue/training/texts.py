"""Texts to learn from, read from folders that are not part of the repository, and how they are split.

A text belongs to a part by its hash alone, so that what was measured on one day is never learnt from on another.
"""

import csv
import functools
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dialogue.knowledge.entry import Entry
from dialogue.knowledge.jsonl import shipped_entries

MEASURED: Final = 0.1
"""share of the Welfare-QA questions that nothing learns from"""
HELD: Final = 0.2
"""share of Welfare-QA questions up to which, and share of our own wordings below which, the encoder learns nothing:
they are for the ranker and its calibration"""
HELD_GROUPS: Final = 0.3
"""share of StyleKQC's groups that are for the ranker and its calibration"""
OFF_TOPIC_MEASURED: Final = 0.5
"""share of Chatbot_data that nothing learns from"""
STYLES: Final = 10
"""wordings of one question in StyleKQC, formal and informal"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One row of Welfare-QA."""

    question: str
    answer: str
    service: str


def share(text: str) -> float:
    """0…1, evenly spread, always the same for the same text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big") / 2**48


def welfare_questions(data: Path) -> list[Asked]:
    return [
        Asked(row["question"].strip(), row["answer"].strip(), row["document"])
        for row in _lines(data / "public_service/welfare_qa_2023/welfare_qa.jsonl")
    ]


def booklet(data: Path) -> dict[str, list[str]]:
    """Service → what the Welfare Ministry's booklet says of it, piece by piece."""
    pieces = json.loads(_there(data / "public_service/welfare_booklet_2024/welfare_2024.json").read_text("utf-8"))
    found: dict[str, list[str]] = defaultdict(list)
    for piece in pieces:
        found[piece["metadata"]["사업명"] or ""].append(piece["text"])
    return dict(found)


def styles(data: Path, held: bool) -> list[list[str]]:
    """Groups of ten wordings that ask the same, neighbours of one subject side by side."""
    lines = _there(data / "text/stylekqc/train.tsv").read_text("utf-8").splitlines()[1:]
    sentences = [line.partition("\t")[2] for line in lines]
    groups = [sentences[i : i + STYLES] for i in range(0, len(sentences), STYLES)]
    return [group for group in groups if (share(group[0]) < HELD_GROUPS) == held]


def likely_pairs(data: Path) -> list[tuple[str, str]]:
    """KorSTS from 4 of 5, and what Question_pair calls a duplicate."""
    found = []
    for line in _there(data / "text/korsts/sts-train.tsv").read_text("utf-8").splitlines()[1:]:
        *_, score, one, other = line.split("\t")
        if float(score) >= 4:
            found.append((one, other))
    pairs = _table(data / "text/question_pair/kor_pair_train.csv")
    return [*found, *((row["question1"], row["question2"]) for row in pairs if row["is_duplicate"] == "1")]


def small_talk(data: Path, measured: bool) -> list[tuple[str, str]]:
    """Sentence and reply of Chatbot_data: of one half nothing is learnt."""
    rows = [(row["Q"].strip(), row["A"].strip()) for row in _table(data / "text/chatbot_data/ChatbotData.csv")]
    return [row for row in rows if (share(row[0]) < OFF_TOPIC_MEASURED) == measured]


@functools.cache
def own_entries() -> tuple[Entry, ...]:
    """The entries that come with the product."""
    return tuple(shipped_entries())


def held(wording: str) -> bool:
    """Whether a wording of ours is kept from the networks, for the ranker and its calibration."""
    return share(wording) < HELD


def grouped(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The first texts of all pairs with the same second text; groups of one are left out."""
    groups: dict[str, list[str]] = defaultdict(list)
    for text, key in pairs:
        groups[key].append(text)
    return [sorted(set(texts)) for texts in groups.values() if len(set(texts)) > 1]


def _there(path: Path) -> Path:
    if not path.is_file():
        raise FileNotFoundError(f"no {path}: --data names the folder that holds public_service/ and text/")
    return path


def _lines(path: Path) -> Iterator[dict[str, str]]:
    for line in _there(path).read_text("utf-8").splitlines():
        yield json.loads(line)


def _table(path: Path) -> Iterator[dict[str, str]]:
    with _there(path).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
