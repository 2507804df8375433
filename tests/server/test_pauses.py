"""A caller's pauses in the middle of speaking, which the face nods at."""

import numpy as np

from server.pauses import Pauses
from speech.endpoint import RATE, WINDOW, Endpointer

VOICE, SILENCE = 1.0, 0.0


def pauses_in(*parts: tuple[float, float]) -> list[float]:
    """When pauses are told, in seconds, of (seconds, probability of voice) one after the other."""
    told: list[float] = []
    heard = 0
    endpointer = Endpointer()
    pauses = Pauses(endpointer, lambda: told.append(heard * WINDOW / RATE))
    for seconds, probability in parts:
        for _ in range(round(seconds * RATE / WINDOW)):
            endpointer.hint("제가 어제 병원에서")
            endpointer.feed(np.zeros(WINDOW, np.float32), probability)
            heard += 1
            pauses.look()
    return told


def test_a_pause_after_a_while_of_speech_is_told_once() -> None:
    (at,) = pauses_in((1.6, VOICE), (0.5, SILENCE), (1.0, VOICE))
    assert 1.8 <= at <= 2.0


def test_a_word_or_a_breath_is_no_pause() -> None:
    assert pauses_in((0.6, VOICE), (0.5, SILENCE), (0.5, VOICE)) == []
    assert pauses_in((2.0, VOICE), (0.15, SILENCE), (2.0, VOICE)) == []


def test_a_long_pause_is_told_again_before_the_turn_ends() -> None:
    first, second = pauses_in((2.0, VOICE), (0.9, SILENCE))
    assert 0.3 <= second - first <= 0.6


def test_speech_is_counted_anew_after_a_pause() -> None:
    assert len(pauses_in((1.6, VOICE), (0.4, SILENCE), (0.5, VOICE), (0.4, SILENCE), (1.0, VOICE))) == 1
