"""The convolutional half of the detector: what two, three and five syllables side by side say, wherever they stand.

Yoon Kim, "Convolutional Neural Networks for Sentence Classification" (2014), over syllables; a syllable is the sum of
itself and its three jamo, so that a misheard one stays close. NumPy alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

WIDTHS: Final = (2, 3, 5)
"""syllables"""
SIZES: Final = (11174, 21, 23, 30)
"""rows for syllables, initials, medials and finals; row 0 is nothing, the last is what is no syllable"""

_BASE: Final = 0xAC00
_SYLLABLES: Final = 11172

Ids = NDArray[np.int64]
Array = NDArray[np.float32]


def syllables(letters: str) -> Ids:
    """Shape (letters, 4): rows of the tables of `SIZES`."""
    rest = np.frombuffer(letters.encode("utf-32-le"), np.uint32).astype(np.int64) - _BASE
    spoken = (rest >= 0) & (rest < _SYLLABLES)
    columns = (rest, rest // 588, rest % 588 // 28, rest % 28)
    return np.stack(
        [np.where(spoken, 1 + one, size - 1) for one, size in zip(columns, SIZES, strict=True)],
        axis=1,
    )


@dataclass(frozen=True, slots=True)
class Network:
    tables: tuple[Array, ...]
    """four, shapes (SIZES[i], depth)"""
    filters: tuple[Array, ...]
    """one for each width, shape (width · depth, filters)"""
    filter_biases: tuple[Array, ...]
    hidden: Array
    """shape (3 · filters + concepts, hidden)"""
    hidden_bias: Array
    out: Array
    """shape (hidden, kinds + 1)"""
    out_bias: Array

    def scores(self, letters: str, concepts: list[int]) -> Array:
        """Shape (kinds + 1)."""
        places = syllables(letters)
        depth = self.tables[0].shape[1]
        around = WIDTHS[-1] - 1
        padded = np.zeros((len(places) + around, depth), np.float32)
        padded[: len(places)] = sum(table[places[:, i]] for i, table in enumerate(self.tables))
        found = []
        for width, weights, bias in zip(WIDTHS, self.filters, self.filter_biases, strict=True):
            windows = np.lib.stride_tricks.sliding_window_view(padded, (width, depth)).reshape(-1, width * depth)
            found.append((windows @ weights).max(0) + bias)
        pooled = np.maximum(np.concatenate(found), 0)
        inner = pooled @ self.hidden[: len(pooled)] + self.hidden[len(pooled) :][concepts].sum(0) + self.hidden_bias
        scores: Array = np.maximum(inner, 0) @ self.out + self.out_bias
        return scores


def from_arrays(file: Mapping[str, Any], concepts: int, kinds: int) -> Network:
    """The network of stored arrays. KeyError when one is missing, ValueError when shapes do not fit."""

    def stored(name: str) -> Array:
        values: Array = (file[name] * file[f"{name}_scale"]).astype(np.float32)
        return values

    tables = []
    for i, size in enumerate(SIZES):
        rows = stored(f"table{i}")
        table = np.zeros((size, rows.shape[1]), np.float32)
        table[file[f"table{i}_rows"]] = rows
        tables.append(table)
    found = Network(
        tuple(tables),
        tuple(stored(f"filters{width}") for width in WIDTHS),
        tuple(stored(f"filter_bias{width}") for width in WIDTHS),
        stored("hidden"),
        stored("hidden_bias"),
        stored("out"),
        stored("out_bias"),
    )
    if len(found.hidden) != concepts + sum(one.shape[1] for one in found.filters) or found.out.shape[1] != kinds:
        raise ValueError("the shapes do not fit")
    return found


def to_arrays(found: Network) -> dict[str, NDArray[Any]]:
    """What `from_arrays` reads, in 8-bit whole numbers."""
    arrays: dict[str, NDArray[Any]] = {}

    def store(name: str, values: Array) -> None:
        scale = max(float(np.abs(values).max()), 1e-9) / 127
        arrays[name] = np.round(values / scale).astype(np.int8)
        arrays[f"{name}_scale"] = np.float32(scale)  # type: ignore[assignment]

    for i, table in enumerate(found.tables):
        rows = np.flatnonzero(np.abs(table).max(1) > 1e-4)
        arrays[f"table{i}_rows"] = rows.astype(np.int32)
        store(f"table{i}", table[rows])
    for width, weights, bias in zip(WIDTHS, found.filters, found.filter_biases, strict=True):
        store(f"filters{width}", weights)
        store(f"filter_bias{width}", bias)
    for name in ("hidden", "hidden_bias", "out", "out_bias"):
        store(name, getattr(found, name))
    return arrays
