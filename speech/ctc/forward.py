"""How likely given wordings are for an utterance, and when each symbol of one was said (CTC, Graves et al. 2006)."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from speech.ctc.beam import LogProbabilities
from speech.ctc.jamo import BLANK, SYMBOLS

FLOOR: Final = -10.0
"""a symbol's log-probability counts as at least this in a frame: one misheard sound must not rule a wording out"""
IMPOSSIBLE: Final = -700.0
"""log-probability of a wording too long for the utterance; none is lower"""
_NOTHING: Final = SYMBOLS
"""a state behind the end of a wording, whose probability is 0"""


def log_likelihoods(frames: LogProbabilities, wordings: Sequence[Sequence[int]]) -> list[float]:
    """Log-probability of each spelled wording, summed over all alignments. All wordings run side by side, in scaled
    probabilities (Rabiner 1989) rather than logarithms, for speed."""
    if not wordings or not len(frames):
        return [IMPOSSIBLE] * len(wordings)
    states = _states(wordings)
    skips = _skips(states)
    likely = np.zeros((len(frames), SYMBOLS + 1))
    likely[:, :SYMBOLS] = np.exp(np.maximum(frames, FLOOR))
    alpha = np.zeros(states.shape)
    alpha[:, :2] = likely[0][states[:, :2]]
    scale = np.zeros(len(wordings))
    for frame in likely[1:]:
        moved = alpha.copy()
        moved[:, 1:] += alpha[:, :-1]
        moved[:, 2:] += alpha[:, :-2] * skips
        moved *= frame[states]
        total = moved.sum(axis=1)
        alpha = moved / total[:, None]
        scale += np.log(total)
    finished = [
        alpha[row, 2 * len(wording)] + (alpha[row, 2 * len(wording) - 1] if wording else 0)
        for row, wording in enumerate(wordings)
    ]
    return [max(float(log), IMPOSSIBLE) for log in scale + np.log(np.array(finished) + 1e-300)]


def align(frames: LogProbabilities, symbols: Sequence[int]) -> list[tuple[int, float]]:
    """(frame, log-probability) of each symbol on the likeliest alignment. Raises ValueError when there are more symbols
    than frames can hold."""
    if not symbols:
        return []
    states = _states([symbols])[0]
    skips = _skips(states[None])[0]
    heard = frames[:, states]
    score = np.full(len(states), -np.inf)
    score[:2] = heard[0, :2]
    steps = np.zeros((len(frames), len(states)), np.int8)
    for index in range(1, len(frames)):
        options = np.full((3, len(states)), -np.inf)
        options[0] = score
        options[1, 1:] = score[:-1]
        options[2, 2:] = np.where(skips > 0, score[:-2], -np.inf)
        steps[index] = options.argmax(axis=0)
        score = options.max(axis=0) + heard[index]
    state = len(states) - 1 if score[-1] > score[-2] else len(states) - 2
    if score[state] == -np.inf:
        raise ValueError(f"{len(symbols)} symbols cannot be said in {len(frames)} frames")
    return _best_frames(heard, steps, state)


def _best_frames(heard: LogProbabilities, steps: NDArray[np.int8], state: int) -> list[tuple[int, float]]:
    """Of the frames of each symbol the one where it is surest."""
    best: dict[int, tuple[int, float]] = {}
    for index in range(len(steps) - 1, -1, -1):
        if state % 2:
            here = (index, float(heard[index, state]))
            best[state] = max(best.get(state, here), here, key=lambda found: found[1])
        state -= int(steps[index, state])
    return [best[state] for state in sorted(best)]


def _states(wordings: Sequence[Sequence[int]]) -> NDArray[np.intp]:
    """Blank, symbol, blank, symbol, …, blank for each wording, filled up with _NOTHING; shape (wordings, 2 × longest
    wording + 1), at least 2 wide."""
    longest = max(1, *(len(wording) for wording in wordings))
    states = np.full((len(wordings), 2 * longest + 1), _NOTHING)
    for row, wording in zip(states, wordings, strict=True):
        row[: 2 * len(wording) + 1 : 2] = BLANK
        row[1 : 2 * len(wording) : 2] = wording
    return states


def _skips(states: NDArray[np.intp]) -> NDArray[np.float64]:
    """1 where a state can be reached from two before it: a symbol that differs from the one before; for states 2 on."""
    skips: NDArray[np.float64] = ((states[:, 2:] != BLANK) & (states[:, 2:] != states[:, :-2])).astype(np.float64)
    return skips
