"""Invented text does not become a transcript."""

import numpy as np
import pytest

from speech.segments import Segment, transcript
from speech.types import AudioChunk, Word


def sound(seconds: float, level: float = 0.1) -> AudioChunk:
    return AudioChunk(np.random.default_rng(0).normal(0, level, round(seconds * 16_000)).astype(np.float32), 16_000)


def segment(text: str, avg_logprob: float = -0.3, no_speech: float = 0.05, compression: float = 1.2) -> Segment:
    return Segment(text, avg_logprob, no_speech, compression, (Word(text.strip(), 0.1, 0.5),))


def test_what_is_believable_is_joined() -> None:
    heard = transcript(sound(4), [segment(" 기초연금은"), segment(" 언제 나와요?")])
    assert heard.text == "기초연금은 언제 나와요?"
    assert [word.text for word in heard.words] == ["기초연금은", "언제 나와요?"]


@pytest.mark.parametrize("doubt", [{"avg_logprob": -1.2}, {"no_speech": 0.7}, {"compression": 2.6}])
def test_what_the_network_doubts_is_left_out(doubt: dict[str, float]) -> None:
    heard = transcript(sound(4), [segment("네."), segment("아무 말", **doubt)])
    assert heard.text == "네."
    assert transcript(sound(4), [segment("아무 말", **doubt)]).text == ""


def test_confidence_follows_the_probability_of_the_tokens() -> None:
    sure, unsure = (transcript(sound(2), [segment("네", value)]).confidence for value in (-0.05, -0.8))
    assert 0 < unsure < sure <= 1


def test_nobody_speaks_twelve_syllables_a_second() -> None:
    assert transcript(sound(0.5), [segment("기초연금은 언제 나오나요")]).text == ""


@pytest.mark.parametrize(
    "phrase", ["시청해주셔서 감사합니다.", "구독과 좋아요 부탁드립니다!", "MBC 뉴스 김철수입니다."]
)
def test_subtitles_are_not_believed_over_quiet_or_short_sound(phrase: str) -> None:
    assert transcript(sound(1.9), [segment(phrase)]).text == ""
    assert transcript(sound(6, level=0.001), [segment(phrase)]).text == ""


def test_thanks_are_believed() -> None:
    assert transcript(sound(1.5), [segment("감사합니다.")]).text == "감사합니다."


@pytest.mark.parametrize("segments", [[], [segment("")], [segment("  ")]])
def test_nothing_is_nothing(segments: list[Segment]) -> None:
    assert transcript(sound(2), segments).text == ""
