"""Whisper on CTranslate2, with a folder in its real layout that always says one sentence."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from speech.recognizers import faster_whisper
from speech.types import AudioChunk

SAID = "기초연금은 언제 나오나요?"


def noise(seconds: float, rate: int = 16_000) -> AudioChunk:
    return AudioChunk(np.random.default_rng(2).normal(0, 0.1, round(seconds * rate)).astype(np.float32), rate)


def plain(text: str) -> str:
    return text.replace("\u200b", "")


@pytest.mark.parametrize("compute_type", ["int8", "float32"])
def test_a_folder_is_loaded_and_speaks(ct2_folder: Path, compute_type: str) -> None:
    heard = faster_whisper.load(str(ct2_folder), compute_type=compute_type).transcribe(noise(3))
    assert plain(heard.text) == SAID
    assert heard.confidence > 0.9


def test_another_rate_and_likely_words_are_accepted(ct2_folder: Path) -> None:
    recognizer = faster_whisper.load(str(ct2_folder))
    assert plain(recognizer.transcribe(noise(3, 48_000)).text) == SAID
    recognizer.transcribe(noise(3), prompt="다산콜센터 따릉이")


def test_more_than_can_be_said_in_the_time_is_not_believed(ct2_folder: Path) -> None:
    assert faster_whisper.load(str(ct2_folder)).transcribe(noise(0.5)).text == ""


def test_named_weights_are_looked_for_in_the_cache(
    ct2_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    for model in ("tiny", "someone/whisper-korean"):
        with pytest.raises(FileNotFoundError, match="turbo"):
            faster_whisper.load(model)
    shutil.copytree(ct2_folder, tmp_path / "models--Systran--faster-whisper-tiny" / "snapshots" / "abc")
    assert plain(faster_whisper.load("tiny").transcribe(noise(3)).text) == SAID


@pytest.mark.parametrize("model", ["small.en", "Systran/faster-distil-whisper-large-v3"])
def test_english_names_are_refused(model: str) -> None:
    with pytest.raises(ValueError, match="English only"):
        faster_whisper.load(model)


def test_english_weights_are_refused(english_ct2_folder: Path) -> None:
    with pytest.raises(ValueError, match="English only"):
        faster_whisper.load(str(english_ct2_folder))


@pytest.mark.parametrize("lacking", ["model.bin", "config.json", "tokenizer.json"])
def test_an_incomplete_folder_is_named_with_what_it_lacks(ct2_folder: Path, tmp_path: Path, lacking: str) -> None:
    folder = shutil.copytree(ct2_folder, tmp_path / "model")
    (folder / lacking).unlink()
    with pytest.raises(FileNotFoundError, match=lacking):
        faster_whisper.load(str(folder))


@pytest.mark.parametrize("broken", ["model.bin", "tokenizer.json"])
@pytest.mark.parametrize("content", [b"", b"not weights", bytes(5000)])
def test_a_broken_folder_is_refused(ct2_folder: Path, tmp_path: Path, broken: str, content: bytes) -> None:
    folder = shutil.copytree(ct2_folder, tmp_path / "model")
    (folder / broken).write_bytes(content)
    with pytest.raises(ValueError, match="does not load"):
        faster_whisper.load(str(folder))


def test_half_a_file_is_refused(ct2_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(ct2_folder, tmp_path / "model")
    whole = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match="does not load"):
        faster_whisper.load(str(folder))


def test_a_type_that_does_not_exist_is_refused(ct2_folder: Path) -> None:
    with pytest.raises(ValueError, match="int3"):
        faster_whisper.load(str(ct2_folder), compute_type="int3")
