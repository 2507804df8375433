"""Recall, what can be answered safely, and what is confused, for a ranker whose answers are known."""

from collections.abc import Callable, Sequence

import pytest

from dialogue.evaluation import Asked, evaluate
from dialogue.knowledge.entry import Entry, parse
from dialogue.report import page
from dialogue.types import Passage

ENTRIES: list[Entry] = [
    parse({"id": name, "topic": topic, "questions": [name], "answer": f"{name} 안내"})
    for name, topic in (("pension", "복지"), ("care", "복지"), ("water", "수도"))
]


class ScriptedRanker:
    """Finds what it is told for each text, in order, with falling scores."""

    def __init__(self, found: dict[str, tuple[float, Sequence[str]]]) -> None:
        self._found = found

    def search(
        self,
        question: str,
        topic: str | None = None,
        limit: int = 10,
        likelihood: Callable[[Sequence[str]], list[float]] | None = None,
    ) -> list[Passage]:
        score, names = self._found.get(question, (0.0, ()))
        return [Passage(name, name, score / (place + 1)) for place, name in enumerate(names)][:limit]


ASKED = [Asked("연금", "pension"), Asked("돌봄", "care"), Asked("물", "water"), Asked("점심", None)]
RANKER = ScriptedRanker(
    {
        "연금": (0.9, ["pension"]),
        "돌봄": (0.4, ["pension", "care"]),
        "물": (0.8, ["water"]),
        "점심": (0.5, ["water"]),
    }
)


def test_recall_counts_questions_that_have_an_entry() -> None:
    result = evaluate(RANKER, ENTRIES, ASKED)
    assert (result.questions, result.unanswerable) == (3, 1)
    assert result.top1 == pytest.approx(2 / 3)
    assert result.top5 == 1


def test_safe_answers_stop_above_the_first_wrong_one() -> None:
    result = evaluate(RANKER, ENTRIES, ASKED)
    assert result.answered_safely == pytest.approx(2 / 3)
    assert result.auroc == 1


def test_an_entry_that_is_as_right_counts() -> None:
    asked = [Asked("돌봄", "care", also=("pension",))]
    assert evaluate(RANKER, ENTRIES, asked).top1 == 1


def test_what_is_confused_is_told_by_topic_and_question() -> None:
    result = evaluate(RANKER, ENTRIES, ASKED)
    assert result.confusion == {("복지", "복지"): 2, ("수도", "수도"): 1}
    assert [mistake.text for mistake in result.mistakes] == ["점심", "돌봄"]


def test_misheard_questions_are_other_texts() -> None:
    assert evaluate(RANKER, ENTRIES, ASKED, noise=0.9).top1 < 2 / 3


def test_nothing_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="no question"):
        evaluate(RANKER, ENTRIES, [Asked("점심", None)])


def test_the_page_shows_figures_and_hides_no_markup() -> None:
    asked = [*ASKED, Asked("<b>점심</b>", None)]
    ranker = ScriptedRanker({"<b>점심</b>": (0.95, ["care"])})
    html = page("평가", [evaluate(ranker, ENTRIES, [*asked, Asked("물", "water")])], ENTRIES)
    assert "<b>점심" not in html and "&lt;b&gt;점심" in html
    assert html.startswith("<!doctype html>") and "polyline" in html
