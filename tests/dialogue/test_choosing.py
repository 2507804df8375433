"""What is said to offered choices is resolved against them."""

import pytest

from dialogue.choosing import choose
from dialogue.types import Choice

APPLY, AMOUNT = Choice("apply", "기초연금 신청"), Choice("amount", "기초연금 금액")
TWO = (APPLY, AMOUNT)
ONE = (Choice("parking", "장애인 주차 표지"),)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("첫 번째요", APPLY),
        ("음 첫 번째 거요", APPLY),
        ("1번", APPLY),
        ("앞에 거", APPLY),
        ("두 번째 거", AMOUNT),
        ("이 번이요", AMOUNT),
        ("둘째 거 알려 주세요", AMOUNT),
        ("마지막 거", AMOUNT),
        ("아니 두 번째요", AMOUNT),
        ("첫 번째 말고 두 번째", AMOUNT),
        ("신청이요", APPLY),
        ("금액이요", AMOUNT),
        ("기초연금 금액", AMOUNT),
        ("신청하는 거 말고 금액이요", AMOUNT),
    ],
)
def test_one_of_two_is_taken_up(text: str, chosen: Choice) -> None:
    reply = choose(text, TWO)
    assert reply is not None
    assert (reply.kind, reply.choice) == ("one", chosen)


@pytest.mark.parametrize(
    "text",
    [
        "네",
        "응 그거",
        "맞아요",
        "예 알려 주세요",
        "어 그래",
        "네 그것도 알려 주세요",
        "응 그것도",
        "예 듣고 싶어요",
        "주차 표지요",
    ],
)
def test_the_only_choice_is_taken_up(text: str) -> None:
    reply = choose(text, ONE)
    assert reply is not None
    assert reply.choice == ONE[0]


@pytest.mark.parametrize("text", ["네", "응 그거", "맞아요"])
def test_a_yes_to_two_leaves_open_which(text: str) -> None:
    reply = choose(text, TWO)
    assert reply is not None
    assert reply.kind == "yes"


@pytest.mark.parametrize(
    "text", ["아니요", "아뇨 됐어요", "둘 다 아니에요", "아니 그거 말고", "괜찮아요", "필요 없어요"]
)
@pytest.mark.parametrize("choices", [ONE, TWO])
def test_a_no_takes_up_none(text: str, choices: tuple[Choice, ...]) -> None:
    reply = choose(text, choices)
    assert reply is not None
    assert (reply.kind, reply.choice) == ("none", None)


def test_both_may_be_wanted() -> None:
    reply = choose("둘 다 알려 주세요", TWO)
    assert reply is not None
    assert reply.kind == "all"


@pytest.mark.parametrize("text", ["", "기초연금이요", "수도 요금은 얼마예요", "음", "세 번째요", "네" * 5000])
def test_what_says_nothing_to_the_choices_stays_open(text: str) -> None:
    assert choose(text, TWO) is None
