"""From probabilities of jamo to the likeliest sentence: prefix beam search, language model (Hannun et al. 2014)."""

import math
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

import numpy as np
from numpy.typing import NDArray

from speech.ctc.jamo import BLANK
from speech.ctc.language import EDGE, ORDER, JamoModel

LogProbabilities = NDArray[np.float32]
"""natural logarithms, shape (frames, SYMBOLS), 25 frames a second"""

SILENT: Final = -0.002
"""log-probability of the blank over which nothing else is tried"""
HOPELESS: Final = 10.0
"""how much worse than the best a sentence may score before it is given up"""


@dataclass(frozen=True, slots=True)
class Search:
    """How much the language model counts."""

    weight: float = 0.4
    bonus: float = 1.5
    """for every symbol, against the model's love of short sentences"""
    width: int = 24
    """prefixes that are followed"""
    unlikely: float = -7.0
    """log-probability under which a symbol is not tried"""


@dataclass(slots=True)
class _Path:
    """All alignments of one prefix up to a frame."""

    model: float
    """weighted language model and bonuses of the prefix"""
    blank: float = 0.0
    """probability of the alignments that end in the blank"""
    symbol: float = 0.0
    """probability of those that end in the last symbol"""


def search(frames: LogProbabilities, model: JamoModel, how: Search) -> list[int]:
    """Symbols of the likeliest sentence."""
    told = _Told(model, how)
    paths = {EDGE: _Path(0.0, blank=1.0)}
    for frame in frames:
        if frame[BLANK] > SILENT:
            paths = _silent(paths)
        else:
            paths = _pruned(_extended(paths, frame, told, how.unlikely), how.width)
    best = max(paths, key=lambda prefix: _score(paths[prefix]) + told[(prefix + EDGE)[-ORDER:]])
    return [ord(char) for char in best[1:]]


class _Told(dict[str, float]):
    """What the last symbol of an n-gram adds to a score; the same n-grams are tried again and again."""

    def __init__(self, model: JamoModel, how: Search) -> None:
        self._model = model
        self._how = how

    def __missing__(self, gram: str) -> float:
        self[gram] = self._how.weight * self._model.log_probability(gram) + self._how.bonus
        return self[gram]


def _silent(paths: dict[str, _Path]) -> dict[str, _Path]:
    return {prefix: _Path(path.model, blank=path.blank + path.symbol) for prefix, path in paths.items()}


def _extended(paths: dict[str, _Path], frame: NDArray[np.float32], told: _Told, unlikely: float) -> dict[str, _Path]:
    blank = math.exp(frame[BLANK])
    heard = {chr(symbol): math.exp(frame[symbol]) for symbol in np.flatnonzero(frame > unlikely) if symbol != BLANK}
    extended: dict[str, _Path] = {}
    for prefix, path in paths.items():
        total, last = path.blank + path.symbol, prefix[-1:]
        same = extended.setdefault(prefix, _Path(path.model))
        same.blank += total * blank
        same.symbol += path.symbol * heard.get(last, 0.0)
        for symbol, probability in heard.items():
            before = path.blank if symbol == last else total
            if before == 0 or (symbol == EDGE and last == EDGE):
                continue
            longer = prefix + symbol
            into = extended.get(longer)
            if into is None:
                into = extended[longer] = _Path(path.model + told[longer[-ORDER:]])
            into.symbol += before * probability
    return extended


def _pruned(paths: dict[str, _Path], width: int) -> dict[str, _Path]:
    """The best, with probabilities scaled so that they do not vanish over a long utterance."""
    scores = {prefix: _score(path) for prefix, path in paths.items()}
    best = nlargest(width, scores, key=scores.__getitem__)
    least = scores[best[0]] - HOPELESS
    kept = {prefix: paths[prefix] for prefix in best if scores[prefix] > least}
    largest = max(path.blank + path.symbol for path in kept.values())
    return {prefix: _Path(path.model, path.blank / largest, path.symbol / largest) for prefix, path in kept.items()}


def _score(path: _Path) -> float:
    return path.model + math.log(path.blank + path.symbol + 1e-300)
