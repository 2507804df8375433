"""What every layout of a file has."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from dialogue.knowledge.jsonl import Row

Record = Row
"""one record of the file, as it stands there"""


@dataclass(frozen=True, slots=True)
class Layout:
    name: str
    """Korean, for the office's editor"""
    looks: str
    """Korean, what a file of this layout holds"""
    fits: Callable[[AbstractSet[str]], bool]
    """whether a record of these fields is of this layout"""
    rows: Callable[[Iterable[Record]], Iterator[Row]]
    """records → rows of knowledge; a faulty record stays a faulty row of the same number"""
