"""Whisper with real weights, for those sizes that are on this machine."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from speech.audio import RATE
from speech.recognizers import faster_whisper, whisper
from speech.types import AudioChunk, Recognizer

pytestmark = pytest.mark.weights

SIZES = [(engine, size) for engine in (whisper, faster_whisper) for size in engine.NAMES]
QUESTION = "기초연금은 언제 나오나요?"


@pytest.fixture(
    scope="module", params=SIZES, ids=[f"{engine.__name__.rpartition('.')[2]}-{size}" for engine, size in SIZES]
)
def recognizer(request: pytest.FixtureRequest) -> Recognizer:
    engine: ModuleType
    engine, size = request.param
    try:
        loaded: Recognizer = engine.load(size)
    except (FileNotFoundError, ModuleNotFoundError) as error:
        pytest.skip(str(error))
    return loaded


def test_a_question_is_heard_and_known_among_others(
    recognizer: Recognizer, recording: Callable[..., AudioChunk]
) -> None:
    heard = recognizer.transcribe(recording(QUESTION, 0.8), "기초연금")
    assert "연금" in heard.text.replace(" ", "")
    assert heard.words and heard.likelihood
    scores = heard.likelihood(["수도 요금이 너무 많이 나왔어요.", QUESTION, "치매 검사를 받고 싶어요."])
    assert scores.index(max(scores)) == 1


@pytest.mark.parametrize("level", [0.0, 0.001, 0.03])
def test_nothing_is_invented_over_silence_and_noise(recognizer: Recognizer, level: float) -> None:
    noise = np.random.default_rng(0).normal(0, level, 3 * RATE).astype(np.float32)
    assert recognizer.transcribe(AudioChunk(noise, RATE)).text == ""
