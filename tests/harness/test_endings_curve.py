"""The measurement tells a good ender of turns from a bad one, on turns small enough to reckon by hand."""

import numpy as np
import pytest

from harness.endings_curve import Listened, Point, measure, misheard, patient, plain, same_delay, true_words
from harness.hesitant import Caller, Turn
from harness.word_times import Said, voice_end, word_times
from speech.endpoint import RATE, WINDOW
from speech.types import Samples

WINDOW_SECONDS = WINDOW / RATE


def hesitating(pause: float) -> Listened:
    """이사를 했는데 … 어떻게 하나요: a second of voice, a pause, a second of voice."""
    words = (
        Said("이사를", 0.1, 0.5),
        Said("했는데,", 0.5, 1.0),
        Said("어떻게", 1 + pause, 1.5 + pause),
        Said("하나요?", 1.5 + pause, 2 + pause),
    )
    ended = 2 + pause
    times = np.arange(0, ended + 3, WINDOW_SECONDS)
    voiced = (times < 1) | ((times >= 1 + pause) & (times < ended))
    turn = Turn(np.zeros(len(times) * WINDOW, np.float32), words, ended, pauses=1)
    return Listened(Caller("one", False, (turn,)), (tuple(np.where(voiced, 0.9, 0.05)),))


def test_silence_alone_is_either_hasty_or_slow() -> None:
    turn = [hesitating(0.8)]
    hasty, slow = measure(turn, plain(0.5), None), measure(turn, plain(1.0), None)
    assert (hasty.cut, slow.cut) == (1, 0)
    assert hasty.median == pytest.approx(0.5, abs=0.05)
    assert slow.median == pytest.approx(1.0, abs=0.05)


def test_the_words_are_neither() -> None:
    point = measure([hesitating(0.8)], patient(1.0), true_words)
    assert point.cut == 0
    assert point.median < 0.5


def test_words_that_come_late_help_less() -> None:
    late = measure([hesitating(0.8)], patient(1.0), true_words, lag=2.0)
    assert late.cut == 1
    assert late.median > 0.6


def test_a_turn_is_measured_from_its_last_voice() -> None:
    assert measure([hesitating(2.0)], plain(0.7), None).delays == pytest.approx((0.7,), abs=0.05)


def test_plain_silence_learns_nothing() -> None:
    points = [measure([hesitating(0.4)] * count, plain(0.5), None) for count in (1, 5)]
    assert points[0].median == pytest.approx(points[1].median)


def test_words_are_misheard_as_often_as_said_and_always_alike() -> None:
    (turn,) = hesitating(0.5).caller.turns
    assert misheard(0.0, ["가", "나"])(turn) == true_words(turn)
    assert {letter for word in misheard(1.0, ["가", "나"])(turn) for letter in word.text} <= set("가나")
    assert misheard(0.5, ["가", "나"])(turn) == misheard(0.5, ["가", "나"])(turn)


def test_the_true_words_have_no_punctuation() -> None:
    (turn,) = hesitating(0.5).caller.turns
    assert [word.text for word in true_words(turn)] == ["이사를", "했는데", "어떻게", "하나요"]


def test_a_curve_is_read_between_its_points() -> None:
    curve = [Point(0.1, (1.0,)), Point(0.5, (0.5,))]
    assert same_delay(curve, 0.75) == pytest.approx(0.3)


def read(*parts: float) -> Samples:
    """Seconds of a tone, then of silence, and so on."""
    tone = np.sin(2 * np.pi * 200 * np.arange(RATE * 5) / RATE)
    return np.concatenate(
        [tone[: int(seconds * RATE)] * (0.0 if index % 2 else 0.5) for index, seconds in enumerate(parts)]
    ).astype(np.float32)


def test_a_pause_of_the_reader_falls_between_words() -> None:
    words = word_times(read(0.9, 0.4, 1.2, 0.3), "가나다 라마바사")
    assert [word.text for word in words] == ["가나다", "라마바사"]
    assert words[0].end == pytest.approx(0.9, abs=0.03)
    assert words[1].start == pytest.approx(1.3, abs=0.03)
    assert words[1].end == pytest.approx(2.5, abs=0.03)


def test_without_a_pause_syllables_share_the_time() -> None:
    words = word_times(read(2.0, 0.2), "가 나다라")
    assert words[0].end == words[1].start == pytest.approx(0.5, abs=0.15)


def test_voice_ends_with_the_last_loud_sample() -> None:
    assert voice_end(read(0.5, 0.5, 0.5, 1.0)) == pytest.approx(1.5, abs=0.02)
