"""A question about what was just answered is understood and answered from the entry."""

import pytest

from dialogue.followup import aspect, facts, points_back, sisters, subject
from dialogue.knowledge.entry import Entry


def entry(title: str, spoken: str = "", topic: str = "복지", where: str | None = None) -> Entry:
    return Entry(title, topic, (title,), spoken, title, spoken, where=where)


PENSION = entry(
    "기초연금 신청",
    "65세 생일이 있는 달의 한 달 전부터 신청하세요. 돈은 들지 않고 무료입니다. 가족이 대신 가도 됩니다.",
    where="주민센터, 복지로",
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("거기가 어디예요?", "where"),
        ("어데 가면 되능교", "where"),
        ("전화번호 좀 알려 주이소", "phone"),
        ("뭐 들고 가요", "documents"),
        ("어떻게 해요?", "steps"),
        ("뭐부터 하면 돼요", "steps"),
        ("대리로도 돼요?", "other"),
        ("우리 아들이 가도 돼요?", "other"),
        ("나도 되나", "other"),
        ("인터넷으로 되나요", "other"),
        ("언제까지예요", "other"),
    ],
)
def test_a_follow_up_names_what_it_wants(text: str, wanted: str) -> None:
    assert aspect(text) == wanted


@pytest.mark.parametrize("text", ["수도 요금은요?", "전화 요금 깎아 줘요", "경로당은 어디 있어요", "그" * 5000])
def test_a_question_with_a_subject_of_its_own_is_no_follow_up(text: str) -> None:
    assert aspect(text) is None
    assert not points_back(text)


def test_a_longer_question_may_point_back() -> None:
    assert points_back("그거 우리 며느리가 주말에 가도 받아 주나요")


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("얼마예요?", "무료"),
        ("언제부터 해요", "생일"),
        ("아들이 가도 돼요?", "대신"),
        ("인터넷으로 돼요?", "복지로"),
        ("누가 받아요", "65세"),
    ],
)
def test_the_sentence_that_tells_it_is_found(question: str, part: str) -> None:
    assert part in (facts(PENSION, question) or "")


@pytest.mark.parametrize("question", ["며칠 걸려요?", "주말에도 해요?", "그래서요?"])
def test_what_the_entry_does_not_tell_is_not_made_up(question: str) -> None:
    assert facts(PENSION, question) is None


def test_sisters_are_about_one_thing() -> None:
    assert subject(PENSION) == "기초연금"
    assert sisters(PENSION, entry("일하면 기초연금이 끊기나"))
    assert not sisters(PENSION, entry("국민연금 신청"))
    assert not sisters(PENSION, entry("기초연금", topic="교통"))
