"""Short runs of letters, jamo and words as numbers of buckets (feature hashing, Weinberger et al. 2009)."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogue.filters.compact.spelling import Ints, codes, jamo, words

BITS: Final = 18
BUCKETS: Final = 1 << BITS
LETTER_RUNS: Final = (1, 2, 3, 4)
"""lengths; a run may reach over the blank between words"""
JAMO_RUNS: Final = (3, 4, 5, 6)
"""lengths; blanks are left out, since a recogniser loses them first"""
WORD_RUNS: Final = (1, 2)

_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)


def buckets(text: str) -> NDArray[np.int64]:
    """Those of a plain text, each once, in rising order."""
    runs = [
        *_hashes(codes(f" {text} "), LETTER_RUNS, 1),
        *_hashes(jamo(codes(text.replace(" ", ""))), JAMO_RUNS, 2),
        *_hashes(words(text), WORD_RUNS, 3),
    ]
    return np.unique((np.concatenate(runs) >> np.uint64(64 - BITS)).astype(np.int64))


def _hashes(numbers: Ints, lengths: Sequence[int], salt: int) -> Iterator[NDArray[np.uint64]]:
    """Of all runs of these lengths."""
    values = numbers.astype(np.uint64)
    run = np.full(len(values), salt, np.uint64)
    for length in range(1, min(max(lengths), len(values)) + 1):
        run = (run[: len(values) - length + 1] ^ (values[length - 1 :] + np.uint64(length))) * _SPREAD
        run ^= run >> np.uint64(29)
        if length in lengths:
            yield run
