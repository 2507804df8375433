"""Knowledge as JSON lines: one object a line, UTF-8."""

import codecs
import dataclasses
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dialogue.knowledge.entry import Entry, parse


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """line in the file, from 1"""
    value: object = None
    """what the line holds, not yet checked"""
    fault: str | None = None
    """why the line cannot be read; None when it can"""


def rows(data: bytes) -> Iterator[Row]:
    """Every line that is not blank. A byte-order mark is skipped; a line that cannot be read carries its fault."""
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: bytes) -> Row:
    try:
        return Row(number, json.loads(line.decode("utf-8")))
    except UnicodeDecodeError as error:
        return Row(number, fault=f"not UTF-8 at byte {error.start + 1} of the line")
    except json.JSONDecodeError as error:
        return Row(number, fault=f"not JSON: {error.msg} at character {error.colno}")
    except RecursionError:
        return Row(number, fault="not JSON: nested too deeply")


def dump(entries: Iterable[Entry]) -> str:
    """The entries as JSON lines; empty fields are left out."""
    return "".join(json.dumps(_fields(entry), ensure_ascii=False) + "\n" for entry in entries)


def _fields(entry: Entry) -> dict[str, object]:
    return {name: value for name, value in dataclasses.asdict(entry).items() if value not in (None, ())}


def shipped() -> list[Path]:
    """The files of the knowledge that comes with the product, in order of name."""
    return sorted(Path(__file__).parent.glob("*.jsonl"))


def shipped_entries() -> list[Entry]:
    """Every entry that comes with the product. ValueError names the file and line of a broken one."""
    return [_entry(path, row) for path in shipped() for row in rows(path.read_bytes())]


def _entry(path: Path, row: Row) -> Entry:
    try:
        if row.fault is not None:
            raise ValueError(row.fault)
        return parse(row.value)
    except ValueError as error:
        raise ValueError(f"{path.name}, line {row.number}: {error}") from error
