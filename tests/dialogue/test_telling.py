"""An entry is told whole, in part or simply, and its age with it."""

import datetime
from dataclasses import replace

import pytest

from dialogue.knowledge.entry import Entry
from dialogue.telling import detail, offering, simply, tell, with_age, with_number_again
from dialogue.types import Answer

TODAY = datetime.date(2026, 5, 1)
ENTRY = Entry(
    "a",
    "복지",
    ("어디서 신청해요",),
    "주민센터에서 신청하세요.",
    "기초연금 신청",
    "주민센터에서 신청하세요.",
    steps=("신분증을 챙깁니다.", "주민센터로 갑니다."),
    phone="129",
    checked="2026-01-01",
)


def spoken(entry: Entry) -> str:
    return with_age(tell(entry), TODAY, "120").spoken


def test_a_fresh_answer_is_told_as_it_is() -> None:
    assert spoken(ENTRY) == ENTRY.spoken


@pytest.mark.parametrize("checked", [None, "2025-04-30", "2012-11-21"])
def test_an_old_answer_says_so_in_one_short_sentence(checked: str | None) -> None:
    note = spoken(replace(ENTRY, checked=checked)).removeprefix(ENTRY.spoken)
    assert "129" in note
    assert "확인" in note
    assert len(note.split()) <= 15


def test_the_office_is_named_where_the_entry_names_nobody() -> None:
    assert "120번" in spoken(replace(ENTRY, checked=None, phone=None))


def test_what_an_answer_says_itself_is_not_said_twice() -> None:
    told = "33만 원입니다. 해마다 바뀌니 올해 금액은 129에 물어보세요."
    assert spoken(replace(ENTRY, checked=None, spoken=told)) == told


def test_a_number_is_not_named_twice_in_a_row() -> None:
    told = spoken(replace(ENTRY, checked=None, spoken="주민센터로 가세요. 궁금하면 129에 물어보세요."))
    assert told.count("129") == 1
    assert "바뀔 수" in told


def test_nobody_is_sent_to_an_emergency_number_for_a_date() -> None:
    assert spoken(replace(ENTRY, checked=None, phone="119")) == ENTRY.spoken


def test_an_open_field_has_no_sentence() -> None:
    assert detail(ENTRY, "where") is None
    assert "129" in (detail(ENTRY, "phone") or "")
    assert detail(ENTRY, "steps") == "신분증을 챙깁니다. 주민센터로 갑니다."


def test_simply_told_is_one_fact_a_sentence() -> None:
    told = simply(ENTRY)
    assert all(step in told.spoken for step in ENTRY.steps)
    assert ENTRY.answer not in told.spoken
    assert simply(replace(ENTRY, steps=())).text == ENTRY.answer


def test_a_second_answer_is_offered_after_the_first() -> None:
    offered = offering(tell(ENTRY), replace(ENTRY, id="b", title="장애인 주차 표지"))
    assert offered.answer_id == "a"
    assert [choice.entry_id for choice in offered.choices] == ["b"]
    assert offered.spoken.startswith(ENTRY.spoken)
    assert offered.spoken.endswith("?")


def test_a_telephone_number_is_said_twice() -> None:
    answer = with_number_again(Answer("answer", "", "자세한 것은 02-120으로 물어보세요.", phone="02-120"))
    assert answer.spoken.count("02-120") == 2
    assert with_number_again(answer) == answer


@pytest.mark.parametrize(
    ("spoken", "phone"), [("주민센터로 가세요.", "02-120"), ("119에 전화하세요.", "119"), ("가세요.", None)]
)
def test_no_number_is_added_where_none_was_said_or_time_is_short(spoken: str, phone: str | None) -> None:
    answer = Answer("answer", "", spoken, phone=phone)
    assert with_number_again(answer) == answer
