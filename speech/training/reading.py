"""`python -m speech.training.reading --pairs TABLE…`: how often a text is read as a person read it.

A table has the columns `text` and `text_as_spoken`. Sentences with digits, Latin letters or signs are counted apart,
because the others say little. A sentence counts once, and is right when it is read as one of its readers did. What was
read otherwise is printed.
"""

import argparse
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from speech.korean import spoken

TELLING: Final = re.compile(r"[0-9A-Za-z%℃°㎡㎥~+=&@½-¾Ⅰ-Ⅻ①-⑳]")
"""what makes a sentence one that has to be read rather than spelled"""
AS_HEARD: Final = str.maketrans({"쩜": "점", "쎈": "센"})
"""sounds that transcripts spell as they are heard"""


@dataclass(frozen=True, slots=True)
class Sentence:
    written: str
    spoken: frozenset[str]
    """as the people who read it did"""

    @property
    def telling(self) -> bool:
        return TELLING.search(self.written) is not None

    @property
    def right(self) -> bool:
        return bare(spoken(self.written)) in map(bare, self.spoken)


def bare(text: str) -> str:
    """Letters and digits alone: blanks and signs do not matter."""
    return re.sub(r"[\W_]", "", text).translate(AS_HEARD)


def read(table: Path) -> list[Sentence]:
    """Raises FileNotFoundError, and ValueError for a table without the two columns."""
    readings: dict[str, set[str]] = {}
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"text", "text_as_spoken"} <= set(rows.fieldnames or ()):
            raise ValueError(f"{table}: the columns text and text_as_spoken are needed")
        for row in rows:
            if row["text"] and row["text_as_spoken"]:
                readings.setdefault(row["text"], set()).add(row["text_as_spoken"])
    return [Sentence(written, frozenset(said)) for written, said in readings.items()]


def report(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Lines: every sentence read otherwise, then the shares."""
    for one in sentences:
        if not one.right:
            people = "\n    people ".join(sorted(one.spoken))
            yield f"  {one.written}\n    people {people}\n    we     {spoken(one.written)}"
    yield _share("with digits, Latin letters or signs", [one for one in sentences if one.telling])
    yield _share("without", [one for one in sentences if not one.telling])


def _share(name: str, sentences: Sequence[Sentence]) -> str:
    right = sum(one.right for one in sentences)
    share = f", {100 * right / len(sentences):.1f} %" if sentences else ""
    return f"{name}: {right} of {len(sentences)} sentences{share}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.training.reading", description=__doc__)
    parser.add_argument("--pairs", nargs="+", required=True, type=Path, metavar="TABLE")
    for table in parser.parse_args().pairs:
        try:
            sentences = read(table)
        except (OSError, ValueError) as error:
            raise SystemExit(f"cannot read {table}: {error}") from error
        print(table.name, *report(sentences), sep="\n")


if __name__ == "__main__":
    main()
