"""Changes to features, made anew each time an utterance is used: cheaper than making its sound anew.

SpecAugment (Park et al. 2019) with stretching of time and frequency and a low-pass.
"""

from typing import Final

import numpy as np

from speech.ctc.features import BANDS, Features

STRETCH: Final = (0.85, 1.18)
WARP: Final = (0.86, 1.16)
LOW_PASS: Final = 0.15
"""share of utterances from a dull microphone or a telephone"""
LOWEST_CUT: Final = 45
"""bands, about 2.9 kHz"""
MASKED_BANDS: Final = 15
MASKED_FRAMES: Final = 22
FRAMES_A_MASK: Final = 120


def masked(features: Features, random: np.random.Generator) -> Features:
    """A changed copy; its length differs."""
    changed = _sampled(features, random.uniform(*STRETCH), random.uniform(*WARP))
    if random.random() < LOW_PASS:
        changed[:, random.integers(LOWEST_CUT, BANDS) :] = 0
    for _ in range(2):
        first, width = random.integers(BANDS), random.integers(MASKED_BANDS + 1)
        changed[:, first : first + width] = 0
    for _ in range(len(changed) // FRAMES_A_MASK):
        start, length = random.integers(len(changed)), random.integers(MASKED_FRAMES + 1)
        changed[start : start + length] = 0
    return changed


def _sampled(features: Features, stretch: float, warp: float) -> Features:
    """Read at a frame distance of 1 / stretch and a band distance of 1 / warp, between neighbours by proportion."""
    times = np.arange(0, len(features) - 1, 1 / stretch)
    bands = np.minimum(np.arange(BANDS) / warp, BANDS - 1.001)
    t, b = times.astype(int), bands.astype(int)
    right = (bands - b).astype(np.float32)
    below = (times - t).astype(np.float32)[:, None]
    wide = features[:, b] * (1 - right) + features[:, b + 1] * right
    sampled: Features = wide[t] * (1 - below) + wide[t + 1] * below
    return sampled
