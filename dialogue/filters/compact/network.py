"""The network: hashed runs of letters, words that name groups, and a convolution over syllables.

Runs and convolution each say how abusive a text is; runs and words what kind of abuse it would be. The opinions are
averaged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dialogue.filters import wordlist
from dialogue.filters.compact.groups import KINDS, TARGETS, mentions, opinion
from dialogue.filters.compact.ngrams import BUCKETS, buckets
from dialogue.filters.compact.spelling import FINALS, INITIALS, LETTERS, MEDIALS, letters, plain
from dialogue.filters.labels import INSULT

WIDTH: Final = 16
"""of the vector of a bucket"""
HIDDEN: Final = 32
CLUES: Final = 2 * len(TARGETS) * len(KINDS) + 1
"""mentions of each kind: any, several; and whether a word of the list is there"""
OUTPUTS: Final = 1 + len(TARGETS)
"""log-odds of abuse, then the weight of each kind of it"""
DEPTH: Final = 48
"""of the vector of a letter"""
FILTERS: Final = 64
SPANS: Final = (2, 3, 4, 5)
"""letters that a filter sees at a time"""
LEARNT: Final = 0.3
"""share that the learnt opinion has in the kind of abuse, against the words that name groups"""
MEAN_SCALE: Final = 0.3
"""of the sum over a text, against the maximum"""

Floats = NDArray[np.float32]

_LISTED: Final = wordlist.load()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the parts see it."""

    buckets: NDArray[np.int64]
    """(n,)"""
    clues: Floats
    """(CLUES,)"""
    letters: NDArray[np.int64]
    """(n, 4)"""

    @classmethod
    def of(cls, text: str) -> "Reading":
        short = plain(text)
        counts = mentions(short).ravel()
        listed = float(_LISTED.judge(text)[INSULT] > 0.5)
        clues = np.concatenate([counts > 0, counts > 1, [listed]]).astype(np.float32)
        return cls(buckets(short), clues, letters(short))


@dataclass(frozen=True, slots=True)
class Network:
    """Weights by name; all float32 but the two tables of buckets, which are int8 with a scale for each column."""

    bucket_vectors: NDArray[np.int8]
    """(BUCKETS, WIDTH)"""
    bucket_scale: Floats
    """(WIDTH,)"""
    bucket_odds: NDArray[np.int8]
    """(BUCKETS,)"""
    odds_scale: Floats
    """(1,)"""
    hidden: Floats
    """(WIDTH + CLUES + 1, HIDDEN), the last row is the bias"""
    out: Floats
    """(HIDDEN + CLUES + 1, OUTPUTS)"""
    letter: Floats
    initial: Floats
    medial: Floats
    final: Floats
    """(size of the alphabet, DEPTH)"""
    filters_2: Floats
    filters_3: Floats
    filters_4: Floats
    filters_5: Floats
    """(span * DEPTH + 1, FILTERS)"""
    pooled: Floats
    """(2 * spans * FILTERS + 1, 1)"""
    thresholds: Floats
    """(targets + 1,) log-odds of each kind of abuse, then of abuse at all, from which it counts"""

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "Network":
        """ValueError names all that is missing, unexpected or of another shape."""
        faults = [f"{name} is missing" for name in _SHAPES if name not in arrays]
        faults += [f"{name} is unexpected" for name in arrays if name not in _SHAPES]
        for name in _SHAPES.keys() & arrays.keys():
            if arrays[name].shape != _SHAPES[name]:
                faults.append(f"{name} has shape {arrays[name].shape}, not {_SHAPES[name]}")
        if faults:
            raise ValueError(f"the weights do not fit this network: {'; '.join(sorted(faults))}")
        return cls(**{name: arrays[name] for name in _SHAPES})

    def kinds(self, reading: Reading) -> Floats:
        """Log-odds (targets + 1,) of each kind of abuse, then of abuse at all."""
        runs, counts = self._runs(reading), reading.clues[:-1].reshape(2, len(TARGETS), len(KINDS)).sum(0)
        abuse = (runs[0] + self._convolved(reading)) / 2
        weights = _log_softmax(LEARNT * _log_softmax(runs[1:]) + (1 - LEARNT) * _log_softmax(opinion(counts)))
        each = weights - np.logaddexp(0, -abuse)
        return np.append(each - np.log1p(-np.exp(np.minimum(each, -1e-6))), abuse).astype(np.float32)

    def _runs(self, reading: Reading) -> Floats:
        share = 1 / np.sqrt(max(1, len(reading.buckets)))
        vector = self.bucket_vectors[reading.buckets].sum(0, dtype=np.float32) * self.bucket_scale * share
        odds = self.bucket_odds[reading.buckets].sum(dtype=np.float32) * self.odds_scale[0] * share
        units = np.maximum(_affine(np.concatenate([vector, reading.clues]), self.hidden), 0)
        outputs = _affine(np.concatenate([units, reading.clues]), self.out)
        outputs[0] += odds
        return outputs

    def _convolved(self, reading: Reading) -> float:
        tables = (self.letter, self.initial, self.medial, self.final)
        vectors = np.sum([table[column] for table, column in zip(tables, reading.letters.T, strict=True)], 0)
        pools = []
        for span in SPANS:
            padded = np.pad(vectors, ((span // 2, span // 2), (0, 0)))
            windows = np.lib.stride_tricks.sliding_window_view(padded, span, 0)[: len(vectors)]
            rows = windows.transpose(0, 2, 1).reshape(len(vectors), -1)
            seen = np.maximum(_affine(rows, getattr(self, f"filters_{span}")), 0)
            pools += [seen.max(0), seen.sum(0) * (MEAN_SCALE / np.sqrt(len(vectors)))]
        return float(_affine(np.concatenate(pools), self.pooled)[0])


_SHAPES: Final[dict[str, tuple[int, ...]]] = {
    "bucket_vectors": (BUCKETS, WIDTH),
    "bucket_scale": (WIDTH,),
    "bucket_odds": (BUCKETS,),
    "odds_scale": (1,),
    "hidden": (WIDTH + CLUES + 1, HIDDEN),
    "out": (HIDDEN + CLUES + 1, OUTPUTS),
    "letter": (LETTERS, DEPTH),
    "initial": (INITIALS, DEPTH),
    "medial": (MEDIALS, DEPTH),
    "final": (FINALS, DEPTH),
    **{f"filters_{span}": (span * DEPTH + 1, FILTERS) for span in SPANS},
    "pooled": (2 * len(SPANS) * FILTERS + 1, 1),
    "thresholds": (OUTPUTS,),
}


def _affine(rows: Floats, weights: Floats) -> Floats:
    result: Floats = rows @ weights[:-1] + weights[-1]
    return result


def _log_softmax(values: NDArray[Any]) -> Floats:
    shifted = values - values.max()
    result: Floats = shifted - np.log(np.exp(shifted).sum())
    return result
