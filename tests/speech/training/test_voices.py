import numpy as np
import pytest

from speech.training import voices


def test_no_voice_is_both_taught_and_measured() -> None:
    assert len(voices.taught()) > 50
    assert not set(voices.taught()) & set(voices.UNTAUGHT)


@pytest.mark.parametrize("variant", [*voices.UNTAUGHT, *voices.taught()[::9]])
def test_every_variant_speaks(variant: str) -> None:
    said = voices.say("안녕하세요", [variant], np.random.default_rng(0))
    assert 0.4 * 16_000 < len(said) < 3 * 16_000
    assert abs(said).max() > 0.05


def test_the_same_sentence_is_never_said_twice_alike() -> None:
    random = np.random.default_rng(4)
    assert len({len(voices.say("안녕하세요", ("m1",), random)) for _ in range(8)}) > 5
