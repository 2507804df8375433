"""The answerer with the networks that come along."""

from pathlib import Path
from typing import Any

import pytest

from dialogue import networks
from dialogue.answerers import embedded
from dialogue.answering import KnowledgeAnswerer
from dialogue.knowledge.jsonl import shipped_entries
from dialogue.types import Passage, Question, Ranker


@pytest.fixture(scope="module")
def answerer() -> KnowledgeAnswerer:
    return embedded.load()


@pytest.mark.parametrize(
    ("question", "answer_id"),
    [
        ("기초연금 신청하고 싶어요", "basic-pension-apply"),
        ("기쵸연금 신정하고 싶어요", "basic-pension-apply"),
        ("기초연금은 얼마나 나와요", "basic-pension-amount"),
    ],
)
def test_a_known_question_is_answered(answerer: KnowledgeAnswerer, question: str, answer_id: str) -> None:
    answer = answerer.answer(Question(question))
    assert (answer.kind, answer.answer_id) == ("answer", answer_id)


@pytest.mark.parametrize("talk", ["우리 강아지가 오늘따라 밥을 안 먹네", "주식은 뭘 사면 오를까요", "ㅁㄴㅇㄹ"])
def test_what_no_office_answers_is_not_answered(answerer: KnowledgeAnswerer, talk: str) -> None:
    assert answerer.answer(Question(talk)).kind != "answer"


def test_nearly_every_first_wording_that_came_along_is_found(answerer: KnowledgeAnswerer) -> None:
    entries = shipped_entries()[::6]
    found = [answerer.answer(Question(entry.questions[0])).answer_id == entry.id for entry in entries]
    assert sum(found) / len(found) > 0.9


def test_weights_elsewhere_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        embedded.load(weights=tmp_path)


def test_damaged_weights_stop_the_loading(tmp_path: Path) -> None:
    for path in networks.PACKAGED.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "cross.onnx").write_bytes((tmp_path / "cross.onnx").read_bytes()[:-1])
    with pytest.raises(ValueError, match="sha256"):
        embedded.load(weights=tmp_path)


def test_a_base_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        embedded.load(knowledge=tmp_path / "none.sqlite")


def test_what_is_asked_word_for_word_is_answered_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    answerer = embedded.load()
    entry, question = answerer.topics()[0][1][0]
    searched: list[str] = []
    search = type(answerer.ranker).search

    def counted(ranker: Ranker, text: str, *more: Any, **named: Any) -> list[Passage]:
        searched.append(text)
        return search(ranker, text, *more, **named)

    monkeypatch.setattr(type(answerer.ranker), "search", counted)
    assert answerer.answer(Question(question)).answer_id == entry
    assert not searched
    answerer.answer(Question("우리 어머니 앞으로 나오는 나라에서 주는 돈이 있다던데요"))
    assert searched


def test_a_glance_answers_what_is_asked_word_for_word_and_leaves_the_rest_to_a_thorough_look() -> None:
    answerer = embedded.load()
    first = answerer.topics()[0][1][0]
    found = answerer.glance(Question(first[1]))
    assert found and found.answer_id == first[0]
    assert answerer.glance(Question("얼마예요?", previous=first[0])) is None
    assert answerer.glance(Question("다시 말해 주세요")) is None
    assert answerer.glance(Question("안녕하세요")) is None
    assert answerer.glance(Question("우주선은 어디서 타나요?")) is None
