import numpy as np
import pytest

from speech.audio import RATE
from speech.training import wear
from speech.training.wear import Wear
from speech.types import Samples


def tone(seconds: float = 1.0) -> Samples:
    return (0.2 * np.sin(2 * np.pi * 300 * np.arange(int(seconds * RATE)) / RATE)).astype(np.float32)


def rms(sound: Samples) -> float:
    return float(np.sqrt(np.mean(sound**2)))


def test_a_room_sounds_on_and_dies_away() -> None:
    heard = wear.in_room(tone(), wear.room(0.5, np.random.default_rng(0)))
    tail = heard[RATE:]
    assert rms(tail[:800]) > 20 * rms(tail[-800:]) > 0


def test_noises_last_and_have_a_sound() -> None:
    random = np.random.default_rng(0)
    for noise in (
        *(wear.coloured_noise(random), wear.hum(random), wear.handling(random), wear.music(random)),
        wear.babble([tone(), tone(0.3)], random),
    ):
        assert len(noise) == 12 * RATE
        assert rms(noise) > 0
        assert noise.dtype == np.float32


def test_loudness_leaves_pauses_out() -> None:
    assert wear.loudness(np.pad(tone(), (0, RATE // 2))) == pytest.approx(rms(tone()), rel=0.05)


def test_at_level() -> None:
    assert rms(wear.at_level(tone(), 0.01)) == pytest.approx(0.01, rel=1e-3)


def test_every_utterance_is_worn_differently_but_stays_speech() -> None:
    worn = Wear(np.random.default_rng(0), noises=[tone(0.5)], rooms=[np.array([1, 0, 0.3], np.float32)])
    worn.renew([tone()])
    heard = [worn(tone()) for _ in range(30)]
    assert len({len(sound) for sound in heard}) > 10
    for sound in heard:
        assert len(sound) > RATE
        assert np.isfinite(sound).all()
        assert 0.25 * rms(tone()) < wear.loudness(sound) < 4 * rms(tone())  # a long tail is half of the sound
