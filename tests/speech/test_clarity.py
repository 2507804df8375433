"""The sound itself: loudness, peaks, the lift."""

import numpy as np
import pytest

from speech import clarity
from speech.types import Samples

RATE = 22_050


def tone(frequency: float, strength: float = 0.1, seconds: float = 1.0) -> Samples:
    return (strength * np.sin(2 * np.pi * frequency * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def strength(samples: Samples) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(samples[RATE // 4 :] ** 2))))


@pytest.mark.parametrize(("frequency", "lift"), [(300, 0), (1000, 0.7), (2500, 3.7), (3400, 3.7), (8000, 0.3)])
def test_consonants_are_lifted_and_little_else(frequency: float, lift: float) -> None:
    sound = tone(frequency)
    assert strength(clarity.lifted(sound, RATE)) - strength(sound) == pytest.approx(lift, abs=0.7)


def test_quiet_sound_is_left_as_it_is_and_peaks_stay_below_the_ceiling() -> None:
    quiet, loud = tone(440, 0.3), tone(440, 5.0)
    assert np.array_equal(clarity.limited(quiet), quiet)
    assert np.abs(clarity.limited(loud)).max() <= clarity.CEILING + 1e-6


def test_loudness_follows_the_strength() -> None:
    one, other = clarity.loudness(tone(1000, 0.1), RATE), clarity.loudness(tone(1000, 0.2), RATE)
    assert other - one == pytest.approx(6.02, abs=0.1)


@pytest.mark.parametrize("samples", [np.zeros(RATE, np.float32), np.zeros(0, np.float32), np.ones(9, np.float32)])
def test_silence_and_snippets_have_no_loudness(samples: Samples) -> None:
    assert clarity.loudness(samples, RATE) == -np.inf
