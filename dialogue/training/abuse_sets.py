"""Labelled texts to learn from: sets that are not part of the repository, read from the folder that holds them.

Only sets whose licence allows what is learnt from them to be passed on; docs/models/abuse.md names the terms.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dialogue.filters.labels import CLEAN, INSULT, LABELS, label


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    abuse: float
    """0…1, how likely the text is abuse, by its annotators"""
    kinds: tuple[str, ...] = ()
    """labels of the kinds of abuse; empty when the set does not tell"""
    source: str = ""
    comment: bool = True
    """written on the web, where every set has its own share of abuse; otherwise said or asked in a conversation"""


Reader = Callable[[Path], Iterator[Example]]

CONVERSATION: Final = ("chatbot_data", "welfare_qa", "3i4k")
TOPICS: Final = {
    "Nationality": "인종/국적",
    "Racism": "인종/국적",
    "Origin and residence": "지역",
    "Disabled": "기타 혐오",
    "Education": "기타 혐오",
    "Appearance": INSULT,
    "Diets": "기타 혐오",
    "Sexual harassment": "여성/가족",
}
"""APEACH's topics that stand for one of our labels; the others are told by the words in the text"""

HATRED: Final = "31"
CONTEMPT: Final = frozenset({"9", "20", "21"})
"""KOTE's numbers of hatred; and of scorn, of finding pathetic, of disgust"""


def read(name: str, data: Path) -> list[Example]:
    """All examples of a set. ValueError for an unknown name, FileNotFoundError without its files."""
    if name not in READERS:
        raise ValueError(f"no set {name!r}: choose of {', '.join(READERS)}")
    return [
        replace(one, source=name, comment=name not in CONVERSATION) for one in READERS[name](data) if one.text.strip()
    ]


def rows(path: Path, separator: str, quoted: bool = True) -> Iterator[dict[str, str]]:
    """Of a table with a head. FileNotFoundError without it."""
    if not path.is_file():
        raise FileNotFoundError(f"no {path}: --data names the folder that holds toxicity/, text/ and public_service/")
    table = io.StringIO(path.read_text("utf-8-sig"), newline="")
    yield from csv.DictReader(table, delimiter=separator, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)


def _hatescore(data: Path) -> Iterator[Example]:
    for row in rows(data / "toxicity/hatescore/HateScore_part.csv", ","):
        kinds = tuple(label(name) for name in row["microlabel"].split(","))
        yield Example(row["comment"], float(kinds != (CLEAN,)), tuple(kind for kind in kinds if kind != CLEAN))


def _kodoli(data: Path) -> Iterator[Example]:
    """Offence counts most; a sentence may be offensive without abusing anybody."""
    odds = {"OFFEN": (0.9, 1.0), "LIKELY": (0.4, 0.75), "NOT": (0.0, 0.15)}
    for row in rows(data / "toxicity/kodoli/kodoli.csv", ","):
        yield Example(row["sentences"], odds[row["offensiveness"]][row["abuse"] != "NON"])


def _korean_hate_speech(data: Path) -> Iterator[Example]:
    for name in ("train.tsv", "dev_part.tsv"):
        for row in rows(data / "toxicity/korean_hate_speech" / name, "\t", quoted=False):
            kinds = ("여성/가족",) if row["bias"] == "gender" else ()
            yield Example(row["comments"], 1.0 if row["hate"] != "none" else 0.4 * (row["bias"] != "none"), kinds)


def _malicious_comments(data: Path) -> Iterator[Example]:
    """The column that is spelt `lable` says 0 for malicious."""
    for row in rows(data / "toxicity/malicious_comments/Dataset.tsv", "\t", quoted=False):
        yield Example(row["content"] or "", float(row["lable"].strip('"') == "0"))


def _curse_detection(data: Path) -> Iterator[Example]:
    for line in _lines(data / "toxicity/curse_detection/dataset.txt"):
        text, _, cursed = line.rpartition("|")
        yield Example(text, float(cursed.strip() == "1"))


def _apeach(data: Path) -> Iterator[Example]:
    for row in rows(data / "toxicity/apeach/apeach_test.csv", ","):
        topic = TOPICS.get(row["text_topic_eng"])
        yield Example(row["text"], float(row["class"] == "Spoiled"), (topic,) if topic else ())


def _kote(data: Path) -> Iterator[Example]:
    """Emotions that readers saw in a comment: hatred is likely abuse, contempt sometimes."""
    for name in ("val.tsv", "test.tsv"):
        for line in _lines(data / "emotion/kote" / name):
            _, text, numbers = line.split("\t")
            felt = set(numbers.split(","))
            yield Example(text, 0.75 if HATRED in felt else 0.3 if felt & CONTEMPT else 0.0)


def _chatbot_data(data: Path) -> Iterator[Example]:
    for row in rows(data / "text/chatbot_data/ChatbotData.csv", ","):
        yield Example(row["Q"], 0.0)
        yield Example(row["A"], 0.0)


def _welfare_qa(data: Path) -> Iterator[Example]:
    for line in _lines(data / "public_service/welfare_qa_2023/welfare_qa.jsonl"):
        yield Example(json.loads(line)["question"], 0.0)


def _3i4k(data: Path) -> Iterator[Example]:
    for line in _lines(data / "text/3i4k/fci_train_val.txt"):
        yield Example(line.partition("\t")[2], 0.0)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        raise FileNotFoundError(f"no {path}: --data names the folder that holds toxicity/, text/ and public_service/")
    return path.read_text("utf-8").splitlines()


READERS: Final[dict[str, Reader]] = {
    "hatescore": _hatescore,
    "kodoli": _kodoli,
    "korean_hate_speech": _korean_hate_speech,
    "malicious_comments": _malicious_comments,
    "curse_detection": _curse_detection,
    "apeach": _apeach,
    "kote": _kote,
    "chatbot_data": _chatbot_data,
    "welfare_qa": _welfare_qa,
    "3i4k": _3i4k,
}
assert set(TOPICS.values()) <= set(LABELS)
