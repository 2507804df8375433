"""OpenAI's Whisper, with a checkpoint in its real layout that always says one sentence."""

from pathlib import Path

import numpy as np
import pytest
import torch

from speech.recognizers import whisper
from speech.types import AudioChunk

SAID = "기초연금은 언제 나오나요?"


def noise(seconds: float, rate: int = 16_000, level: float = 0.1) -> AudioChunk:
    return AudioChunk(np.random.default_rng(2).normal(0, level, round(seconds * rate)).astype(np.float32), rate)


def test_a_checkpoint_is_loaded_and_speaks(pt_file: Path) -> None:
    heard = whisper.load(str(pt_file)).transcribe(noise(3))
    assert heard.text == SAID
    assert heard.confidence > 0.9


def test_another_rate_and_likely_words_are_accepted(pt_file: Path) -> None:
    recognizer = whisper.load(str(pt_file))
    assert recognizer.transcribe(noise(3, 48_000)).text == SAID
    recognizer.transcribe(noise(3), prompt="다산콜센터 따릉이")


def test_word_times_lie_in_the_sound(pt_file: Path) -> None:
    words = whisper.load(str(pt_file), words=True).transcribe(noise(3)).words
    assert [word.text for word in words] == SAID.split()
    assert all(0 <= word.start <= word.end <= 30 for word in words)


def test_more_than_can_be_said_in_the_time_is_not_believed(pt_file: Path) -> None:
    assert whisper.load(str(pt_file)).transcribe(noise(0.5)).text == ""


def test_named_weights_are_looked_for_in_the_cache(
    pt_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"tiny\.pt.*turbo"):
        whisper.load("tiny")
    (tmp_path / "whisper").mkdir()
    (tmp_path / "whisper" / "tiny.pt").symlink_to(pt_file)
    assert whisper.load("tiny").transcribe(noise(3)).text == SAID


@pytest.mark.parametrize("model", ["small.en", "medium.en.pt"])
def test_english_names_are_refused(model: str) -> None:
    with pytest.raises(ValueError, match="English only"):
        whisper.load(model)


def test_english_weights_are_refused(english_pt_file: Path) -> None:
    with pytest.raises(ValueError, match="English only"):
        whisper.load(str(english_pt_file))


def test_other_files_are_refused(pt_file: Path, tmp_path: Path) -> None:
    torch.save({"weights": torch.zeros(3)}, tmp_path / "other.pt")
    (tmp_path / "text.pt").write_text("not weights")
    (tmp_path / "empty.pt").touch()
    (tmp_path / "half.pt").write_bytes(pt_file.read_bytes()[:100_000])
    for name in ("other.pt", "text.pt", "empty.pt", "half.pt"):
        with pytest.raises(ValueError, match=name):
            whisper.load(str(tmp_path / name))


def test_weights_of_another_shape_are_refused(pt_file: Path, tmp_path: Path) -> None:
    checkpoint = torch.load(pt_file, weights_only=True)
    checkpoint["dims"]["n_text_layer"] = 4
    torch.save(checkpoint, tmp_path / "deeper.pt")
    with pytest.raises(ValueError, match=r"deeper\.pt"):
        whisper.load(str(tmp_path / "deeper.pt"))


def test_code_in_a_file_is_not_run(tmp_path: Path) -> None:
    class Touch:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (tmp_path / "ran",)  # type: ignore[return-value]

    torch.save(Touch(), tmp_path / "trap.pt")
    with pytest.raises(ValueError, match=r"trap\.pt"):
        whisper.load(str(tmp_path / "trap.pt"))
    assert not (tmp_path / "ran").exists()
