"""The learnt detector: a linear layer over features and a small convolutional network, averaged."""

import functools
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dialogue import networks
from dialogue.crisis.concepts import NAMES, spoken_of
from dialogue.crisis.features import SIZE, features
from dialogue.crisis.network import Network, from_arrays, to_arrays

LONGEST: Final = 60
"""letters without blanks that are judged at once"""
STRIDE: Final = 30

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the detector takes a text for."""

    kind: str
    """the likeliest kind of crisis, even where there is none"""
    danger: float
    """probability 0…1 that there is one at all"""


@dataclass(frozen=True, slots=True)
class Detector:
    kinds: tuple[str, ...]
    """without "none", which is the last column"""
    weights: NDArray[np.float32]
    """shape (SIZE, kinds + 1)"""
    bias: NDArray[np.float32]
    network: Network
    threshold: float
    """danger from which there is a crisis"""
    doubt: float
    """danger below which a pattern is not believed"""

    def read(self, letters: str) -> Reading:
        """Of letters without blanks; the most dangerous piece decides."""
        readings = (self._read(piece) for piece in pieces(letters))
        return max(readings, key=lambda reading: reading.danger, default=Reading(self.kinds[0], 0.0))

    def _read(self, piece: str) -> Reading:
        concepts = spoken_of(piece)
        places, strengths = features(piece, concepts)
        linear = log_odds(strengths @ self.weights[places] + self.bias)
        both = log_odds((linear + log_odds(self.network.scores(piece, concepts))) / 2)
        return Reading(self.kinds[int(both[:-1].argmax())], float(1 - np.exp(both[-1])))


def log_odds(scores: NDArray[Any]) -> NDArray[Any]:
    """Logarithms of the probabilities that scores stand for."""
    shifted = scores - scores.max()
    odds: NDArray[Any] = shifted - np.log(np.exp(shifted).sum())
    return odds


def letters_of(text: str) -> str:
    """Lower case, without blanks and punctuation."""
    return re.sub(r"[\W_]", "", text.lower())


def pieces(letters: str) -> Iterator[str]:
    """Overlapping pieces, so that the work grows with the length."""
    for start in range(0, max(len(letters) - STRIDE, 1), STRIDE):
        if piece := letters[start : start + LONGEST]:
            yield piece


@functools.cache
def shipped() -> Detector | None:
    """The detector that comes with the product; None, and a line in the log, when its file is missing or damaged."""
    try:
        return load(networks.PACKAGED)
    except (OSError, ValueError):
        log.exception("crises are heard by patterns alone")
        return None


def load(folder: Path) -> Detector:
    """Raises OSError without the file, ValueError when it is damaged or was made for other concepts."""
    file = networks.arrays(folder, "crisis")
    try:
        return _from_arrays(file)
    except (KeyError, IndexError) as error:
        raise ValueError(f"the crisis detector in {folder} lacks parts: {error!r}") from error


def _from_arrays(file: Mapping[str, NDArray[Any]]) -> Detector:
    kinds = tuple(str(file["kinds"]).split())
    if tuple(str(file["concepts"]).split()) != NAMES:
        raise ValueError("made for other concepts")
    weights = np.zeros((SIZE, len(kinds) + 1), np.float32)
    weights[file["rows"]] = file["weights"] * file["scale"]
    return Detector(
        kinds,
        weights,
        file["bias"].astype(np.float32),
        from_arrays(file, len(NAMES), len(kinds) + 1),
        float(file["threshold"]),
        float(file["doubt"]),
    )


def save(found: Detector, path: Path) -> None:
    """Weights as 8-bit whole numbers, rows of nothing left out."""
    scale = float(np.abs(found.weights).max()) / 127
    whole = np.round(found.weights / scale).astype(np.int8)
    rows = np.flatnonzero(whole.any(1))
    np.savez_compressed(
        path,
        kinds=np.array(" ".join(found.kinds)),
        concepts=np.array(" ".join(NAMES)),
        rows=rows.astype(np.int32),
        weights=whole[rows],
        scale=np.float32(scale),
        bias=found.bias,
        threshold=np.float32(found.threshold),
        doubt=np.float32(found.doubt),
        **to_arrays(found.network),  # type: ignore[arg-type]
    )
