"""Frames as a network would give them."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from speech.ctc.beam import LogProbabilities
from speech.ctc.jamo import SYMBOLS


@pytest.fixture(scope="session")
def frames() -> Callable[..., LogProbabilities]:
    """Log-probabilities that say one symbol a frame; `sure` is its probability, `rival` may share the rest."""

    def say(
        symbols: Sequence[int], sure: float = 0.9, rivals: dict[int, tuple[int, float]] | None = None
    ) -> LogProbabilities:
        probabilities = np.full((len(symbols), SYMBOLS), (1 - sure) / (SYMBOLS - 1))
        for frame, symbol in enumerate(symbols):
            probabilities[frame, symbol] = sure
        for frame, (symbol, probability) in (rivals or {}).items():
            probabilities[frame, symbol] = probability
        logs: LogProbabilities = np.log(probabilities / probabilities.sum(axis=1, keepdims=True)).astype(np.float32)
        return logs

    return say
