"""Loudness of 48 kHz mono sound: where a voice begins and ends. Knows nothing of clocks."""

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
"""Hz, of everything the harness says and hears"""
HOP = RATE // 200
"""samples, 5 ms: the grain in which loudness is looked at"""
SILENCE = 32768 * 10 ** (-50 / 20)
"""RMS in 16-bit steps (−50 dBFS) under which nothing counts as a voice"""
VOICE_RUN = 4
"""hops (20 ms) that must be loud one after another, so that a click is not a voice"""

Pcm = NDArray[np.int16]
"""48 kHz mono, shape (n,)"""


def levels(samples: Pcm) -> NDArray[np.float64]:
    """RMS of each whole hop, in 16-bit steps: shape (n // HOP,)."""
    hops = samples[: len(samples) // HOP * HOP].reshape(-1, HOP).astype(np.float64)
    loudness: NDArray[np.float64] = np.sqrt(np.mean(hops**2, axis=1))
    return loudness


def voice_threshold(noise: NDArray[np.float64]) -> float:
    """The RMS above which something is voice, given the levels of a stretch where nobody speaks."""
    return max(SILENCE, 4 * float(np.median(noise))) if len(noise) else SILENCE


def voiced_hops(loudness: NDArray[np.float64], threshold: float) -> NDArray[np.intp]:
    """Indices of the hops that belong to a run of at least `VOICE_RUN` hops above the threshold."""
    loud = loudness > threshold
    if len(loud) < VOICE_RUN:
        return np.empty(0, np.intp)
    starts = np.lib.stride_tricks.sliding_window_view(loud, VOICE_RUN).all(axis=1)
    return np.flatnonzero(np.convolve(starts, np.ones(VOICE_RUN, int)))


def own_voice_threshold(samples: Pcm) -> float:
    """For a recording heard as a whole: above its own background and at most 40 dB under its loudest hop."""
    loudness = levels(samples)
    if not len(loudness):
        return SILENCE
    peak = float(loudness.max())
    background = float(np.percentile(loudness, 10))
    return max(SILENCE, float(np.clip(4 * background, peak / 100, peak / 10)))


def loud_samples(samples: Pcm, threshold: float) -> NDArray[np.intp]:
    """Indices of the single samples above the threshold, to sharpen a hop into a sample."""
    return np.flatnonzero(np.abs(samples.astype(np.int32)) > threshold)
