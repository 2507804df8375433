"""How long each token sounds. A model's durations are believed only as far as speech can be that fast or slow."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from speech.jets.errors import VoiceError

SECONDS_A_TOKEN: Final = (0.015, 0.4)
"""mean at pace 1; speech has about 0.075"""
LONGEST_TOKEN: Final = 4.0
"""seconds at pace 1"""
MOST_FRAMES: Final = 5000
"""in one go; the network has no more places"""


def checked(durations: NDArray[np.int64], frame: float) -> NDArray[np.int64]:
    """The durations of all tokens in frames of `frame` seconds. VoiceError when they cannot be those of speech."""
    if durations.min(initial=0) < 0:  # what is no number becomes the lowest integer there is
        raise VoiceError("not-finite", "the model gives lengths that are no numbers")
    total, count = float(durations.sum()) * frame, max(1, len(durations))
    shortest, longest = SECONDS_A_TOKEN
    if total > max(longest * count, 1.0) or durations.max(initial=0) * frame > LONGEST_TOKEN:
        raise VoiceError("too-long", f"the model wants {total:.1f} s for {count} tokens")
    if total < shortest * count:
        raise VoiceError("too-short", f"the model wants {total:.2f} s for {count} tokens")
    return durations


def paced(durations: NDArray[np.int64], pace: float) -> NDArray[np.int64]:
    """Slower or faster: the ends of the tokens move in proportion, a token that was not heard stays unheard."""
    ends = np.rint(np.cumsum(durations) / pace).astype(np.int64)
    scaled = np.where(durations > 0, np.maximum(np.diff(ends, prepend=0), 1), 0)
    if scaled.sum() > MOST_FRAMES:
        raise VoiceError("too-long", f"{scaled.sum()} frames in one go, at most {MOST_FRAMES}")
    return scaled


def ends(durations: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Frames at which each token ends."""
    return np.cumsum(np.asarray(durations, np.int64))
