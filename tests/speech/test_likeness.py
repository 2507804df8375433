"""A moment is found again in what was played, through a room and with any delay; another sound is not."""

import numpy as np
import pytest

from speech.likeness import MOMENT, SPAN, match
from speech.types import Samples

RANDOM = np.random.default_rng(0)
SOUND = (RANDOM.standard_normal(SPAN) * np.repeat(RANDOM.uniform(0.1, 1, SPAN // 512), 512)).astype(np.float32)


def room(sound: Samples) -> Samples:
    response = np.random.default_rng(1).standard_normal(3200) * np.exp(-np.linspace(0, 7, 3200)) * 0.05
    response[0] = 1
    return np.convolve(sound, response)[: len(sound)].astype(np.float32)


@pytest.mark.parametrize("delay", [0, 640, 4000, 12_000])
def test_it_finds_the_delay(delay: int) -> None:
    end = SPAN - delay
    found = match(0.03 * room(SOUND)[end - MOMENT : end], SOUND)
    assert found.likeness > 0.5
    assert found.delay == pytest.approx(delay, abs=2)


def test_another_sound_is_not_alike() -> None:
    assert match(np.random.default_rng(2).standard_normal(MOMENT).astype(np.float32), SOUND).likeness < 0.2


@pytest.mark.parametrize("silent", ["moment", "played", "both"])
def test_silence_is_like_nothing(silent: str) -> None:
    moment = SOUND[:MOMENT] * (silent == "played")
    played = SOUND * (silent == "moment")
    assert match(moment, played).likeness < 0.01
