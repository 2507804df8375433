"""Every sentence is short enough to be understood at once."""

import re
from collections.abc import Iterator, Mapping

import pytest

from dialogue import replies


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, tuple):
        yield from value


ALL = [
    text
    for name, value in vars(replies).items()
    if not name.startswith("_") and name != "Mapping"
    for text in _texts(value)
]


@pytest.mark.parametrize("text", ALL)
def test_sentences_are_short_and_finished(text: str) -> None:
    assert text.endswith((".", "?"))
    assert all(len(sentence.split()) <= 15 for sentence in re.split(r"[.?] ", text))


def test_the_greeting_says_that_it_is_no_person() -> None:
    assert "인공지능" in replies.GREETING


def test_a_rejection_offers_a_person() -> None:
    assert "02-120" in replies.reject("02-120")


def test_a_stage_without_a_sentence_of_its_own_gets_the_general_one() -> None:
    assert replies.failure("speak") != replies.FAILURE_OTHER == replies.failure("unheard-of")


def test_the_office_number_is_said() -> None:
    assert "02-123-4567" in replies.human("02-123-4567")
