"""Synthetic callers say what they are given, with pauses where nothing sounds."""

from pathlib import Path

import numpy as np
import pytest
from numpy.random import default_rng

from harness.hesitant import AFTER, ROOM, TEMPI, Turn, read_sentences, synthetic_callers
from harness.word_times import RATE

SENTENCES = ["기초연금은 어디에서 신청하면 되나요?", "교통카드를 잃어버렸는데 어떻게 해야 하나요?"]


@pytest.fixture(scope="module")
def turns() -> list[Turn]:
    return [turn for caller in synthetic_callers(SENTENCES, 3, 4, default_rng(5)) for turn in caller.turns]


def test_callers_pause(turns: list[Turn]) -> None:
    assert len(turns) == 12
    assert any(turn.pauses for turn in turns)
    for turn in turns:
        assert len(turn.samples) / RATE >= turn.ended + AFTER - 0.02
        assert list(turn.words) == sorted(turn.words, key=lambda word: word.start)


def test_nothing_sounds_after_the_end(turns: list[Turn]) -> None:
    for turn in turns:
        rest = turn.samples[round((turn.ended + 0.05) * RATE) :]
        assert float(np.sqrt(np.mean(rest**2))) < 3 * ROOM


def test_pauses_are_as_long_as_the_caller_s_tempo() -> None:
    quick, _, slow = synthetic_callers(SENTENCES, 3, 6, default_rng(6))
    longest = {
        caller.name: max(
            after.start - word.end
            for turn in caller.turns
            for word, after in zip(turn.words, turn.words[1:], strict=False)
        )
        for caller in (quick, slow)
    }
    assert longest[slow.name] > TEMPI[0][1] > longest[quick.name] - 0.3


def test_the_same_seed_makes_the_same_script() -> None:
    one, other = (next(iter(synthetic_callers(SENTENCES, 1, 2, default_rng(9)))) for _ in range(2))
    for turn, again in zip(one.turns, other.turns, strict=True):
        assert [word.text for word in turn.words] == [word.text for word in again.words]
        assert turn.pauses == again.pauses


def test_sentences_are_read_from_either_kind_of_file(tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text('{"questions": ["하나?", "둘?"]}\n{"q1": "셋?", "q2": "넷?", "answer": "다섯"}\n', encoding="utf-8")
    assert read_sentences(file) == ["하나?", "둘?", "셋?", "넷?"]
