"""JSON: one object a line, a list of objects, or an object around such a list."""

import json
from collections.abc import Iterator
from typing import Any

from dialogue.knowledge.jsonl import rows
from dialogue.knowledge.layouts.layout import Record


def records(data: bytes) -> Iterator[Record]:
    """Records by line of the file, or by place in the list, both from 1. What cannot be read carries its fault."""
    first_line, _, rest = data.strip().partition(b"\n")
    whole = _load(data) if not rest.strip() or not isinstance(_load(first_line), dict) else None
    listed = _listed(whole)
    if listed is not None:
        return (Record(number, value) for number, value in enumerate(listed, start=1))
    return rows(data) if data.lstrip().startswith(b"{") else iter([_spoilt(data)])


def _listed(whole: Any) -> list[Any] | None:
    """The records of a whole file; None when it is something else."""
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list) and any(map(_is_record, value))]
        if len(lists) == 1:
            return lists[0]
    return None


def _is_record(value: object) -> bool:
    return isinstance(value, dict)


def _load(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _spoilt(data: bytes) -> Record:
    try:
        json.loads(data.decode("utf-8"))
    except json.JSONDecodeError as error:
        return Record(error.lineno, fault=f"JSON이 {error.colno}번째 글자에서 깨졌습니다. 파일을 다시 받아 주세요.")
    except UnicodeDecodeError as error:
        return Record(data.count(b"\n", 0, error.start) + 1, fault="UTF-8이 아닙니다. UTF-8로 저장해 주세요.")
    except RecursionError:
        pass
    return Record(1, fault="JSON 목록이 너무 깊습니다. 파일을 다시 받아 주세요.")
