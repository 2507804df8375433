"""Sentences to be spoken by synthetic voices, from text files named on the command line."""

import csv
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from speech.ctc.jamo import spell
from speech.korean import spoken

LONGEST: Final = 60
"""syllables and spaces of one sentence"""
_MEASURED: Final = 12
"""one sentence in so many is never spoken in training"""


def read(source: str) -> list[str]:
    """Sentences of `FILE` (one a line) or `FILE:FIELD` (that column of a .csv or .tsv, that field of a .jsonl: a text
    or a list of texts), as they are read aloud. Raises FileNotFoundError, ValueError for an unknown field."""
    name, _, field = source.partition(":")
    path = Path(name)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file of sentences")
    texts = _field(path, field) if field else path.read_text("utf-8").splitlines()
    said = map(as_read, texts)
    return list(dict.fromkeys(text for text in said if 2 <= len(text) <= LONGEST and spell(text)))


def as_read(text: str) -> str:
    """The text as it is read aloud, numbers in words."""
    return spoken(text).replace(",", "")


def kept_for_measuring(sentence: str) -> bool:
    """Whether this sentence stays out of training: the same answer on every machine, whatever the spacing."""
    return zlib.crc32(sentence.replace(" ", "").encode()) % _MEASURED == 0


def _field(path: Path, field: str) -> Iterator[str]:
    for row in _rows(path):
        if field not in row:
            raise ValueError(f"{path} has no field {field!r}: choose one of {', '.join(row)}")
        yield from [row[field]] if isinstance(row[field], str) else row[field]


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix == ".jsonl":
            yield from (json.loads(line) for line in file if line.strip())
        else:
            yield from csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ",")
