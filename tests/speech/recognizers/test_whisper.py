"""OpenAI's Whisper, with a checkpoint in its real layout that always says one sentence."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from whisper.audio import log_mel_spectrogram
from whisper.model import ModelDimensions, Whisper
from whisper.tokenizer import get_tokenizer

from speech import openai_whisper
from speech.recognizers import whisper
from speech.types import AudioChunk
from speech.whisper_checkpoint import read, safetensors

SAID = "기초연금은 언제 나오나요?"


def noise(seconds: float, rate: int = 16_000, level: float = 0.1) -> AudioChunk:
    return AudioChunk(np.random.default_rng(2).normal(0, level, round(seconds * rate)).astype(np.float32), rate)


def test_a_checkpoint_is_loaded_and_speaks(pt_file: Path) -> None:
    heard = whisper.load(str(pt_file)).transcribe(noise(3))
    assert heard.text == SAID
    assert heard.confidence > 0.9


def test_a_folder_of_the_model_hub_is_loaded_too(hub_folder: Path, tmp_path: Path) -> None:
    assert whisper.load(str(hub_folder)).transcribe(noise(3)).text == SAID
    (tmp_path / "config.json").write_bytes((hub_folder / "config.json").read_bytes())
    torch.save(safetensors(hub_folder / "model.safetensors"), tmp_path / "pytorch_model.bin")
    assert whisper.load(str(tmp_path)).transcribe(noise(3)).text == SAID


@pytest.mark.parametrize(("layers", "heads", "bands", "looking"), [(4, 6, 80, 6), (4, 20, 128, 6), (3, 4, 80, 8)])
def test_times_come_from_the_heads_that_look_at_the_sound(
    tmp_path: Path, layers: int, heads: int, bands: int, looking: int
) -> None:
    """Of the size of tiny and turbo, by whatever name; of another size, all heads of the upper half."""
    dims = ModelDimensions(bands, 1500, heads, heads, 1, 51_865, 448, heads, heads, layers)
    torch.save({"dims": vars(dims), "model_state_dict": Whisper(dims).state_dict()}, tmp_path / "tuned.pt")
    assert read(tmp_path / "tuned.pt").alignment_heads.indices().shape[1] == looking


def test_another_rate_is_accepted(pt_file: Path) -> None:
    assert whisper.load(str(pt_file)).transcribe(noise(3, 48_000)).text == SAID


def test_likely_words_stand_before_what_is_said(pt_file: Path) -> None:
    """The network goes by position, so it takes the first of its own words for said."""
    recognizer, prompt = whisper.load(str(pt_file), words=False), "따릉이"
    tokenizer = get_tokenizer(True)
    before = 1 + len(tokenizer.encode(f" {prompt}"))
    heard = recognizer.transcribe(noise(3), prompt)
    assert heard.text == tokenizer.decode(tokenizer.encode(f" {SAID}")[before:]).strip()
    assert recognizer.transcribe(noise(3), "구청 " * 400).text == ""


@pytest.mark.parametrize("seconds", [0.3, 2.0, 12.34, 29.9])
def test_no_more_is_heard_than_there_is(pt_file: Path, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    recognizer, windows = whisper.load(str(pt_file), words=False), []
    decode = openai_whisper.decode

    def watch(network: object, encoded: torch.Tensor, *rest: Any) -> Any:
        windows.append(encoded.shape[1] / 50)
        return decode(network, encoded, *rest)

    monkeypatch.setattr(openai_whisper, "decode", watch)
    recognizer.transcribe(noise(seconds))
    assert windows[0] == pytest.approx(min(30.0, seconds + 2.56), abs=0.02)


@pytest.mark.parametrize("window", [4.0, 30.0])
def test_sound_is_encoded_as_upstream_does(unschooled_pt_file: Path, window: float) -> None:
    network = read(unschooled_pt_file)
    mel = log_mel_spectrogram(np.pad(noise(2).samples, (0, round(window * 16_000) - 32_000)))
    network.encoder.positional_embedding = network.encoder.positional_embedding[: round(window * 50)]
    with torch.no_grad():
        theirs = network.encoder(mel[None])
    ours = openai_whisper.encode(read(unschooled_pt_file), noise(2).samples, window, half=False)
    assert torch.allclose(ours, theirs, atol=1e-4)


def test_wordings_are_scored(pt_file: Path) -> None:
    likelihood = whisper.load(str(pt_file)).transcribe(noise(3)).likelihood
    assert likelihood is not None and likelihood([]) == []
    scores = likelihood(["버스는 언제 와요?", SAID, "기초연금은", *["네"] * 20])
    assert scores.index(max(scores)) == 1 and scores[1] == pytest.approx(0, abs=0.01)
    assert len(scores) == 23 and scores[-1] == pytest.approx(scores[3], rel=1e-4)
    assert all(np.isfinite(likelihood(["", "요" * 500])))


def test_a_wording_scores_the_same_alone_and_among_longer_ones(unschooled_pt_file: Path) -> None:
    network = read(unschooled_pt_file)
    encoded = openai_whisper.encode(network, noise(2).samples, 4.0, half=False)
    texts = ["네", SAID, "주민등록등본은 어디서 떼나요? 그리고 얼마예요?"]
    alone = [openai_whisper.score(network, encoded, [text])[0] for text in texts]
    assert openai_whisper.score(network, encoded, texts) == pytest.approx(alone, rel=1e-4)


def test_a_network_that_knows_nothing_says_nothing(unschooled_pt_file: Path) -> None:
    assert whisper.load(str(unschooled_pt_file)).transcribe(noise(2)).text == ""


def test_a_long_monologue_is_heard_in_parts(pt_file: Path) -> None:
    heard = whisper.load(str(pt_file)).transcribe(noise(65))
    assert heard.text == " ".join([SAID] * 3)
    assert max(word.end for word in heard.words) > 50


@pytest.mark.parametrize("level", [np.nan, np.inf, 0.0, 2.0])
@pytest.mark.parametrize("seconds", [0, 0.01, 3])
def test_bad_sound_breaks_nothing(pt_file: Path, level: float, seconds: float) -> None:
    samples = np.full(round(seconds * 48_000), level, np.float32)
    assert whisper.load(str(pt_file)).transcribe(AudioChunk(samples, 48_000)).text in ("", SAID)


def test_word_times_lie_in_the_sound(pt_file: Path) -> None:
    words = whisper.load(str(pt_file), words=True).transcribe(noise(3)).words
    assert [word.text for word in words] == SAID.split()
    assert all(0 <= word.start <= word.end <= 3 for word in words)
    assert whisper.load(str(pt_file), words=False).transcribe(noise(3)).words == ()


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


def test_the_cache_of_the_model_hub_is_looked_in_too(
    hub_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    for repository in ("openai--whisper-tiny", "someone--whisper-korean"):
        shutil.copytree(hub_folder, tmp_path / f"models--{repository}" / "snapshots" / "abc")
    assert whisper.load("someone/whisper-korean").transcribe(noise(3)).text == SAID
    with pytest.raises(FileNotFoundError, match=r"small\.pt"):
        whisper.load("small")


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


@pytest.mark.parametrize("lacking", ["config.json", "model.safetensors"])
def test_an_incomplete_folder_is_named_with_what_it_lacks(hub_folder: Path, tmp_path: Path, lacking: str) -> None:
    folder = shutil.copytree(hub_folder, tmp_path / "model")
    (folder / lacking).unlink()
    with pytest.raises(FileNotFoundError, match=lacking):
        whisper.load(str(folder))


@pytest.mark.parametrize("broken", ["config.json", "model.safetensors"])
@pytest.mark.parametrize("content", [b"", b"{}", bytes(5000)])
def test_a_broken_folder_is_refused(hub_folder: Path, tmp_path: Path, broken: str, content: bytes) -> None:
    folder = shutil.copytree(hub_folder, tmp_path / "model")
    (folder / broken).write_bytes(content)
    with pytest.raises(ValueError, match="not a Whisper checkpoint"):
        whisper.load(str(folder))


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
