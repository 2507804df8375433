"""The packaged weights on synthetic voices that no training heard, and on what is no speech."""

import numpy as np
import pytest

from speech.audio import RATE, resample
from speech.recognizers import embedded
from speech.recognizers.embedded import EmbeddedRecognizer
from speech.training import voices
from speech.training.errors import error_rate
from speech.types import AudioChunk, Samples

QUESTIONS = (
    "기초연금 신청은 어디에서 해요",
    "주민등록등본 어디서 떼요",
    "수도요금이 얼마 나왔는지 알고 싶어요",
    "어르신 교통카드 신청하고 싶어요",
    "치매 검사는 어디서 받아요",
)


@pytest.fixture(scope="module")
def recognizer() -> EmbeddedRecognizer:
    return embedded.load(wordings=lambda: QUESTIONS)


@pytest.fixture(scope="module")
def said() -> dict[str, Samples]:
    random = np.random.default_rng(5)
    edge = np.zeros(RATE // 3, np.float32)
    return {text: np.concatenate([edge, voices.say(text, ("f2",), random), edge]) for text in QUESTIONS}


def heard(recognizer: EmbeddedRecognizer, samples: Samples, rate: int = RATE) -> str:
    return recognizer.transcribe(AudioChunk(samples, rate)).text


def test_questions_of_the_office_are_understood(recognizer: EmbeddedRecognizer, said: dict[str, Samples]) -> None:
    assert error_rate([(text, heard(recognizer, sound)) for text, sound in said.items()]) < 0.1


def test_words_lie_in_order_within_the_utterance(recognizer: EmbeddedRecognizer, said: dict[str, Samples]) -> None:
    for sound in said.values():
        transcript = recognizer.transcribe(AudioChunk(sound, RATE))
        assert " ".join(word.text for word in transcript.words) == transcript.text
        assert transcript.words[0].start > 0.2
        assert transcript.words[-1].end < len(sound) / RATE
        assert all(word.start < word.end for word in transcript.words)
        assert all(a.start < b.start for a, b in zip(transcript.words, transcript.words[1:], strict=False))


def test_the_sound_tells_the_right_question(recognizer: EmbeddedRecognizer, said: dict[str, Samples]) -> None:
    for index, sound in enumerate(said.values()):
        likelihood = recognizer.transcribe(AudioChunk(sound, RATE)).likelihood
        assert likelihood is not None
        scores = likelihood(QUESTIONS)
        assert int(np.argmax(scores)) == index
        assert all(np.isfinite(scores))


def test_wordings_are_scored_as_they_are_read(recognizer: EmbeddedRecognizer, said: dict[str, Samples]) -> None:
    likelihood = recognizer.transcribe(AudioChunk(said[QUESTIONS[0]], RATE)).likelihood
    assert likelihood is not None
    digits, words = likelihood(["120번으로 전화해요", "일이공 번으로 전화해요"])
    assert digits == pytest.approx(words, abs=0.2)


def test_knowing_a_question_helps_to_hear_it(said: dict[str, Samples]) -> None:
    random = np.random.default_rng(0)
    noisy = {text: sound + random.standard_normal(len(sound), np.float32) * 0.02 for text, sound in said.items()}
    ignorant, knowing = embedded.load(), embedded.load()
    knowing.know(QUESTIONS)

    def errors(recognizer: EmbeddedRecognizer) -> float:
        return error_rate([(text, heard(recognizer, sound)) for text, sound in noisy.items()])

    assert errors(knowing) < errors(ignorant)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_any_rate(recognizer: EmbeddedRecognizer, said: dict[str, Samples], rate: int) -> None:
    sounds = {text: resample(AudioChunk(sound, RATE), rate).samples for text, sound in said.items()}
    assert error_rate([(text, heard(recognizer, sound, rate)) for text, sound in sounds.items()]) < 0.25


def test_level_offset_clipping_and_broken_samples(recognizer: EmbeddedRecognizer, said: dict[str, Samples]) -> None:
    for change in (
        lambda sound: 0.05 * sound,
        lambda sound: sound + 0.3,
        lambda sound: 8 * sound,
        lambda sound: np.where(np.arange(len(sound)) % 1000 == 0, np.nan, sound),
        lambda sound: np.concatenate([sound, [np.inf, -np.inf]]),
    ):
        pairs = [(text, heard(recognizer, change(sound).astype(np.float32))) for text, sound in said.items()]
        assert error_rate(pairs) < 0.3


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.1, 1.0, 30.0])
def test_silence_is_nothing(recognizer: EmbeddedRecognizer, seconds: float) -> None:
    transcript = recognizer.transcribe(AudioChunk(np.zeros(int(seconds * RATE), np.float32), RATE))
    assert transcript.text == ""
    assert transcript.words == ()


@pytest.mark.parametrize("level", [0.001, 0.01, 0.1])
def test_hiss_and_hum_are_nothing(recognizer: EmbeddedRecognizer, level: float) -> None:
    random = np.random.default_rng(1)
    hiss = random.standard_normal(4 * RATE, np.float32)
    hum = (np.sin(2 * np.pi * 60 * np.arange(4 * RATE) / RATE) + 0.01 * hiss).astype(np.float32)
    assert heard(recognizer, np.float32(level) * hiss) == ""
    assert heard(recognizer, np.float32(level) * hum) == ""


def test_half_a_minute_of_questions(recognizer: EmbeddedRecognizer, said: dict[str, Samples]) -> None:
    many = [sound for _ in range(3) for sound in said.values()][:13]
    long = np.concatenate(many)
    assert len(long) > embedded.PIECE * RATE
    wanted = " ".join((QUESTIONS * 3)[:13])
    assert error_rate([(wanted, heard(recognizer, long))]) < 0.25


def test_unknown_weights_are_refused() -> None:
    with pytest.raises(FileNotFoundError):
        embedded.load(weights="nowhere")
    with pytest.raises(ValueError, match="real, synthetic"):
        embedded.load(variant="large")  # type: ignore[arg-type]
