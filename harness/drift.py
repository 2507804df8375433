"""Whether picture and sound move apart as a call goes on."""

from collections.abc import Sequence

import numpy as np

from harness.call import TurnRecord

FEWEST = 4
"""turns of one call through which a line is laid"""


def skew_drift(turns: Sequence[TurnRecord]) -> float | None:
    """Milliseconds of skew gained a minute, each call from its own level; None: too few turns to tell."""
    times: list[float] = []
    skews: list[float] = []
    for call in {turn.call for turn in turns}:
        own = [(turn.at, turn.av_skew_ms) for turn in turns if turn.call == call and turn.av_skew_ms is not None]
        if len(own) >= FEWEST:
            at, skew = np.array(own).T
            times += list(at - at.mean())
            skews += list(skew - skew.mean())
    spread = float(np.dot(times, times))
    return round(60 * float(np.dot(times, skews)) / spread, 1) if spread > 0 else None
