"""What callers get, counted with an answerer whose answers are known."""

import pytest

from dialogue.evaluation import Asked
from dialogue.knowledge.entry import parse
from dialogue.outcomes import outcomes
from dialogue.types import Answer, Choice, Question

ENTRIES = [
    parse({"id": name, "topic": "복지", "questions": [f"{name} 물어요"], "answer": f"{name} 답이에요."})
    for name in "abc"
]


class Scripted:
    """Says by the first letter of a question what to do."""

    def answer(self, question: Question) -> Answer:
        match question.text[0]:
            case "?":
                return Answer("clarify", "", "", choices=(Choice("a", "a"), Choice("b", "b")))
            case "-":
                return Answer.plain("reject", "모르겠어요.")
            case name:
                return Answer("answer", "", "", answer_id=name)

    def recall(self, entry_id: str) -> Answer:
        raise KeyError(entry_id)

    def topics(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return []


def test_every_outcome_is_counted_apart() -> None:
    asked = [Asked("a", "a"), Asked("? b", "b"), Asked("? c", "c"), Asked("- a", "a"), Asked("b", "c"), Asked("b", "b")]
    found = outcomes(
        Scripted(), ENTRIES, [*asked, Asked("a", None), Asked("?", None), Asked("-", None), Asked("-", None)]
    )
    assert (found.right, found.offered, found.astray, found.declined, found.wrong) == pytest.approx(
        (2 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6)
    )
    assert (found.needless, found.doubted) == (0.25, 0.25)
    assert found.helped == pytest.approx(0.5)


def test_without_needless_questions_nothing_is_said_of_them() -> None:
    assert outcomes(Scripted(), ENTRIES, [Asked("a", "a")]).needless is None


def test_questions_without_any_entry_are_refused() -> None:
    with pytest.raises(ValueError, match="no question"):
        outcomes(Scripted(), ENTRIES, [Asked("a", None)])
