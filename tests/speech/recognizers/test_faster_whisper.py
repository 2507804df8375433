"""Whisper on CTranslate2, with a folder in its real layout that always says one sentence."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from speech import openai_whisper
from speech.recognizers import faster_whisper
from speech.segments import per_frame
from speech.types import AudioChunk, Samples
from speech.whisper_checkpoint import read

SAID = "기초연금은 언제 나오나요?"


def noise(seconds: float, rate: int = 16_000) -> AudioChunk:
    return AudioChunk(np.random.default_rng(2).normal(0, 0.1, round(seconds * rate)).astype(np.float32), rate)


@pytest.mark.parametrize("compute_type", ["int8", "float32"])
def test_a_folder_is_loaded_and_speaks(ct2_folder: Path, compute_type: str) -> None:
    heard = faster_whisper.load(str(ct2_folder), compute_type=compute_type).transcribe(noise(3))
    assert heard.text == SAID
    assert heard.confidence > 0.9


def test_another_rate_is_accepted(ct2_folder: Path) -> None:
    assert faster_whisper.load(str(ct2_folder)).transcribe(noise(3, 48_000)).text == SAID


def test_likely_words_stand_before_what_is_said(ct2_folder: Path) -> None:
    """The network goes by position, so it takes the first of its own words for said: here two, as the folder's small
    vocabulary has one token for what it does not know."""
    recognizer = faster_whisper.load(str(ct2_folder))
    assert recognizer.transcribe(noise(3), prompt="따릉이").text == "언제 나오나요?"
    assert recognizer.transcribe(noise(3), prompt="요?" * 200).text == ""


def test_word_times_lie_in_the_sound(ct2_folder: Path) -> None:
    words = faster_whisper.load(str(ct2_folder)).transcribe(noise(3)).words
    assert [word.text for word in words] == SAID.split()
    assert all(0 <= word.start <= word.end <= 3 for word in words)
    assert faster_whisper.load(str(ct2_folder), words=False).transcribe(noise(3)).words == ()


@pytest.mark.parametrize("seconds", [0.3, 2.0, 12.34, 29.9])
def test_no_more_is_heard_than_there_is(ct2_folder: Path, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    recognizer, windows = faster_whisper.load(str(ct2_folder), words=False), []
    encode = recognizer._encode

    def watch(samples: Samples, window: float) -> Any:
        encoded = encode(samples, window)
        windows.append(encoded.shape[1] / 50)
        return encoded

    monkeypatch.setattr(recognizer, "_encode", watch)
    recognizer.transcribe(noise(seconds))
    assert windows[0] == pytest.approx(min(30.0, seconds + 2.56), abs=0.02)


def test_wordings_are_scored(ct2_folder: Path) -> None:
    likelihood = faster_whisper.load(str(ct2_folder), compute_type="float32").transcribe(noise(3)).likelihood
    assert likelihood is not None and likelihood([]) == []
    scores = likelihood(["버스는 와요?", SAID, "기초연금은", *["네"] * 20])
    assert scores.index(max(scores)) == 1 and scores[1] == pytest.approx(0, abs=0.01)
    assert len(scores) == 23 and scores[-1] == pytest.approx(scores[3], rel=1e-4)
    assert all(np.isfinite(likelihood(["", "요" * 500])))


def test_both_whispers_score_alike(unschooled_ct2_folder: Path, unschooled_pt_file: Path) -> None:
    """The same weights in both layouts, over the same short window."""
    recognizer = faster_whisper.load(str(unschooled_ct2_folder), compute_type="float32", words=False)
    theirs = recognizer._hear("", noise(2).samples, 4.56).likelihood
    network = read(unschooled_pt_file)
    encoded = openai_whisper.encode(network, noise(2).samples, 4.56, half=False)
    ours = per_frame(openai_whisper.score(network, encoded, [SAID]), noise(2).samples)
    assert theirs is not None and theirs([SAID]) == pytest.approx(ours, rel=1e-3)


def test_a_network_that_knows_nothing_says_nothing(unschooled_ct2_folder: Path) -> None:
    assert faster_whisper.load(str(unschooled_ct2_folder)).transcribe(noise(2)).text == ""


def test_a_long_monologue_is_heard_in_parts(ct2_folder: Path) -> None:
    heard = faster_whisper.load(str(ct2_folder)).transcribe(noise(65))
    assert heard.text == " ".join([SAID] * 3)
    assert max(word.end for word in heard.words) > 50


@pytest.mark.parametrize("level", [np.nan, np.inf, 0.0, 2.0])
@pytest.mark.parametrize("seconds", [0, 0.01, 3])
def test_bad_sound_breaks_nothing(ct2_folder: Path, level: float, seconds: float) -> None:
    samples = np.full(round(seconds * 48_000), level, np.float32)
    assert faster_whisper.load(str(ct2_folder)).transcribe(AudioChunk(samples, 48_000)).text in ("", SAID)


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
    assert faster_whisper.load("tiny").transcribe(noise(3)).text == SAID


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
