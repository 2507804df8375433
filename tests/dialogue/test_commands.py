"""Wishes about the talk itself are told from questions."""

import pytest

from dialogue.commands import command
from dialogue.knowledge.jsonl import shipped_entries


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("다시 말해 봐", "again"),
        ("다시 한번만 말씀해 주실래요?", "again"),
        ("뭐라꼬?", "again"),
        ("뭐라 카노", "again"),
        ("방금 뭐라고 하셨어요", "again"),
        ("못 들었어요", "again"),
        ("네?", "again"),
        ("좀 천천히", "slower"),
        ("아가씨 말이 너무 빠르네", "slower"),
        ("너무 빨라서 못 알아듣겠어요", "slower"),
        ("좀 더 빨리요", "faster"),
        ("말이 너무 느려요", "faster"),
        ("안 들려", "louder"),
        ("잘 안 들린당께", "louder"),
        ("소리 좀 크게 해 주세요", "louder"),
        ("소리가 너무 커요", "quieter"),
        ("작게 말해 주세요", "quieter"),
        ("쉽게 말해 줘", "simpler"),
        ("뭔 말인지 하나도 모르겠네", "simpler"),
        ("알아듣게 말해 봐", "simpler"),
        ("처음으로 돌아가 주세요", "home"),
        ("아까 그거 다시 말해 줘", "back"),
        ("사람 바꿔 주세요", "human"),
        ("기계 말고 사람이랑 얘기하고 싶어요", "human"),
    ],
)
def test_a_wish_is_understood_in_many_words(text: str, wish: str) -> None:
    assert command(text) == wish


@pytest.mark.parametrize(
    ("heard", "wish"),
    [
        ("다씨 말해 줘", "again"),
        ("천처니 말해 주세요", "slower"),
        ("크개 말해 주세요", "louder"),
        ("쉬게 말해 주세요", "simpler"),
        ("상담원 바까 주세요", "human"),
    ],
)
def test_a_slightly_misheard_wish_is_understood(heard: str, wish: str) -> None:
    assert command(heard) == wish


@pytest.mark.parametrize(
    "text",
    [
        "천천히 걷는 운동 교실",
        "다시 만들어 주세요",
        "다시 신청해야 하나요",
        "다시 해야 하나요",
        "귀가 잘 안 들려요",
        "빨리 와 주세요",
        "쉽게 떼는 방법",
        "처음 신청해요",
        "형편이 어려워요",
        "집에 사람이 나와서 봐 주나요",
        "옆집 사람하고 얘기하다 싸웠어요",
        "뭐가 필요해요",
        "네",
        "",
        "다시" * 5000,
    ],
)
def test_a_question_is_no_wish(text: str) -> None:
    assert command(text) is None


def test_no_known_question_is_taken_for_a_wish() -> None:
    wishes = {wording for entry in shipped_entries() for wording in entry.wordings if command(wording)}
    assert wishes <= {"글자 크게"}, "what a button of the page is called"
