"""The number to call in each kind of crisis, as the office may edit it in the data file."""

import json
from dataclasses import dataclass
from pathlib import Path

from dialogue.crisis.patterns import NOW

CONTACTS = Path(__file__).parents[1] / "contacts.json"


@dataclass(frozen=True, slots=True)
class Contact:
    """A number to call."""

    crisis: tuple[str, ...]
    """kinds of crisis it is given for"""
    number: str
    name: str
    when: str
    source: str
    source_url: str
    checked: str | None
    """ISO date on which the number was last checked; None when nobody has yet"""


def contacts(path: Path = CONTACTS) -> dict[str, Contact]:
    """The number for each kind of crisis: the first of the file that names it. ValueError when a kind has none."""
    try:
        rows = [Contact(**{**row, "crisis": tuple(row["crisis"])}) for row in json.loads(path.read_text("utf-8"))]
    except (TypeError, KeyError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    found = {kind: row for row in reversed(rows) for kind in row.crisis}
    missing = sorted(set(NOW) - set(found))
    if missing:
        raise ValueError(f"{path.name}: no number for {', '.join(missing)}")
    return found
