"""How likely one jamo follows others: counts of n-grams, smoothed after Witten and Bell (1991).

Symbols are kept as the characters chr(symbol), so a history is a string and slicing one is fast.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from speech.ctc.jamo import SPACE, SYMBOLS

ORDER: Final = 7
EDGE: Final = chr(SPACE)
"""a sentence begins and ends like a word"""

Counts = dict[str, float]
"""n-grams of every length up to ORDER and how often they were seen"""


def count(sentences: Iterable[Sequence[int]], weight: float = 1.0) -> Counts:
    """Counts of spelled sentences, each counted `weight` times."""
    counts: defaultdict[str, float] = defaultdict(float)
    for symbols in sentences:
        text = EDGE + "".join(map(chr, symbols)) + EDGE
        for end in range(2, len(text) + 1):
            for start in range(max(0, end - ORDER), end):
                counts[text[start:end]] += weight
    return dict(counts)


def merge(*parts: Counts) -> Counts:
    merged: defaultdict[str, float] = defaultdict(float)
    for part in parts:
        for gram, seen in part.items():
            merged[gram] += seen
    return dict(merged)


def write(path: Path, counts: Counts, least: int) -> None:
    """Keep n-grams seen at least `least` times in a compressed file: an array of symbols and one of counts a length."""
    arrays = {}
    for length in range(1, ORDER + 1):
        kept = sorted((gram, seen) for gram, seen in counts.items() if len(gram) == length and seen >= least)
        symbols = [[ord(char) for char in gram] for gram, _ in kept]
        arrays[f"grams{length}"] = np.array(symbols, np.uint8).reshape(-1, length)
        arrays[f"counts{length}"] = np.minimum([seen for _, seen in kept], 65535).astype(np.uint16)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def read(path: Path) -> Counts:
    """What `write` wrote. Raises FileNotFoundError, ValueError for a broken file."""
    if not path.is_file():
        raise FileNotFoundError(f"no counts of jamo at {path}")
    counts: Counts = {}
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            for length in range(1, ORDER + 1):
                text = file[f"grams{length}"].tobytes().decode("ascii")
                grams = (text[start : start + length] for start in range(0, len(text), length))
                counts.update(zip(grams, file[f"counts{length}"].tolist(), strict=True))
    except Exception as error:  # zipfile, zlib and NumPy each raise their own kinds for a broken file
        raise ValueError(f"{path} does not hold counts of jamo: {error}") from error
    return counts


@dataclass(slots=True)
class _Row:
    """What followed one history."""

    counts: dict[str, float]
    total: float = 0.0


class JamoModel:
    """Log-probabilities of a symbol after a history; every symbol is possible."""

    def __init__(self, counts: Counts) -> None:
        self._rows: dict[str, _Row] = {}
        for gram, seen in counts.items():
            row = self._rows.setdefault(gram[:-1], _Row({}))
            row.counts[gram[-1]] = seen
            row.total += seen

    def log_probability(self, gram: str) -> float:
        """Natural logarithm for the last symbol of `gram` after those before it, of which the last ORDER − 1 count.
        What begins a sentence comes after EDGE."""
        history, symbol = gram[:-1], gram[-1]
        probability = 1 / SYMBOLS
        for start in range(len(history), max(-1, len(history) - ORDER), -1):
            row = self._rows.get(history[start:])
            if row is None:
                break
            kinds = len(row.counts)
            probability = (row.counts.get(symbol, 0.0) + kinds * probability) / (row.total + kinds)
        return math.log(probability)
