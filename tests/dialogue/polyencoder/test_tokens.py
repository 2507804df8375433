"""Lengths, ends and segments are those the networks were trained with."""

from pathlib import Path

import pytest

pytest.importorskip("tokenizers")

from dialogue.polyencoder.tokens import ANSWER, PAIR, QUESTION, Tokens
from tests.dialogue.polyencoder.tiny import vocabulary


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(vocabulary(tmp_path / "vocab.txt"))


def test_a_question_is_always_as_long_and_keeps_its_end(tokens: Tokens) -> None:
    rows = tokens.questions(["연금 신청", "수 " * 300 + "연금"])
    last = tokens.questions(["연금"]).ids[0]
    assert rows.ids.shape == (2, QUESTION)
    assert rows.mask[0].sum() < 10 and rows.mask[1].all()
    assert rows.ids[1, 0] == rows.ids[0, 0]
    assert list(rows.ids[1, -2:]) == [i for i in last if i][-2:]


def test_answers_are_padded_to_the_longest_and_keep_their_beginning(tokens: Tokens) -> None:
    rows = tokens.answers(["연금", "수도 신청"])
    assert rows.ids.shape[1] == rows.mask.sum(1).max()
    long = tokens.answers(["연금 " + "수 " * 300])
    assert long.ids.shape == (1, ANSWER)
    assert list(long.ids[0, :2]) == list(rows.ids[0, :2]) and long.ids[0, -1] == rows.ids[0, rows.mask[0].sum() - 1]


def test_a_pair_has_two_segments_and_loses_its_left_end(tokens: Tokens) -> None:
    short = tokens.pairs("연금", ["수도", "전기 가스"])
    assert short.ids.shape[1] == short.mask.sum(1).max()
    assert short.segments.tolist() == [[0, 0, 0, 1, 1, 0], [0, 0, 0, 1, 1, 1]]
    assert short.mask.tolist() == [[True] * 5 + [False], [True] * 6]
    long = tokens.pairs("수 " * 300, ["연금"])
    assert long.ids.shape == (1, PAIR) and long.ids[0, 0] == short.ids[0, 0]
    assert long.segments[0].sum() == 2 and (long.ids[0, -2:] == short.ids[0, 1:3]).all(), "all of the answer is there"


def test_a_line_break_is_a_token_of_its_own_after_the_vocabulary(tokens: Tokens) -> None:
    assert tokens.answers(["연금\n수도"]).ids.max() == tokens.size - 1


@pytest.mark.parametrize("text", ["연금\n수도\n", "[PAD]\n[CLS]\n", "[CLS]\n[SEP]\n[PAD]\n[UNK]\n"])
def test_what_is_no_vocabulary_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "vocab.txt").write_text(text, "utf-8")
    with pytest.raises(ValueError, match="no vocabulary"):
        Tokens(tmp_path / "vocab.txt")
    with pytest.raises(FileNotFoundError):
        Tokens(tmp_path / "none.txt")
