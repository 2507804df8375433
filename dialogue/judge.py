"""How sure one may be of each candidate: a small network that weighs all evidence, with "none of them" as a candidate.

Trained by `dialogue.training.ranker` as a choice between the candidates and none, so that what it says is a
probability; a slope and an offset fitted on questions it never saw correct it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judge:
    """Several networks of one shape, (networks, …); the mean of what they say counts. F and G: numbers known of a
    candidate and of the whole question."""

    candidate_mean: Floats
    candidate_spread: Floats
    candidate_hidden: Floats
    """(networks, F + 1, units), the last row is the bias"""
    candidate_out: Floats
    """(networks, units + F + 1)"""
    whole_mean: Floats
    whole_spread: Floats
    whole_hidden: Floats
    whole_out: Floats
    correction: Floats
    """slope and offset of the log-odds"""

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "Judge":
        """ValueError when something is missing or has the wrong shape."""
        missing = [name for name in cls.__slots__ if name not in arrays]
        if missing:
            raise ValueError(f"the weights of the ranker lack {', '.join(missing)}")
        judge = cls(**{name: np.asarray(arrays[name], np.float32) for name in cls.__slots__})
        try:
            judge.probabilities(
                np.zeros((2, len(judge.candidate_mean)), np.float32),
                np.zeros(len(judge.whole_mean), np.float32),
                np.zeros(2, np.float32),
            )
        except (ValueError, IndexError) as error:
            raise ValueError(f"the weights of the ranker do not fit together: {error}") from error
        return judge

    def probabilities(self, candidates: Floats, whole: Floats, extra: Floats) -> Floats:
        """Of each candidate to be right, shape (candidates,); their sum is at most 1.

        candidates (candidates, F), whole (G,), extra (candidates,): log-odds on top of what the network says.
        """
        scores = _scores(
            (candidates - self.candidate_mean) / self.candidate_spread, self.candidate_hidden, self.candidate_out
        )
        none = _scores(((whole - self.whole_mean) / self.whole_spread)[None], self.whole_hidden, self.whole_out)
        scores = np.concatenate([scores + extra, none], 1)
        weights = np.exp(scores - scores.max(1, keepdims=True))
        chances = (weights / weights.sum(1, keepdims=True)).mean(0)[:-1]
        return self._correct(chances)

    def _correct(self, chances: Floats) -> Floats:
        """The total moves along the slope and offset; how it is shared out stays."""
        total = float(np.clip(chances.sum(), 1e-6, 1 - 1e-6))
        slope, offset = self.correction
        corrected = 1 / (1 + np.exp(-(slope * np.log(total / (1 - total)) + offset)))
        return np.asarray(chances * (corrected / total), np.float32)


def _scores(inputs: Floats, hidden: Floats, out: Floats) -> Floats:
    """(rows, F) → (networks, rows): a hidden layer and a straight way past it."""
    ones = np.ones((len(inputs), 1), np.float32)
    units = np.tanh(np.concatenate([inputs, ones], 1) @ hidden)
    beside = np.broadcast_to(np.concatenate([inputs, ones], 1), (len(hidden), len(inputs), inputs.shape[1] + 1))
    scores: Floats = (np.concatenate([units, beside], 2) @ out[:, :, None])[..., 0]
    return scores
