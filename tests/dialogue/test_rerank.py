"""Question and wording read together."""

import numpy as np
import pytest

from dialogue import rerank
from dialogue.letters import read
from dialogue.rerank import CrossEncoder, Rarity

KNOWN = [
    ["기초연금은 어떻게 신청하나요", "노령연금 신청"],
    ["기초연금은 얼마나 받나요"],
    ["수도 요금은 어떻게 내나요", "물값 내는 곳"],
    ["버스는 어떻게 타나요"],
]
RARITY = Rarity(read(wording) for wordings in KNOWN for wording in wordings)


@pytest.fixture(scope="module")
def cross() -> CrossEncoder:
    return rerank.load()


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("기초연금 받으면 얼마나 받을 수 있어요", 1),
        ("기쵸연금은 엇떻게 신정하나요", 0),
    ],
)
def test_the_entry_that_asks_the_same_scores_highest(cross: CrossEncoder, asked: str, right: int) -> None:
    assert int(np.argmax(cross.scores(asked, KNOWN, RARITY))) == right


def test_talk_scores_below_a_question(cross: CrossEncoder) -> None:
    talk = cross.scores("오늘 점심은 뭐 먹지", KNOWN, RARITY).max()
    assert talk < cross.scores("기초연금 받으면 얼마나 받을 수 있어요", KNOWN, RARITY).max()


def test_company_changes_little(cross: CrossEncoder) -> None:
    alone = cross.scores("수도 요금", [KNOWN[2]], RARITY)[0]
    assert abs(alone - cross.scores("수도 요금", KNOWN, RARITY)[2]) < 0.2


@pytest.mark.parametrize("odd", ["", "😀", "가" * 3000, "<b>"])
def test_odd_questions_get_finite_scores(cross: CrossEncoder, odd: str) -> None:
    assert np.isfinite(cross.scores(odd, [*KNOWN, [odd]], RARITY)).all()
    assert cross.scores(odd, [], RARITY).shape == (0,)


def test_what_every_wording_holds_is_common_and_what_none_holds_is_rare() -> None:
    rarity = Rarity(read(text) for text in ("요금 문의", "요금 납부", "요금 감면"))
    common, rare = rarity(read("요금")), rarity(read("벼락"))
    assert common[0] < 0.2 and (rare == 1).all()
    assert (common >= 0).all() and (common <= 1).all()
