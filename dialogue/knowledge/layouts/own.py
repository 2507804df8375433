"""Our own rows, as `malbeot kb export` prints them."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.layouts.layout import Layout, Record


def fits(fields: AbstractSet[str]) -> bool:
    return "questions" in fields or {"topic", "answer"} <= fields or {"id", "topic"} <= fields


def rows(records: Iterable[Record]) -> Iterator[Row]:
    yield from records


OWN = Layout("말벗 지식", "JSONL: id, topic, questions, answer", fits, rows)
