"""Late pieces and first sounds are measured as a caller would notice them."""

import time
from collections.abc import Iterator

import numpy as np
import pytest

from harness.jets_figures import chosen, late, say
from speech.types import Speech


class Slow:
    """Makes three pieces of 0.1 s, the second only after a while."""

    def __init__(self, wait: float) -> None:
        self._wait = wait

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        for index in range(3):
            time.sleep(self._wait if index == 1 else 0.0)
            yield Speech(np.zeros(1600, np.float32), 16_000, sentence)


def test_a_piece_that_comes_while_the_one_before_sounds_is_not_late() -> None:
    assert late([0.1, 0.3, 0.5], [0.25, 0.5, 1.0]) < 0


def test_the_worst_wait_counts() -> None:
    assert late([0.1, 0.6, 0.7], [0.25, 0.5, 1.0]) == pytest.approx(0.25)


def test_one_piece_is_never_late() -> None:
    assert late([3.0], [1.0]) < 0


def test_a_voice_that_stops_inside_a_sentence_is_noticed() -> None:
    said = say(Slow(0.25), "네.")
    assert said.late > 0.1
    assert said.first < 0.1
    assert said.sound == pytest.approx(0.3)
    assert said.work >= 0.25


def test_the_same_answers_each_time() -> None:
    assert chosen(5) == chosen(5)
    assert len(set(chosen(5))) == 5
