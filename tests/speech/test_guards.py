"""Invented text is not believed; what people really say is."""

import numpy as np
import pytest

from speech.guards import Doubt, doubt, guard, is_sign_off
from speech.types import AudioChunk, Transcript

QUESTION = "기초연금은 언제 나와요?"


def sound(seconds: float, level: float = 0.1) -> AudioChunk:
    return AudioChunk(np.random.default_rng(0).normal(0, level, round(seconds * 16_000)).astype(np.float32), 16_000)


@pytest.mark.parametrize(
    ("log_probability", "no_speech", "voiced_share", "expected"),
    [
        (-0.3, 0.05, 0.8, None),
        (-1.0, 0.6, 0.1, None),
        (None, None, None, None),
        (-0.3, 0.05, 0.05, "no voice"),
        (None, None, 0.0, "no voice"),
        (-0.3, 0.7, 0.8, "no speech"),
        (-1.2, 0.05, 0.8, "unlikely"),
        (-1.2, 0.05, None, "unlikely"),
    ],
)
def test_numbers(
    log_probability: float | None, no_speech: float | None, voiced_share: float | None, expected: Doubt | None
) -> None:
    heard = Transcript(QUESTION, 0.7, log_probability=log_probability, no_speech=no_speech)
    assert doubt(heard, sound(3), voiced_share) == expected
    assert guard(heard, sound(3), voiced_share).text == ("" if expected else QUESTION)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("네, 네, 네, 네.", None),
        ("아니 아니 아니 그게 아니고요", None),
        ("공일공 일일일일 일일일일", None),
        ("여보세요? 여보세요? 여보세요?", None),
        ("주민등록등본하고 가족관계증명서하고 인감증명서를 떼고 싶은데 어디로 가야 하나요?", None),
        ("감사합니다. " * 6, "repeats"),
        ("그래서 그 사람이 " * 10, "repeats"),
        ("아아아아아아아아아아아아아아아아아아", "repeats"),
    ],
)
def test_repeats(text: str, expected: Doubt | None) -> None:
    assert doubt(Transcript(text, 0.9), sound(20)) == expected


@pytest.mark.parametrize(
    ("text", "seconds", "expected"),
    [
        ("네.", 0.4, None),
        ("기초연금 언제 나와요?", 1.0, None),
        ("기초연금은 도대체 언제 나오는 건가요?", 1.0, "too fast"),
        ("010-1234-5678", 0.8, "too fast"),
        ("010-1234-5678", 3.0, None),
    ],
)
def test_speed(text: str, seconds: float, expected: Doubt | None) -> None:
    assert doubt(Transcript(text, 0.9), sound(seconds)) == expected


SIGN_OFFS = [
    "시청해주셔서 감사합니다.",
    "시청해 주셔서 대단히 감사합니다",
    "오늘도 시청해주셔서 고맙습니다.",
    "구독과 좋아요 부탁드립니다!",
    "구독, 좋아요, 알림 설정까지 꼭 부탁드려요.",
    "구독과 좋아요",
    "다음 영상에서 만나요!",
    "다음 시간에 또 뵙겠습니다.",
    "MBC 뉴스 김철수입니다.",
    "MBC 뉴스 이영희입니다. 감사합니다.",
    "한글자막 by 김철수",
    "자막 제공 및 광고를 포함하고 있습니다.",
    "유료 광고를 포함하고 있습니다.",
]


@pytest.mark.parametrize("text", SIGN_OFFS)
def test_sign_offs_need_the_sound_to_support_them(text: str) -> None:
    heard = Transcript(text, 0.9, log_probability=-0.2, no_speech=0.1)
    assert is_sign_off(text)
    assert doubt(heard, sound(1)) in ("sign-off", "too fast")  # too short to say it
    assert doubt(heard, sound(8, level=0.001), 0.9) == "sign-off"  # too quiet
    assert doubt(heard, sound(8), 0.12) == "sign-off"  # too little of it is voice
    assert doubt(heard, sound(8), 0.9) is None


@pytest.mark.parametrize(
    "text",
    [
        "감사합니다.",
        "네, 고맙습니다.",
        "네, 좋아요.",
        "꼭 부탁드립니다.",
        "알려 주셔서 감사합니다.",
        "자막 수신기를 신청하고 싶어요.",
        "신문 구독을 끊고 싶어요.",
        "다음 시간에 다시 전화할게요.",
        "아까 뉴스에서 봤는데요.",
        "구독과 좋아요가 뭐예요?",
    ],
)
def test_what_callers_say_passes_however_short(text: str) -> None:
    assert not is_sign_off(text)
    assert doubt(Transcript(text, 0.9, log_probability=-0.4, no_speech=0.3), sound(1.5, level=0.004), 0.4) is None


def test_what_is_empty_stays_as_it_is() -> None:
    nothing = Transcript("", 1.0)
    assert guard(nothing, sound(2), 0.0) is nothing
