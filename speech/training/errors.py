"""Character error rate."""

from collections.abc import Sequence

import numpy as np


def error_rate(pairs: Sequence[tuple[str, str]]) -> float:
    """Edits from what was heard to what was said, per character said, spaces aside. `pairs`: (said, heard)."""
    stripped = [(said.replace(" ", ""), heard.replace(" ", "")) for said, heard in pairs]
    return sum(edits(said, heard) for said, heard in stripped) / max(1, sum(len(said) for said, _ in stripped))


def edits(a: str, b: str) -> int:
    """Levenshtein's distance."""
    places = np.arange(len(b) + 1)
    letters = np.array([ord(char) for char in b], dtype=np.int64)
    row = places
    for index, char in enumerate(a, 1):
        changed = np.minimum(row[:-1] + (letters != ord(char)), row[1:] + 1)
        new = np.concatenate([[index], changed])
        row = np.minimum.accumulate(new - places) + places  # insertions
    return int(row[-1])
