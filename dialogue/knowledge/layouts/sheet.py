"""CSV and TSV as spreadsheets save them (RFC 4180): UTF-8 with or without its mark, UTF-16, or CP949."""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Final

from dialogue.knowledge.layouts.layout import Record
from dialogue.tidy import tidy

DELIMITERS: Final = (",", "\t", ";")
NEWLINE: Final = b"\n"
ABOVE: Final = 10
"""rows among which the headings are looked for; offices put a title above them"""
_SPOILT: Final = "따옴표가 맞지 않거나 한 칸이 너무 깁니다. 엑셀에서 CSV로 다시 저장해 주세요."
_TOO_MANY: Final = "제목 줄보다 칸이 많습니다. 쉼표가 든 칸은 큰따옴표로 감싸 주세요."


def decoded(data: bytes) -> str:
    """The text of a file. ValueError names the line that belongs to no encoding in use."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    line = 1
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = max(line, error.object.count(NEWLINE, 0, error.start) + 1)
    raise ValueError(f"{line}번째 줄의 글자를 읽을 수 없습니다. UTF-8로 저장해 주세요.")


def records(text: str, fits: Callable[[AbstractSet[str]], bool]) -> Iterator[Record] | None:
    """The rows under the headings, numbered as the spreadsheet numbers them; None when there are no such headings."""
    for delimiter in DELIMITERS:
        top = list(islice(_cells(text, delimiter), ABOVE))
        for number, cells in top:
            if not isinstance(cells, str) and fits({tidy(cell) for cell in cells}):
                below = islice(_cells(text, delimiter), number, None)
                return _under([tidy(cell) for cell in cells], below)
    return None


def _under(headings: list[str], below: Iterable[tuple[int, list[str] | str]]) -> Iterator[Record]:
    for number, cells in below:
        if isinstance(cells, str):
            yield Record(number, fault=cells)
        elif any(cell.strip() for cell in cells[len(headings) :]):
            yield Record(number, fault=_TOO_MANY)
        elif any(cell.strip() for cell in cells):
            yield Record(number, _joined(headings, cells))


def _joined(headings: list[str], cells: list[str]) -> dict[str, str]:
    """Heading → cell; cells under the same heading stand below each other."""
    row: dict[str, str] = {}
    for heading, cell in zip(headings, cells, strict=False):
        if heading:
            row[heading] = "\n".join(filter(None, (row.get(heading, ""), cell.strip())))
    return row


def _cells(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Row by row from 1, with what is wrong in place of the cells; nothing after a spoilt row can be trusted."""
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            yield number, cells
    except csv.Error:
        yield number + 1, _SPOILT
