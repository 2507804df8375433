"""Recordings to learn from or to measure on: a folder of sound files and a table that says what is said in them."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from speech.audio import RATE, resample
from speech.korean import spoken
from speech.types import AudioChunk, Samples

TEXT_COLUMNS: Final = ("text_as_spoken", "text")
"""the first that the table has; both may hold digits, which are spelled out"""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    speaker: str
    """empty where the table does not say"""
    text: str
    """as it is read aloud"""
    sound: NDArray[np.int16]
    """16 kHz; whole corpora are kept in memory"""

    @property
    def samples(self) -> Samples:
        return self.sound.astype(np.float32) / np.float32(32768)

    @property
    def seconds(self) -> float:
        return len(self.sound) / RATE


def read(table: Path) -> list[Recording]:
    """Recordings of a TSV table with the columns `file` (relative to the table), `text` or `text_as_spoken`, and
    optionally `speaker`. Raises FileNotFoundError, ValueError for a table without these columns."""
    return [_recording(table, row) for row in _rows(table)]


def sound(path: Path) -> Samples:
    """Any sound file as mono at 16 kHz."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return resample(AudioChunk(samples.mean(axis=1), rate), RATE).samples


def split(recordings: Sequence[Recording], held_out: Sequence[str]) -> tuple[list[Recording], list[Recording]]:
    """(those of other speakers, those of the held-out speakers)"""
    kept = [one for one in recordings if one.speaker not in held_out]
    return kept, [one for one in recordings if one.speaker in held_out]


def _rows(table: Path) -> Iterator[dict[str, str]]:
    if not table.is_file():
        raise FileNotFoundError(f"{table}: no such table of recordings")
    with table.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        columns = reader.fieldnames or ()
        if "file" not in columns or not set(TEXT_COLUMNS) & set(columns):
            raise ValueError(f"{table} needs the columns file and text; it has {', '.join(columns) or 'none'}")
        yield from reader


def _recording(table: Path, row: dict[str, str]) -> Recording:
    text = next(row[column] for column in TEXT_COLUMNS if column in row)
    heard = np.clip(sound(table.parent / row["file"]), -1, 1)
    return Recording(row.get("speaker", ""), spoken(text).replace(",", ""), (heard * 32767).astype(np.int16))
