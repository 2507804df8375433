"""The question in long speech, and two questions in one, are found."""

import pytest

from dialogue.splitting import halves, has_subject, parts


def test_long_speech_is_tried_in_its_parts_last_first() -> None:
    text = "내가 어제 시장에 갔다가 허리를 삐끗해서 고생을 했는데요 기초연금은 어디서 신청하면 되나요"
    assert parts(text)[0] == "기초연금은 어디서 신청하면 되나요"


def test_thanks_at_the_end_are_no_question() -> None:
    text = "이번에 이사를 해서 전입신고를 해야 되는데 어디로 가야 하나요 알려 주시면 정말 고맙겠습니다 고맙습니다"
    assert parts(text)
    assert not any(part.endswith("고맙습니다") and "전입신고" not in part for part in parts(text))


def test_short_questions_are_left_whole() -> None:
    assert parts("기초연금은 어디서 신청해요") == []


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("기초연금 신청하려면 어디로 가고 장애인 주차증은 어떻게 받아요", "장애인 주차증은 어떻게 받아요"),
        ("여권은 어디서 만들어요? 그리고 수도 요금은 얼마예요?", "수도 요금은 얼마예요?"),
        ("여권은 어디서 만들어요 수도 요금은 얼마예요", "수도 요금은 얼마예요"),
        ("기초연금은 어디서 신청하고 얼마 받아요", "얼마 받아요"),
    ],
)
def test_two_questions_are_parted(text: str, second: str) -> None:
    assert second in [other for _, other in halves(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "기초연금은 어디서 신청해요",
        "등본하고 초본이 뭐가 달라요",
        "무릎이 아픈데 수술비를 도와주나요",
        "치매 검사를 받고 싶어요",
        "기초연금을 알아보려고 해요",
        "가" * 20_000,
    ],
)
def test_one_question_is_not_parted(text: str) -> None:
    assert halves(text) == []


@pytest.mark.parametrize("text", ["어디서 해요?", "그건 얼마예요", "신청하려고요", "우리 아들이 대신 가도 돼요?", ""])
def test_a_question_may_leave_out_what_it_is_about(text: str) -> None:
    assert not has_subject(text)


@pytest.mark.parametrize("text", ["여권은 어디서 해요?", "전화 요금 깎아 줘요", "인터넷으로 등본 떼는 법"])
def test_a_question_that_names_its_subject_stands_by_itself(text: str) -> None:
    assert has_subject(text)
