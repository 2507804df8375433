"""Pitch and formants of a sound moved by the vocoder WORLD, given out while the rest is still worked on.

M. Morise et al., "WORLD: A Vocoder-Based High-Quality Speech Synthesis System", IEICE Trans. E99-D(7), 2016, as packed
in pyworld. Its resynthesis begins anew with every call, but always in the same way: a longer beginning of a sound
starts with the very samples of a shorter one, so pieces join without a seam.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from speech.types import Samples

LOWEST, HIGHEST = 71.0, 600.0
"""Hz in which the pitch is looked for; lower needs spectra twice as long"""
STEP: Final = 5.0
"""milliseconds between two looks"""
AHEAD: Final = 8
"""looks past the end of a piece that its last samples depend on"""

Frames = NDArray[np.float64]
"""shape (looks, frequencies from 0 to half the rate)"""


class Throat:
    """`world`: the module pyworld; `pitch`: semitones; `formants`: times their frequency."""

    def __init__(self, world: Any, pitch: float, formants: float) -> None:
        self._world = world
        self._higher = 2 ** (pitch / 12)
        self._formants = formants

    def spoken(self, samples: Samples, rate: int, cuts: Sequence[int]) -> Iterator[Samples]:
        """The same words in this throat, in pieces that end at these samples and at the end; as long as before."""
        world, sound = self._world, np.ascontiguousarray(samples, np.float64)
        rough, times = world.dio(sound, rate, f0_floor=LOWEST, f0_ceil=HIGHEST, frame_period=STEP)
        pitch = world.stonemask(sound, rough, times, rate)
        envelopes: list[Frames] = []
        breaths: list[Frames] = []
        begin, seen = 0, 0
        for end in [*cuts, len(samples)]:
            upto = len(times) if end == len(samples) else min(len(times), _look(end, rate) + AHEAD)
            if upto > seen:
                looks = (sound, pitch[seen:upto].copy(), times[seen:upto].copy(), rate)
                envelopes.append(warped(world.cheaptrick(*looks, f0_floor=LOWEST), self._formants))
                breaths.append(warped(world.d4c(*looks, fft_size=_fft_size(envelopes[-1])), self._formants))
                seen = upto
            made = world.synthesize(
                pitch[:seen] * self._higher, np.concatenate(envelopes), np.concatenate(breaths), rate, STEP
            )
            whole = np.zeros(end, np.float32)
            whole[: len(made)] = made[:end]
            yield whole[begin:]
            begin = end


def warped(frames: Frames, times: float) -> Frames:
    """What was at a frequency is now at so many times that frequency; above the last one known all is as there."""
    count = frames.shape[1]
    places = np.minimum(np.arange(count) / times, count - 1)
    below = np.minimum(places.astype(int), count - 2)
    share = places - below
    return np.ascontiguousarray(frames[:, below] * (1 - share) + frames[:, below + 1] * share)


def _look(sample: int, rate: int) -> int:
    return math.ceil(sample / rate * 1000 / STEP) + 1


def _fft_size(frames: Frames) -> int:
    return 2 * (int(frames.shape[1]) - 1)
