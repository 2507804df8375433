"""It hears its sentences through a real codec, and nothing else."""

from collections.abc import Callable

import numpy as np
import pytest

from speech.audio import resample
from speech.endpoint import WINDOW, Endpointer, Utterance
from speech.recognizers import scripted
from speech.recognizers.scripted import ScriptedRecognizer
from speech.types import AudioChunk
from speech.vads import silero

Say = Callable[..., AudioChunk]
KNOWN = [
    "기초연금은 언제 들어오나요?",
    "기초연금은 얼마나 받나요?",
    "주민등록등본은 어디서 떼나요?",
    "수도 요금이 많이 나왔어요.",
    "교통카드를 잃어버렸어요.",
    "사람과 통화하고 싶어요.",
    "네.",
]
UNKNOWN = [
    "기초연금은 어떻게 신청하나요?",
    "기초연금은 언제 나오나요?",
    "주민등록증은 어디서 만드나요?",
    "수도 요금을 내고 싶어요.",
    "오늘 날씨가 참 좋네요.",
    "아니요.",
]


@pytest.fixture(scope="module")
def recognizer() -> ScriptedRecognizer:
    return scripted.load(KNOWN)


def louder(chunk: AudioChunk, decibel: float) -> AudioChunk:
    return AudioChunk(np.clip(chunk.samples * np.float32(10 ** (decibel / 20)), -1, 1), chunk.rate)


def noisy(chunk: AudioChunk, level: float = 0.006) -> AudioChunk:
    noise = np.random.default_rng(5).normal(0, level, len(chunk.samples)).astype(np.float32)
    return AudioChunk(chunk.samples + noise, chunk.rate)


def shorn(chunk: AudioChunk, seconds: float) -> AudioChunk:
    """Half a second of silence lies at either end, and the voice's own pause at the last."""
    first, last = round((0.5 + seconds) * chunk.rate), round((0.5 + 0.3 + seconds) * chunk.rate)
    return AudioChunk(chunk.samples[first:-last], chunk.rate)


@pytest.mark.parametrize("text", KNOWN)
def test_through_the_codec(
    recognizer: ScriptedRecognizer, recording: Say, opus: Callable[[AudioChunk], AudioChunk], text: str
) -> None:
    heard = recognizer.transcribe(resample(opus(recording(text)), 16_000))
    assert heard.text == text
    assert heard.confidence > 0.9


@pytest.mark.parametrize("text", KNOWN)
def test_worn_down(
    recognizer: ScriptedRecognizer, recording: Say, opus: Callable[[AudioChunk], AudioChunk], text: str
) -> None:
    clean = recording(text)
    worn = {
        "louder": louder(clean, 6),
        "quieter": louder(clean, -6),
        "noisy": opus(noisy(clean)),
        "cut": shorn(clean, 0.08),
        "telephone": resample(resample(clean, 12_000), 16_000),
        "slower": recording(text, 0.8),
        "faster": recording(text, 1.25),
    }
    assert {how: recognizer.transcribe(chunk).text for how, chunk in worn.items()} == dict.fromkeys(worn, text)


@pytest.mark.parametrize("text", KNOWN)
def test_as_the_call_hears_it(
    recognizer: ScriptedRecognizer, recording: Say, opus: Callable[[AudioChunk], AudioChunk], text: str
) -> None:
    """Codec, voice detection and end of turn included."""
    said = resample(opus(recording(text)), 16_000).samples
    samples = np.concatenate([said, np.zeros(16_000, np.float32)])
    stream, endpointer = silero.load().stream(), Endpointer()
    windows = samples[: len(samples) // WINDOW * WINDOW].reshape(-1, WINDOW)
    events = [endpointer.feed(window, stream.probability(window)) for window in windows]
    (utterance,) = (event for event in events if isinstance(event, Utterance))
    assert recognizer.transcribe(utterance.audio).text == text


@pytest.mark.parametrize("text", UNKNOWN)
def test_other_sentences_are_not_heard(recognizer: ScriptedRecognizer, recording: Say, text: str) -> None:
    heard = recognizer.transcribe(recording(text))
    assert heard.text == ""
    assert 0 <= heard.confidence <= 1


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.3, 0.5, 2.0, 30.0])
def test_silence_noise_and_tones_are_not_heard(recognizer: ScriptedRecognizer, seconds: float) -> None:
    count = round(seconds * 16_000)
    noise = np.random.default_rng(9).normal(0, 0.05, count).astype(np.float32)
    tone = (0.3 * np.sin(np.arange(count) * 0.2)).astype(np.float32)
    for samples in (np.zeros(count, np.float32), noise, tone):
        assert recognizer.transcribe(AudioChunk(samples, 16_000)).text == ""


def test_half_a_sentence_is_not_the_sentence(recognizer: ScriptedRecognizer, recording: Say) -> None:
    whole = recording(KNOWN[0])
    assert recognizer.transcribe(AudioChunk(whole.samples[: len(whole.samples) // 2], whole.rate)).text == ""


def test_it_needs_sentences_that_can_be_said() -> None:
    with pytest.raises(ValueError, match="sentences"):
        scripted.load([])
    with pytest.raises(ValueError, match="nothing"):
        scripted.load(["※"])
    with pytest.raises(ValueError, match="voice"):
        scripted.load(["네."], voice={"variant": "nobody"})
