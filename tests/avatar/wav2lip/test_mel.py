"""The front end against numbers that were worked out with librosa 0.11 in float64."""

import numpy as np
import pytest

from avatar.wav2lip import mel as front
from avatar.wav2lip.mel import columns, mel
from speech.types import Samples

RATE = 16_000


def tone(hertz: float, seconds: float = 1.0) -> Samples:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(RATE * seconds)) / RATE)).astype(np.float32)


def test_a_tone_gives_the_published_numbers() -> None:
    levels = mel(tone(440))
    assert levels.shape == (80, 81) and levels.dtype == np.float32
    assert int(levels[:, 40].argmax()) == 10
    assert levels[:, 40].max() == pytest.approx(1.98976, abs=1e-5)
    assert levels.mean() == pytest.approx(-3.66748, abs=1e-5)


def test_the_filters_are_slaneys() -> None:
    bank = front._bank()
    assert np.count_nonzero(bank) == 739
    assert bank.sum() == pytest.approx(3.9995, abs=1e-4)
    assert bank.max() == pytest.approx(0.026879, abs=1e-6)


def test_three_thousand_two_hundred_samples_give_seventeen_columns() -> None:
    assert mel(tone(440, 0.2)).shape == (80, 17)


def test_silence_and_nothing_at_all_lie_at_the_lower_limit() -> None:
    assert (mel(np.zeros(1600, np.float32)) == -4).all()
    assert (mel(np.zeros(0, np.float32)) == -4).all()


def test_loud_sound_stays_within_the_limits() -> None:
    loud = np.random.default_rng(1).normal(0, 50, RATE).astype(np.float32)
    assert mel(loud).max() == 4


def test_what_is_no_number_is_heard_as_silence() -> None:
    broken = tone(440)
    broken[4000:6000], broken[9000] = np.nan, np.inf
    levels = mel(broken)
    assert np.isfinite(levels).all()
    np.testing.assert_array_equal(levels[:, 60:], mel(tone(440))[:, 60:])


def test_columns_are_those_of_the_whole_sound() -> None:
    sound = tone(440) + tone(1300)
    np.testing.assert_allclose(columns(sound, 17, 9), mel(sound)[:, 17:26], atol=1e-6)


def test_columns_beside_the_sound_are_silence() -> None:
    assert (columns(tone(440), -9, 6) == -4).all()
    assert (columns(tone(440), 90, 3) == -4).all()
