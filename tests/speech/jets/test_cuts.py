"""Where sound is cut: soon at first, between words where it can be, and never so that a piece comes too late."""

from itertools import pairwise

import numpy as np
import pytest

from speech.jets import text
from speech.jets.cuts import COST, FIRST, LONGEST, cuts
from speech.jets.marks import Timed, timed
from speech.jets.spelling import by_rules
from speech.jets.text import Front
from tests.speech.jets.snapshots import TOKENS

FRAME = 256 / 24000
REACH = 13


@pytest.fixture(autouse=True)
def _sentences_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "SOON", (1000, 1000))


def said(sentence: str, frames: int) -> tuple[list[Timed], int]:
    """Every token lasts that many frames."""
    (utterance,) = Front(TOKENS, "g2pk_no_space", by_rules).utterances(sentence)
    ends = np.arange(1, len(utterance.tokens) + 1) * frames
    return timed(utterance, ends), int(ends[-1])


TEXTS = ["네.", "안녕하세요.", "기초연금은 매월 들어와요.", "가족관계증명서와 주민등록등본을 가지고 오세요."]


@pytest.mark.parametrize("sentence", TEXTS)
@pytest.mark.parametrize("frames", [3, 7, 14])
def test_pieces_cover_the_whole_and_come_in_time(sentence: str, frames: int) -> None:
    marks, whole = said(sentence, frames)
    ends = cuts(marks, whole, FRAME, REACH)
    assert ends[-1] == whole
    lengths = np.diff([0, *ends])
    assert (lengths > 0).all()
    for before, length in pairwise(lengths):
        assert length <= before or (length + 2 * REACH) * COST <= before + 1


@pytest.mark.parametrize("sentence", TEXTS[1:])
def test_the_first_is_short(sentence: str) -> None:
    marks, whole = said(sentence, 7)
    first = cuts(marks, whole, FRAME, REACH)[0] * FRAME
    assert FIRST[0] - FRAME <= first <= FIRST[1] + FRAME


def test_later_ones_end_where_words_begin() -> None:
    marks, whole = said("나는 너와 그 산에 가서 새 집을 보고 또 물을 마시고 다시 왔다가 갔다.", 7)
    ends = cuts(marks, whole, FRAME, REACH)
    words = {one.begin for one in marks if one.mark.kind == "word"}
    assert set(ends[2:-1]) <= words
    assert len(ends) > 4


def test_none_is_longer_than_a_call_should_wait() -> None:
    marks, whole = said("주민센터에서 신청하시면 되고 인터넷으로도 할 수 있으며 전화로도 된다.", 14)
    assert np.diff(cuts(marks, whole, FRAME, REACH)).max() * FRAME <= LONGEST + FRAME


def test_without_places_to_cut_it_is_cut_all_the_same() -> None:
    assert cuts([], 300, FRAME, REACH)[-1] == 300
    assert len(cuts([], 300, FRAME, REACH)) > 2


@pytest.mark.parametrize("sounding", [30, 60, 150])
def test_what_follows_a_sound_need_not_be_short_and_comes_in_time(sounding: int) -> None:
    marks, whole = said(TEXTS[3], 7)
    first = cuts(marks, whole, FRAME, REACH, sounding)[0]
    assert first * FRAME > FIRST[1] or first == whole
    assert first <= sounding or (first + 2 * REACH) * COST <= sounding + 1


def test_behind_a_sound_that_is_nearly_over_the_first_is_short() -> None:
    marks, whole = said(TEXTS[3], 7)
    assert cuts(marks, whole, FRAME, REACH, sounding=5) == cuts(marks, whole, FRAME, REACH)
