"""Small talk and follow-ups are told from questions."""

import pytest

from dialogue.followup import aspect
from dialogue.talk import talk


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("안녕하세요", "greeting"),
        ("여보세요?", "greeting"),
        ("아이고 고맙습니다", "thanks"),
        ("네, 잘 알겠습니다", "thanks"),
        ("거기 누구세요?", "who"),
        ("진짜 사람이에요?", "who"),
        ("로봇이야?", "who"),
        ("안녕히 계세요", "goodbye"),
        ("뭘 물어볼 수 있어요?", "ability"),
        ("직원 좀 바꿔 줘요", "human"),
    ],
)
def test_small_talk_is_understood(text: str, kind: str) -> None:
    assert talk(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요 기초연금 신청하려고요",
        "고맙습니다 그런데 수도 요금은요",
        "사람이 쓰러졌어요",
        "누구나 받을 수 있나요",
        "옆집 사람이 시끄러운데 어디에 말하고 신고하면 되는지 알려 주세요",
        "",
        "네" * 5000 + "x",
    ],
)
def test_questions_are_not_small_talk(text: str) -> None:
    assert talk(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("어디서 해요?", "where"),
        ("그건 어디로 가면 돼요?", "where"),
        ("연락처 좀 알려 주세요", "phone"),
        ("어디로 전화해요?", "phone"),
        ("뭐가 필요해요?", "documents"),
        ("서류는 뭐가 필요해요", "documents"),
        ("얼마예요?", "other"),
        ("언제까지 해야 돼요?", "other"),
    ],
)
def test_a_follow_up_names_what_it_wants(text: str, wanted: str) -> None:
    assert aspect(text) == wanted


@pytest.mark.parametrize("text", ["", "여권은 어디서 만들어요?", "수도 요금은 얼마예요?", "그" * 5000])
def test_a_question_with_its_own_subject_is_no_follow_up(text: str) -> None:
    assert aspect(text) is None
