"""From scores that only rank to probabilities of being right."""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

FILE: Final = "calibration.json"
UNSURE: Final = 0.42
"""the highest probability without a calibration: below what is answered, so that everything is asked back"""
RIDGE: Final = 1e-2
STEPS: Final = 50

Floats = NDArray[np.float64]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Point:
    """The best candidate of one question whose right answer is known."""

    score: float
    margin: float
    """by which it leads"""
    right: bool

    @classmethod
    def of(cls, scores: NDArray[np.floating], candidates: NDArray[np.int64], right: int | None) -> "Point":
        """`right`: the candidate that is, None when none is."""
        best = int(np.argmax(scores))
        leads = margins(np.asarray(scores, np.float64))
        return cls(float(scores[best]), float(leads[best]), right == int(candidates[best]))


@dataclass(frozen=True, slots=True)
class Calibration:
    """log-odds of being right = `score` · score + `margin` · (score − best other score) + `bias`"""

    score: float
    margin: float
    bias: float
    weights: str
    """fingerprint of the weights it was fitted for"""

    @classmethod
    def fit(cls, points: Sequence[Point], weights: str) -> "Calibration":
        """Logistic regression. ValueError unless there are right and wrong points."""
        right = np.array([point.right for point in points], np.float64)
        if not 0 < right.sum() < len(right):
            raise ValueError("a calibration needs questions with and without a right answer")
        given = np.array([(point.score, point.margin) for point in points])
        for used in ((True, True), (True, False), (False, True)):
            slopes, bias = _logistic(given * used, right)
            if (slopes >= 0).all():
                return cls(float(slopes[0]), float(slopes[1]), bias, weights)
        return cls(0.0, 0.0, float(np.log(right.mean() / (1 - right.mean()))), weights)

    @classmethod
    def read(cls, folder: Path | None, weights: str) -> "Calibration | None":
        """None, said in the log, when there is none for these weights. ValueError when the file is broken."""
        path = folder / FILE if folder else None
        if path is None or not path.is_file():
            log.warning("no %s in %s: what is found is asked back, never answered at once", FILE, folder)
            return None
        try:
            found = cls(**json.loads(path.read_text("utf-8")))
            sound = (
                bool(np.isfinite([found.score, found.margin, found.bias]).all()) and min(found.score, found.margin) >= 0
            )
        except (TypeError, ValueError) as error:
            raise ValueError(f"{path} is no calibration: {error}") from error
        if not sound:
            raise ValueError(f"{path} is no calibration: slopes are numbers and not negative")
        if found.weights != weights:
            log.warning("%s was fitted for other weights: what is found is asked back, never answered at once", path)
            return None
        return found

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")

    def log_odds(self, scores: Floats) -> Floats:
        return np.asarray(self.score * scores + self.margin * margins(scores) + self.bias)


def chances(
    given: NDArray[np.floating], calibration: Calibration | None, extra: NDArray[np.floating] | float = 0.0
) -> Floats:
    """Probability of each candidate to be right by the scores `given`, (candidates,); their sum is at most 1.

    `extra`: log-odds that other evidence adds to each. Without a calibration shares of `UNSURE`.
    """
    scores = np.asarray(given, np.float64)
    if not len(scores):
        return scores
    if calibration is None:
        weighed = np.exp(scores + extra - (scores + extra).max())
        return np.asarray(UNSURE * weighed / weighed.sum())
    found = 1 / (1 + np.exp(-np.clip(calibration.log_odds(scores) + extra, -30, 30)))
    return np.asarray(found / max(1.0, float(found.sum())))


def margins(scores: Floats) -> Floats:
    """By how much each leads or lies behind the best other one; 0 for one alone."""
    if len(scores) < 2:
        return np.zeros_like(scores)
    second, first = np.sort(scores)[-2:]
    best = int(np.argmax(scores))
    return np.array([score - (second if i == best else first) for i, score in enumerate(scores)])


def _logistic(given: Floats, right: Floats) -> tuple[Floats, float]:
    """Slopes and bias by Newton's method; the ridge keeps perfectly parted points finite."""
    middle, spread = given.mean(0), given.std(0) + 1e-9
    rows = np.column_stack([(given - middle) / spread, np.ones(len(given))])
    ridge = np.diag([*([RIDGE] * given.shape[1]), RIDGE / 10]) * len(right)
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curve, rows.T @ (right - chance) - ridge @ weights)
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    slopes = weights[:-1] / spread
    return slopes, float(weights[-1] - slopes @ middle)
