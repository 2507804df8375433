"""Judging a server by sound alone, on made-up calls whose truth is known. Needs no peer."""

import numpy as np
import pytest

from harness.peers.compare import Outcome, ratios
from harness.peers.heard import Heard, heard
from harness.received import Received, SoundPiece
from harness.sound import RATE

BEGAN, SPOKEN, ENDED = 1_000.0, 1_002.0, 1_008.0
"""of the question and of the turn, seconds"""
STEP = RATE // 50
"""samples, 20 ms"""


def line(*voices: tuple[float, float]) -> Received:
    """What came in from the question on; each voice from … to … seconds after the question's last voiced sample."""
    pieces = []
    for number in range(round((ENDED - BEGAN) * RATE / STEP)):
        begin = BEGAN + number * STEP / RATE
        at = begin - SPOKEN + np.arange(STEP) / RATE
        loud = np.any([(at >= first) & (at < last) for first, last in voices], axis=0)
        tone = np.where(loud, 6_000 * np.sin(2 * np.pi * 300 * at), 0)
        pieces.append(
            SoundPiece(begin, begin, (tone + np.random.default_rng(number).normal(0, 5, STEP)).astype(np.int16))
        )
    return Received(pieces)


@pytest.mark.parametrize("answer", [0.231, 0.78, 1.5])
def test_an_answer_is_timed_from_the_end_of_the_question_by_its_sound(answer: float) -> None:
    turn = heard(line((answer, answer + 2)), BEGAN, SPOKEN, ENDED)
    assert turn.voice_to_voice == pytest.approx(answer, abs=0.006)
    assert turn.answer == pytest.approx(2, abs=0.02)
    assert turn.counts


def test_silence_is_no_answer() -> None:
    turn = heard(line(), BEGAN, SPOKEN, ENDED)
    assert turn.voice_to_voice is None
    assert not turn.counts


def test_a_server_that_speaks_into_the_question_is_not_counted_as_quick() -> None:
    turn = heard(line((-1.2, -0.6), (0.1, 2)), BEGAN, SPOKEN, ENDED)
    assert turn.talked_over
    assert not turn.counts


def test_ratios_are_theirs_over_ours_and_leave_out_turns_that_do_not_count() -> None:
    def outcome(cpu: float, *times: float | None) -> Outcome:
        turns = [Heard(each, talked_over=False, answer=2.0) for each in times]
        return Outcome("", (*turns, Heard(0.01, talked_over=True, answer=2.0)), seconds=10, cpu=cpu, load=0)

    found = ratios(outcome(4, 0.5, 0.5, None), outcome(1, 1.0, 1.0))
    assert found["p50"] == pytest.approx(2)
    assert found["cpu_per_call"] == pytest.approx(0.25)
    assert ratios(outcome(4), outcome(1, 1.0))["p50"] is None
