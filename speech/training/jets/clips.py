"""Recordings of one person reading, each with what was read: a folder of WAV files and their texts."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TABLE: Final = "transcripts.tsv"
"""columns file and text, tab between them"""


@dataclass(frozen=True, slots=True)
class Clip:
    path: Path
    text: str
    """as it was read; empty where nothing says so"""

    @property
    def name(self) -> str:
        return self.path.name


def read(folder: Path) -> list[Clip]:
    """By name: the rows of transcripts.tsv, or else every WAV file, whose text lies beside it (0001.wav, 0001.txt).

    Raises FileNotFoundError for a folder without recordings, ValueError for a table without the two columns.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder")
    found = list(_from_table(folder / TABLE)) if (folder / TABLE).is_file() else list(_beside(folder))
    if not found:
        raise FileNotFoundError(f"{folder} holds neither {TABLE} nor WAV files")
    return sorted(found, key=lambda clip: clip.path)


def _from_table(table: Path) -> Iterator[Clip]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        columns = rows.fieldnames or ()
        if not {"file", "text"} <= set(columns):
            raise ValueError(f"{table} needs the columns file and text; it has {', '.join(columns) or 'none'}")
        for row in rows:
            yield Clip(table.parent / row["file"], (row["text"] or "").strip())


def _beside(folder: Path) -> Iterator[Clip]:
    for path in folder.glob("*.wav"):
        text = path.with_suffix(".txt")
        yield Clip(path, text.read_text("utf-8-sig").strip() if text.is_file() else "")
