import numpy as np
import pytest

from avatar.types import Line
from avatar.wav2lip.heard import CLOSES, OPENS, sound, voiced
from speech.types import Speech
from tests.avatar.wav2lip.sitter import silence, voice

RATE = 16_000


def test_pieces_are_heard_one_after_the_other() -> None:
    first, second = voice(0.5), voice(0.5, pitch=300)
    lines = (Line(first, 2.0), Line(second, 2.5))
    heard = sound(lines, 2.0, 4000, 8000)
    np.testing.assert_array_equal(heard[:4000], first.samples[4000:])
    np.testing.assert_array_equal(heard[4000:], second.samples[:4000])


def test_before_between_and_after_is_silence() -> None:
    lines = (Line(voice(0.5), 1.0), Line(voice(0.5), 2.0))
    heard = sound(lines, 1.0, -RATE, 4 * RATE)
    loud = np.abs(heard).reshape(-1, 800).max(axis=1) > 0.01
    assert [int(at) for at in np.flatnonzero(np.diff(loud))] == [19, 29, 39, 49]  # in steps of 50 ms


@pytest.mark.parametrize("rate", [22_050, 24_000, 44_100, 48_000])
def test_any_part_of_a_sound_of_another_rate_is_the_same_as_in_the_whole(rate: int) -> None:
    line = Line(voice(3.0, rate), 0.0)
    whole = sound((line,), 0.0, 0, 3 * RATE)
    part = sound((line,), 0.0, 12_345, 9_999)
    np.testing.assert_allclose(part, whole[12_345:22_344], atol=2e-3)
    np.testing.assert_allclose(whole[RATE : 2 * RATE], voice(3.0).samples[RATE : 2 * RATE], atol=2e-3)


def test_what_is_no_number_is_silence() -> None:
    broken = voice(1.0)
    broken.samples[:] = np.nan
    assert (sound((Line(broken, 0.0),), 0.0, 0, RATE) == 0).all()
    assert voiced((Line(broken, 0.0),), 0.5) == 0


def test_a_piece_without_sound_is_silence() -> None:
    nothing = Speech(np.zeros(0, np.float32), 48_000, "")
    lines = (Line(nothing, 0.0), Line(nothing, 0.5))
    assert (sound(lines, 0.0, -100, 16_000) == 0).all() and voiced(lines, 0.2) == 0


def test_the_mouth_is_the_voices_while_it_sounds_and_a_little_around_it() -> None:
    lines = (Line(voice(1.0), 1.0),)
    assert voiced(lines, 1.0 - OPENS - 0.02) == 0 and voiced(lines, 2.0 + CLOSES + 0.02) == 0
    assert voiced(lines, 0.95) == voiced(lines, 1.5) == voiced(lines, 2.05) == 1
    assert 0 < voiced(lines, 1.0 - OPENS + 0.04) < 1 and 0 < voiced(lines, 2.0 + CLOSES - 0.06) < 1


def test_it_neither_jumps_nor_trembles_between_syllables() -> None:
    beat = np.concatenate([voice(0.15).samples, np.zeros(2400, np.float32)] * 6)
    shares = [voiced((Line(Speech(beat, RATE, "가나다"), 1.0),), at) for at in np.arange(0.5, 3.5, 0.04)]
    assert np.abs(np.diff(shares)).max() < 0.65
    inside = shares[14:46]
    assert min(inside) == 1


def test_silence_and_nothing_leave_the_mouth_alone() -> None:
    assert voiced((Line(silence(2.0), 0.0),), 1.0) == 0
    assert voiced((), 1.0) == 0


def test_a_cut_closes_the_mouth() -> None:
    lines = (Line(voice(5.0), 0.0, cut=1.0),)
    assert voiced(lines, 0.9) == 1 and voiced(lines, 1.0 + CLOSES + 0.02) == 0
