from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from harness.recording import LONGEST, RecordingError, read_recording
from harness.sound import RATE

TONE_SECONDS = 1.0
SILENCE_SECONDS = 0.5


def tone(rate: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    at = np.arange(round(TONE_SECONDS * rate)) / rate
    return np.concatenate([0.4 * np.sin(2 * np.pi * 220 * at), np.zeros(round(SILENCE_SECONDS * rate))])


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_any_rate_is_read_and_the_end_of_the_voice_found(tmp_path: Path, rate: int) -> None:
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(rate), rate)
    recording = read_recording(path)
    assert recording.samples.dtype == np.int16
    assert recording.seconds == pytest.approx(TONE_SECONDS + SILENCE_SECONDS, abs=0.002)
    assert recording.voiced_end / RATE == pytest.approx(TONE_SECONDS, abs=0.01)
    assert np.abs(recording.samples).max() == pytest.approx(0.4 * 32767, rel=0.05)


def test_stereo_is_mixed(tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    soundfile.write(path, np.stack([tone(RATE), np.zeros_like(tone(RATE))], axis=1), RATE)
    assert np.abs(read_recording(path).samples).max() == pytest.approx(0.2 * 32767, rel=0.05)


def test_the_end_is_found_over_background_noise(tmp_path: Path) -> None:
    path = tmp_path / "noisy.wav"
    voice = tone(RATE)
    soundfile.write(path, voice + np.random.default_rng(0).normal(0, 0.01, len(voice)), RATE)
    assert read_recording(path).voiced_end / RATE == pytest.approx(TONE_SECONDS, abs=0.02)


def test_what_is_not_a_number_is_silence(tmp_path: Path) -> None:
    path = tmp_path / "nan.wav"
    broken = tone(RATE).astype(np.float32)
    broken[100:200] = np.nan
    broken[300] = np.inf
    soundfile.write(path, broken, RATE, subtype="FLOAT")
    assert np.abs(read_recording(path).samples).max() < 0.6 * 32767


def _nothing(path: Path) -> None:
    path.touch()


def _no_samples(path: Path) -> None:
    soundfile.write(path, np.zeros(0), RATE)


def _text(path: Path) -> None:
    path.write_text("교통카드는 어디서 받나요?")


def _flac(path: Path) -> None:
    soundfile.write(path, tone(RATE), RATE, format="FLAC")


def _too_long(path: Path) -> None:
    soundfile.write(path, np.full(round((LONGEST + 1) * 8_000), 0.3), 8_000)


def _silent(path: Path) -> None:
    soundfile.write(path, np.random.default_rng(0).normal(0, 0.0005, RATE), RATE)


def _absent(path: Path) -> None:
    """No file at all."""


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_absent, "missing"),
        (_nothing, "empty"),
        (_no_samples, "empty"),
        (_text, "not-a-wav"),
        (_flac, "not-a-wav"),
        (_too_long, "too-long"),
        (_silent, "silent"),
    ],
)
def test_what_cannot_be_spoken_is_refused_with_its_reason(
    tmp_path: Path, make: Callable[[Path], None], code: str
) -> None:
    path = tmp_path / "bad.wav"
    make(path)
    with pytest.raises(RecordingError) as caught:
        read_recording(path)
    assert caught.value.code == code
    assert "bad.wav" in caught.value.message
