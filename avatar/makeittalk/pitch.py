"""How high a voice is over time, by normalised cross-correlation and the smoothest path through its peaks.

The training used RAPT (Talkin 1995) of the toolkit SPTK; this is the same idea, shorter, and gives other numbers at the
ends of voiced stretches.
"""

from typing import Final

import numpy as np

from avatar.makeittalk.spectrum import RATE, Floats

HOP: Final = 256
LOWEST, HIGHEST = 100.0, 600.0
"""Hz, for any voice, as the published script has it"""
_WINDOW: Final = 240
"""samples that are compared: two periods at the lowest pitch would be 320, one and a half do"""
_PEAKS: Final = 5
"""candidates a frame"""
_UNVOICED_COST: Final = 0.55
"""a frame is voiced when it repeats itself better than that"""
_TURN_COST: Final = 0.35
"""from voiced to unvoiced and back"""
_LEAP_COST: Final = 1.2
"""for each octave from frame to frame"""
_LONGER_COST: Final = 0.12
"""keeps off the double of the period"""
_QUIET: Final = 1e-3
"""of the loudest frame's power"""


def pitch(sound: Floats) -> Floats:
    """Hz for each frame of 256 samples at 16 kHz, 0 where it is unvoiced; shape (1 + n // 256,)."""
    lags, likeness = _likeness(sound)
    periods, costs = _candidates(lags, likeness)
    chosen = _smoothest(periods, costs)
    return np.where(chosen > 0, RATE / np.maximum(chosen, 1), 0.0)


def _likeness(sound: Floats) -> tuple[Floats, Floats]:
    """How alike the sound around each frame's middle is to the sound a lag later: (lags,), (frames, lags)."""
    shortest, longest = int(RATE / HIGHEST) - 1, int(RATE / LOWEST) + 2
    lags = np.arange(shortest, longest + 1)
    count = 1 + len(sound) // HOP
    before, after = (_WINDOW + longest) // 2, _WINDOW + longest
    padded = np.pad(sound, (before, after + HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW + longest)[::HOP][:count]
    frames = frames - frames.mean(axis=1, keepdims=True)
    size = 1024
    head = np.fft.rfft(frames[:, :_WINDOW], size, axis=1)
    products = np.fft.irfft(np.conj(head) * np.fft.rfft(frames, size, axis=1), size, axis=1)[:, lags]
    energy = np.concatenate([np.zeros((count, 1)), np.cumsum(frames**2, axis=1)], axis=1)
    own, others = energy[:, _WINDOW], energy[:, lags + _WINDOW] - energy[:, lags]
    floor = _QUIET * max(float(own.max()), 1e-9)
    return lags.astype(np.float64), products / np.sqrt((own[:, None] + floor) * (others + floor))


def _candidates(lags: Floats, likeness: Floats) -> tuple[Floats, Floats]:
    """Period (samples; 0 is unvoiced) and cost of each, shape (frames, _PEAKS + 1)."""
    left, middle, right = likeness[:, :-2], likeness[:, 1:-1], likeness[:, 2:]
    bend = left - 2 * middle + right
    peak = (middle >= left) & (middle > right) & (middle > 0.3)
    shift = np.where(peak, 0.5 * (left - right) / np.where(bend < 0, bend, -1.0), 0.0)
    place = lags[1:-1] + shift
    cost = np.where(peak, 1 - middle + _LONGER_COST * place / lags[-1], np.inf)
    best = np.argsort(cost, axis=1)[:, :_PEAKS]
    unvoiced = np.full((len(likeness), 1), _UNVOICED_COST)
    periods = np.concatenate([np.zeros_like(unvoiced), np.take_along_axis(place, best, axis=1)], axis=1)
    return periods, np.concatenate([unvoiced, np.take_along_axis(cost, best, axis=1)], axis=1)


def _smoothest(periods: Floats, costs: Floats) -> Floats:
    """The cheapest path (Viterbi)."""
    octaves = np.log2(np.maximum(periods, 1))
    total = costs[0]
    came_from = np.zeros(periods.shape, np.intp)
    for frame in range(1, len(periods)):
        leap = _LEAP_COST * np.abs(octaves[frame - 1][:, None] - octaves[frame])
        turn = (periods[frame - 1][:, None] > 0) != (periods[frame] > 0)
        unvoiced = (periods[frame - 1][:, None] == 0) & (periods[frame] == 0)
        ways = total[:, None] + np.where(turn, _TURN_COST, np.where(unvoiced, 0.0, leap))
        came_from[frame] = ways.argmin(axis=0)
        total = ways.min(axis=0) + costs[frame]
    state = int(total.argmin())
    chosen = np.zeros(len(periods))
    for frame in range(len(periods) - 1, -1, -1):
        chosen[frame] = periods[frame, state]
        state = int(came_from[frame, state])
    return chosen
