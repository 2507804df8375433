"""The order of judging: privacy, crisis, abuse; and that crisis needs no model."""

from collections.abc import Mapping

import pytest

from dialogue import replies
from dialogue.filters import wordlist
from dialogue.filters.labels import INSULT
from dialogue.screen import abuse_answer, crisis_answer, fit_to_say, screen, with_number
from dialogue.types import Answer

WORDS = wordlist.load()


class Broken:
    def judge(self, text: str) -> Mapping[str, float]:
        raise RuntimeError("out of memory")


class Recorder:
    def __init__(self, probability: float) -> None:
        self.heard: list[str] = []
        self._probability = probability

    def judge(self, text: str) -> Mapping[str, float]:
        self.heard.append(text)
        return {"혐오": self._probability}


def test_a_plain_question_is_clean() -> None:
    verdict = screen("기초연금은 어떻게 신청해요?", WORDS)
    assert verdict.kind == "clean"
    assert verdict.masked == "기초연금은 어떻게 신청해요?"


def test_abuse_is_named_with_its_probability() -> None:
    verdict = screen("야 이 시발 놈아", WORDS)
    assert verdict.kind == "abuse"
    assert verdict.labels[INSULT] > 0.5


def test_crisis_comes_before_abuse() -> None:
    verdict = screen("시발 그냥 죽고 싶다", WORDS)
    assert (verdict.kind, dict(verdict.labels)) == ("crisis", {"suicide": 1.0})


def test_the_filter_never_sees_a_personal_number() -> None:
    recorder = Recorder(0.0)
    verdict = screen("제 번호는 010-1234-5678이에요", recorder)
    assert recorder.heard == [verdict.masked]
    assert "1234" not in verdict.masked


@pytest.mark.parametrize(("threshold", "kind"), [(0.5, "abuse"), (0.7, "clean")])
def test_the_threshold_decides(threshold: float, kind: str) -> None:
    assert screen("뭐라고요", Recorder(0.6), threshold).kind == kind


def test_a_failing_filter_leaves_crisis_working() -> None:
    assert screen("남편이 쓰러졌어요", Broken()).kind == "crisis"
    assert screen("여권은 어디서 만들어요", Broken()).kind == "clean"


@pytest.mark.parametrize("text", ["", "가", "😀" * 9, "\x00\x1b[31m", "<script>alert(1)</script>", "Ω" * 20_000, "ﾊﾛｰ"])
def test_odd_text_is_judged_and_not_feared(text: str) -> None:
    verdict = screen(text, WORDS)
    assert verdict.kind == "clean"
    assert not any(ord(character) < 32 for character in verdict.masked)


def test_a_crisis_reply_shows_whom_to_call() -> None:
    answer = crisis_answer("suicide")
    assert answer.kind == "crisis"
    assert answer.phone == "109"
    assert answer.text == replies.CRISIS["suicide"]


def test_later_insults_get_the_last_reply() -> None:
    first, second, third, ninth = [abuse_answer(n, "02-120").text for n in (1, 2, 3, 9)]
    assert (first, second) == replies.ABUSE[:2]
    assert third == ninth
    assert "02-120" in third


def test_words_behind_which_there_may_be_a_crisis_get_the_number_beside_the_answer() -> None:
    known = with_number(Answer.plain("answer", "주민센터로 가세요."), "hunger")
    assert known.kind == "answer" and known.spoken.startswith("주민센터로") and "129" in known.spoken
    unknown = with_number(Answer.plain("reject", "알지 못해요."), "suicide")
    assert unknown.phone == "109" and "109" in unknown.spoken


def test_what_was_heard_badly_takes_more_to_be_an_insult() -> None:
    class Unsure:
        def judge(self, text: str) -> dict[str, float]:
            return {"악플/욕설": 0.7, "clean": 0.9}

    assert screen("저기요", Unsure()).kind == "abuse"
    assert screen("저기요", Unsure(), confidence=0.4).kind == "clean"


def test_an_abusive_answer_is_not_fit_to_say() -> None:
    class Strict:
        def judge(self, text: str) -> dict[str, float]:
            return {"악플/욕설": 0.9 if "바보" in text else 0.0}

    assert fit_to_say(Answer.plain("answer", "주민센터로 가세요."), Strict())
    assert not fit_to_say(Answer.plain("answer", "바보도 압니다."), Strict())
