"""Dynamic time warping (Sakoe and Chiba, 1978): how well two utterances fit, whatever the pace of each."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from speech.cepstrum import Cepstra

LOOSE: Final = 12
"""frames (20 ms) that may be missing or too many at either end"""
STRETCH: Final = 1.5
"""how much longer one may be than the other"""
STEP: Final = 15
"""pairs of frames over which a local misfit is judged; about a syllable and a half"""


@dataclass(frozen=True, slots=True)
class Fit:
    mean: float
    """distance of the frames paired along the best path; infinite when the lengths do not fit"""
    local: NDArray[np.float32]
    """shape (n, m), distance of each frame of one from each of the other"""
    cost: NDArray[np.float64]
    """shape (n + 1, m + 1), of the best path to each pair"""

    def worst(self) -> float:
        """Mean distance in the stretch of the path that fits worst: one wrong word is not hidden by a long sentence."""
        if not np.isfinite(self.mean):
            return float("inf")
        distances = np.array([self.local[pair] for pair in self._path()])
        width = min(STEP, len(distances))
        return float(np.convolve(distances, np.full(width, 1 / width), "valid").max())

    def _path(self) -> list[tuple[int, int]]:
        """The pairs of the best path, last first."""
        row, column = _end(self.cost)
        path = []
        while row and column:
            path.append((row - 1, column - 1))
            here = self.local[row - 1, column - 1]
            steps = {
                (row - 1, column - 1): self.cost[row - 1, column - 1] + 2 * here,
                (row - 1, column): self.cost[row - 1, column] + here,
                (row, column - 1): self.cost[row, column - 1] + here,
            }
            row, column = min(steps, key=lambda step: steps[step])
        return path


def warp(heard: Cepstra, known: Cepstra) -> Fit:
    """The best pairing of the frames of two utterances."""
    n, m = len(heard), len(known)
    if not min(n, m) or max(n, m) > STRETCH * min(n, m) + 2 * _loose(n, m):
        return Fit(float("inf"), np.zeros((n, m), np.float32), np.zeros((1, 1)))
    local = np.sqrt(np.square(heard[:, None] - known[None]).sum(axis=2))
    cost = _costs(local)
    return Fit(float(cost[_end(cost)]) / (n + m), local, cost)


def _costs(local: NDArray[np.float32]) -> NDArray[np.float64]:
    """A step inside a row is a running sum, so the cheapest is a running minimum of what is left without that sum."""
    n, m = local.shape
    cost = np.full((n + 1, m + 1), np.inf)
    loose = _loose(n, m)
    cost[0, : loose + 1] = cost[: loose + 1, 0] = 0
    for row, here in enumerate(local, start=1):
        entered = np.minimum(cost[row - 1, 1:] + here, cost[row - 1, :-1] + 2 * here)
        along = np.cumsum(here)
        cost[row, 1:] = np.minimum.accumulate(np.concatenate([[cost[row, 0]], entered - along]))[1:] + along
    return cost


def _end(cost: NDArray[np.float64]) -> tuple[int, int]:
    """Where the best path ends: at the last frame of one, and within LOOSE of the last frame of the other."""
    n, m = cost.shape[0] - 1, cost.shape[1] - 1
    loose = _loose(n, m)
    ends = [*((n, column) for column in range(m - loose, m + 1)), *((row, m) for row in range(n - loose, n))]
    return min(ends, key=lambda end: float(cost[end]))


def _loose(n: int, m: int) -> int:
    return min(LOOSE, min(n, m) // 5)
