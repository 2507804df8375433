"""Fields of a record whose types nobody checked."""

from collections.abc import Mapping
from typing import Any

from dialogue.knowledge.layouts.layout import Record


class FieldError(ValueError):
    """What is wrong with one field, Korean, for the office's editor."""


def mapping(record: Record) -> Mapping[str, Any]:
    """The fields of a record. FieldError when it has none."""
    if record.fault is not None:
        raise FieldError(record.fault)
    if not isinstance(record.value, Mapping):
        raise FieldError("칸 이름과 값이 있는 한 줄이어야 합니다.")
    return record.value


def text_of(fields: Mapping[str, Any], *names: str) -> str:
    """The first of the fields that holds anything, as text; empty when none does. FieldError for what is no text."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str | None):
            raise FieldError(f"{name}: 글이 아닙니다. 글로 적어 주세요.")
    return ""


def needed(fields: Mapping[str, Any], *names: str) -> str:
    """The same, and FieldError when all are empty."""
    text = text_of(fields, *names)
    if not text:
        raise FieldError(f"{names[0]}: 비어 있습니다. 채워 주세요.")
    return text
