"""The real network on the embedded voice, silence and noise."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from speech.audio import resample
from speech.types import AudioChunk, Samples, VoiceDetector
from speech.vads import silero


def packaged(package: str, name: str) -> str:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return str(Path(spec.submodule_search_locations[0]) / name)


@pytest.fixture(scope="module", params=["state and rate", "two states"])
def detector(request: pytest.FixtureRequest) -> VoiceDetector:
    """Both layouts in which the network is given away."""
    if request.param == "two states":
        return silero.load(packaged("faster_whisper", "assets/silero_vad_v6.onnx"))
    return silero.load(packaged("silero_vad", "data/silero_vad.onnx"))


def probabilities(detector: VoiceDetector, samples: Samples) -> list[float]:
    stream = detector.stream()
    windows = samples[: len(samples) // silero.WINDOW * silero.WINDOW].reshape(-1, silero.WINDOW)
    return [stream.probability(window) for window in windows]


def test_speech_is_voice_and_the_silence_around_it_is_not(
    detector: VoiceDetector, recording: Callable[[str], AudioChunk]
) -> None:
    heard = probabilities(detector, resample(recording("기초연금은 언제 들어오나요?"), 16_000).samples)
    assert np.mean(np.array(heard[20:-30]) > 0.5) > 0.8
    assert max(heard[:13]) < 0.3
    assert max(heard[-8:]) < 0.35


def test_a_voice_is_heard_at_once_after_a_silence_in_which_the_network_was_not_asked(
    detector: VoiceDetector, recording: Callable[[str], AudioChunk]
) -> None:
    said = resample(recording("기초연금은 언제 들어오나요?"), 16_000).samples
    silence = 3 * silero.SETTLED * silero.WINDOW
    heard = probabilities(detector, np.concatenate([np.zeros(silence, np.float32), said]))[3 * silero.SETTLED :]
    fresh = probabilities(detector, said)
    first = next(number for number, chance in enumerate(fresh) if chance > 0.5)
    assert any(chance > 0.5 for chance in heard[: first + 2])
    assert np.mean(np.abs(np.array(heard) - fresh)) < 0.05


@pytest.mark.parametrize("level", [0.0, 0.001, 0.02, 0.1])
def test_noise_is_no_voice(detector: VoiceDetector, level: float) -> None:
    noise = np.random.default_rng(0).normal(0, 1, 32_000).astype(np.float32) * np.float32(level)
    heard = probabilities(detector, noise)
    assert np.mean(np.array(heard) > 0.5) < 0.05


def test_callers_do_not_hear_each_other(detector: VoiceDetector, recording: Callable[[str], AudioChunk]) -> None:
    samples = resample(recording("안녕하세요."), 16_000).samples
    alone = probabilities(detector, samples)
    speaker, silent = detector.stream(), detector.stream()
    quiet = np.zeros(silero.WINDOW, np.float32)
    together = []
    for start in range(0, len(samples) - silero.WINDOW + 1, silero.WINDOW):
        together.append(speaker.probability(samples[start : start + silero.WINDOW]))
        assert silent.probability(quiet) < 0.3
    assert together == pytest.approx(alone)


def test_the_network_is_found_without_naming_it() -> None:
    assert 0 <= silero.load().stream().probability(np.zeros(512, np.float32)) < 0.3


def test_a_window_of_another_length_is_refused(detector: VoiceDetector) -> None:
    with pytest.raises(ValueError, match="512"):
        detector.stream().probability(np.zeros(480, np.float32))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.onnx"):
        silero.load(str(tmp_path / "nowhere.onnx"))


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"not a network")
    with pytest.raises(ValueError, match=r"broken\.onnx"):
        silero.load(str(tmp_path / "broken.onnx"))
