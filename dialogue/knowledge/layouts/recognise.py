"""Which layout a file has. What it holds decides, not its name."""

import codecs
import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO, Final

from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.layouts import nested, sheet
from dialogue.knowledge.layouts.booklet import BOOKLET
from dialogue.knowledge.layouts.documents import DOCUMENTS
from dialogue.knowledge.layouts.layout import Layout, Record
from dialogue.knowledge.layouts.own import OWN
from dialogue.knowledge.layouts.questions import QUESTIONS
from dialogue.knowledge.layouts.services import SERVICES
from dialogue.knowledge.layouts.table import TABLE

LARGEST: Final = 64 * 1024 * 1024
"""bytes of one file; ten thousand services take seven million"""
LOOKED_AT: Final = 20
"""records of a JSON file that decide about its layout"""

NESTED: Final = (SERVICES, BOOKLET, OWN, QUESTIONS, DOCUMENTS, TABLE)
"""layouts of JSON files, the most particular first"""
SHEETS: Final = (SERVICES, QUESTIONS, TABLE, DOCUMENTS)

_FOREIGN: Final = {
    b"PK\x03\x04": "엑셀(xlsx)이나 압축 파일입니다. 엑셀에서 'CSV UTF-8'로 저장해 주세요.",
    b"\xd0\xcf\x11\xe0": "엑셀(xls)이나 한글(hwp) 파일입니다. 엑셀에서 'CSV UTF-8'로 저장해 주세요.",
    b"%PDF": "PDF 파일입니다. 표로 옮겨 CSV로 저장해 주세요.",
    b"\x1f\x8b": "압축 파일입니다. 풀어서 넣어 주세요.",
}
"""how a file begins → what it is and what to do"""


class LayoutError(ValueError):
    """A file that cannot be read at all; the message, Korean, says what to do."""


@dataclass(frozen=True, slots=True)
class Recognised:
    layout: Layout
    rows: Iterator[Row]


def read(stream: BinaryIO) -> Recognised:
    """The rows of a file in whatever layout it has. LayoutError when it has none of ours."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise LayoutError(f"{LARGEST >> 20} MB가 넘는 파일입니다. 나누어 넣어 주세요.")
    return recognise(data)


def recognise(data: bytes) -> Recognised:
    """The same for what is read already."""
    for begins, advice in _FOREIGN.items():
        if data.startswith(begins):
            raise LayoutError(advice)
    plain = data.removeprefix(codecs.BOM_UTF8)
    layout, records = _nested(plain) if plain.lstrip()[:1] in (b"{", b"[", b"") else _sheet(data)
    return Recognised(layout, layout.rows(records))


def filled(rows: Iterable[Row], source: str | None, checked: str | None) -> Iterator[Row]:
    """The rows, with a source and a date of check where a row names none."""
    given = {name: value for name, value in (("source", source), ("checked", checked)) if value}
    for row in rows:
        if isinstance(row.value, Mapping):
            missing = {name: value for name, value in given.items() if not row.value.get(name)}
            yield dataclasses.replace(row, value={**row.value, **missing})
        else:
            yield row


def _nested(data: bytes) -> tuple[Layout, Iterator[Record]]:
    records = nested.records(data)
    first = list(islice(records, LOOKED_AT))
    objects = [frozenset(map(str, record.value)) for record in first if isinstance(record.value, Mapping)]
    layouts = (layout for layout in NESTED for fields in objects if layout.fits(fields))
    layout = next(layouts, None if objects else OWN)  # lines that cannot be read are faults of our own layout
    if layout is None:
        raise _unknown()
    return layout, chain(first, records)


def _sheet(data: bytes) -> tuple[Layout, Iterator[Record]]:
    text = _text(data)
    for layout in SHEETS:
        records = sheet.records(text, layout.fits)
        if records is not None:
            return layout, records
    raise _unknown()


def _text(data: bytes) -> str:
    try:
        return sheet.decoded(data)
    except ValueError as error:
        raise LayoutError(str(error)) from error


def _unknown() -> LayoutError:
    known = "\n".join(f"  - {layout.name}: {layout.looks}" for layout in NESTED)
    return LayoutError(f"아는 모양이 아닙니다. 칸 이름을 이 가운데 하나로 맞추어 주세요.\n{known}")
