"""Durations are scaled in proportion, and believed only as far as speech can go."""

import numpy as np
import pytest

from speech.jets.durations import checked, paced
from speech.jets.errors import VoiceError

FRAME = 256 / 24000
ORDINARY = np.array([7, 0, 5, 12, 0, 1, 9, 6] * 5)


@pytest.mark.parametrize("pace", [0.5, 0.8, 1.0, 1.3, 1.6])
def test_the_whole_grows_and_shrinks_with_the_pace(pace: float) -> None:
    assert paced(ORDINARY, pace).sum() == pytest.approx(ORDINARY.sum() / pace, rel=0.03)


@pytest.mark.parametrize("pace", [0.5, 0.8, 1.0, 1.3, 1.6])
def test_what_was_not_heard_stays_unheard_and_the_rest_is_heard(pace: float) -> None:
    assert np.array_equal(paced(ORDINARY, pace) == 0, ORDINARY == 0)


def test_pace_1_changes_nothing() -> None:
    assert np.array_equal(paced(ORDINARY, 1.0), ORDINARY)


def test_ordinary_durations_pass() -> None:
    assert checked(ORDINARY, FRAME) is ORDINARY


@pytest.mark.parametrize(
    ("durations", "code"),
    [
        (ORDINARY * 10, "too-long"),
        (np.array([7, 7, 500]), "too-long"),
        (np.zeros(20, np.int64), "too-short"),
        (ORDINARY // 7, "too-short"),
    ],
)
def test_what_no_speech_lasts_is_refused(durations: np.ndarray, code: str) -> None:
    with pytest.raises(VoiceError) as raised:
        checked(durations, FRAME)
    assert raised.value.code == code


@pytest.mark.parametrize("count", [1, 2, 4])
def test_lengths_that_were_no_numbers_are_refused(count: int) -> None:
    """As integers they are the lowest there is; two of them add up to nothing."""
    durations = ORDINARY.copy()
    durations[:count] = np.iinfo(np.int64).min
    with pytest.raises(VoiceError) as raised:
        checked(durations, FRAME)
    assert raised.value.code == "not-finite"


def test_more_frames_than_the_network_has_places_for_are_refused() -> None:
    with pytest.raises(VoiceError, match="frames"):
        paced(np.full(400, 10), 0.5)
