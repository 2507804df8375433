"""Sentences for the voices to say, from files of the knowledge base."""

import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from speech.korean import sentences

KNOWLEDGE: Final = Path("dialogue/knowledge")
FIELDS: Final = ("spoken", "questions", "steps")
"""of an entry, that are said or may be"""
LONGEST: Final = 80
"""characters"""
_MEASURED: Final = 12
"""one sentence in so many is never said in training"""


def read(paths: Sequence[Path]) -> list[str]:
    """Sentences of .jsonl files, each once, in order. Raises FileNotFoundError."""
    found = [sentence.text for path in paths for text in _texts(path) for sentence in sentences(text)]
    return [text for text in dict.fromkeys(found) if 4 <= len(text) <= LONGEST]


def kept_for_measuring(sentence: str) -> bool:
    """Whether it stays out of training: the same answer on every machine, whatever the spacing."""
    return zlib.crc32(sentence.replace(" ", "").encode()) % _MEASURED == 0


def _texts(path: Path) -> Iterator[str]:
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file of sentences")
    with path.open(encoding="utf-8") as file:
        for line in file:
            row: dict[str, Any] = json.loads(line)
            for field in FIELDS:
                value = row.get(field) or ()
                yield from (value,) if isinstance(value, str) else value
