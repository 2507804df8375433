"""What two passes agree on stays; the rest may still change."""

import pytest

from speech.agreement import Agreement
from speech.types import Word


def words(text: str, start: float = 0.0, each: float = 0.5) -> list[Word]:
    return [Word(word, start + each * i, start + each * (i + 1)) for i, word in enumerate(text.split())]


def texts(found: tuple[tuple[Word, ...], tuple[Word, ...]]) -> tuple[str, str]:
    agreed, rest = found
    return " ".join(word.text for word in agreed), " ".join(word.text for word in rest)


@pytest.mark.parametrize(
    ("passes", "expected"),
    [
        (["기초"], ("", "기초")),
        (["기초연금은", "기초연금은 언제"], ("기초연금은", "언제")),
        (["기초연금은 언제", "기초연금은 어떤"], ("기초연금은", "어떤")),
        (["기차", "기초연금은 언제", "기초연금은 언제 나와요?"], ("기초연금은 언제", "나와요?")),
        (["네.", "네, 기초연금은"], ("네,", "기초연금은")),
        (["기초연금은 언제", "기초연금은 언제", "기초노령연금 언제 나와요"], ("기초연금은 언제", "나와요")),
        (["기초연금은 언제", "", "기초연금은 언제"], ("", "기초연금은 언제")),
        (["", ""], ("", "")),
        (["번호는 일", "번호는 일 일", "번호는 일 일 구", "번호는 일 일 구"], ("번호는 일 일 구", "")),
    ],
)
def test_passes_over_the_whole_utterance(passes: list[str], expected: tuple[str, str]) -> None:
    agreement = Agreement()
    results = [agreement.feed(words(text)) for text in passes]
    assert texts(results[-1]) == expected


def test_what_is_settled_never_changes() -> None:
    agreement, before = Agreement(), 0
    said = ["저기", "기초연금은", "어떻게", "신청하나요", "그리고", "언제부터", "나오나요"]
    for count in range(1, len(said) + 1):
        agreed, _ = agreement.feed(words(" ".join([*said[: count - 1], said[count - 1][:1]])))
        assert len(agreed) >= before and [word.text for word in agreed] == said[: len(agreed)]
        before = len(agreed)
    assert before == len(said) - 2


def test_a_pass_over_the_tail_goes_on_behind_what_is_settled() -> None:
    agreement = Agreement()
    agreement.feed(words("기초연금은 어떻게"))
    agreement.feed(words("기초연금은 어떻게 신청"))
    since = agreement.settled
    assert since == pytest.approx(1.0)
    agreed, rest = agreement.feed(words("신청하나요?"), since)
    assert texts((agreed, rest)) == ("기초연금은 어떻게", "신청하나요?")
    assert rest[0].start == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("어떻게 신청하나요?", "신청하나요?"),
        ("기초연금은, 어떻게 신청하나요?", "신청하나요?"),
        ("어떤 신청인가요?", "어떤 신청인가요?"),
    ],
)
def test_settled_words_heard_once_more_at_the_seam_are_dropped(tail: str, expected: str) -> None:
    agreement = Agreement()
    for _ in range(2):
        agreement.feed(words("기초연금은 어떻게"))
    assert texts(agreement.feed(words(tail), agreement.settled))[1] == expected


def test_a_digit_said_twice_is_no_echo() -> None:
    agreement = Agreement()
    for _ in range(2):
        agreement.feed(words("번호는 일"))
    assert texts(agreement.feed(words("일 구"), agreement.settled)) == ("번호는 일", "일 구")
