"""Every fault of a recording that a voice would learn is found, and a good recording has none."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from speech.jets.spelling import by_rules
from speech.jets.text import Front
from speech.training.jets import clips
from speech.training.jets.check import Report, check, embedded_listener
from speech.types import Samples

RATE = 22_050


def worn(folder: Path, wear: Callable[[Samples], Samples], rate: int = RATE) -> set[tuple[str, bool]]:
    """Faults of the first recording after `wear`: kind, and whether it is left out."""
    samples, _ = soundfile.read(folder / "0.wav", dtype="float32")
    soundfile.write(folder / "0.wav", wear(samples), rate)
    return faults(check(clips.read(folder)))


def faults(report: Report) -> set[tuple[str, bool]]:
    assert {fault.clip.name for fault in report.faults} <= {"0.wav"}
    return {(fault.kind, fault.unusable) for fault in report.faults}


def test_good_recordings_have_no_faults(folder: Path) -> None:
    report = check(clips.read(folder))
    assert not report.faults
    assert len(report.usable) == 6
    assert report.minutes == pytest.approx(6 * 2.2 / 60, rel=0.3)


def quiet(seconds: float) -> Samples:
    return (np.random.default_rng(1).standard_normal(round(seconds * RATE)) * 1e-3).astype(np.float32)


def split(samples: Samples, seconds: float) -> Samples:
    return np.concatenate([samples[: len(samples) // 2], quiet(seconds), samples[len(samples) // 2 :]])


@pytest.mark.parametrize(
    ("wear", "fault"),
    [
        (lambda sound: np.clip(sound * 20, -1, 1), ("clipping", True)),
        (lambda sound: sound * 0.02, ("level", False)),
        (lambda sound: sound + quiet(len(sound) / RATE) * 20, ("noise", False)),
        (lambda sound: np.concatenate([quiet(1.5), sound]), ("silence", False)),
        (lambda sound: split(sound, 2.0), ("silence", False)),
        (lambda sound: sound[: RATE // 2], ("length", True)),
        (lambda sound: np.concatenate([sound] * 9), ("length", True)),
        (lambda sound: np.concatenate([sound] * 4), ("mismatch", True)),
        (lambda sound: sound[: round(0.85 * RATE)], ("mismatch", True)),
    ],
)
def test_a_fault_is_found(folder: Path, wear: Callable[[Samples], Samples], fault: tuple[str, bool]) -> None:
    assert fault in worn(folder, wear)


def test_a_telephone_recording_is_found(folder: Path) -> None:
    assert ("rate", True) in worn(folder, lambda sound: sound[::2], 11_025)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all"])
def test_a_broken_file_is_found(folder: Path, content: bytes) -> None:
    (folder / "0.wav").write_bytes(content)
    assert faults(check(clips.read(folder))) == {("file", True)}


def test_a_missing_file_is_found(folder: Path) -> None:
    (folder / "0.wav").unlink()
    assert faults(check(clips.read(folder))) == {("file", True)}


@pytest.mark.parametrize("text", ["", "...", "日本語 ★"])
def test_texts_that_nobody_could_read(folder: Path, text: str) -> None:
    table = folder / "transcripts.tsv"
    table.write_text(table.read_text("utf-8").replace("기초연금은 매월 들어와요", text), "utf-8")
    found = {kind for kind, _ in faults(check(clips.read(folder)))}
    assert found & {"text", "mismatch"}


def test_a_text_with_a_sound_that_the_voice_lacks(folder: Path) -> None:
    report = check(clips.read(folder), Front(["\u1100", "\u1161"], "g2pk_no_space", by_rules))
    assert {fault.kind for fault in report.faults} == {"text"}
    assert not report.usable


def test_a_text_read_twice_is_said(folder: Path) -> None:
    table = folder / "transcripts.tsv"
    table.write_text(table.read_text("utf-8") + "\n0.wav\t기초연금은 매월 들어와요", "utf-8")
    assert {kind for kind, _ in faults(check(clips.read(folder)))} == {"twice"}


def test_texts_that_were_exchanged_are_heard(folder: Path) -> None:
    """By the recogniser: their lengths are alike."""
    table = folder / "transcripts.tsv"
    rows = (
        table.read_text("utf-8")
        .replace("신분증을 가지고 오세요", "@")
        .replace("내일 다시 연락드릴게요", "신분증을 가지고 오세요")
    )
    table.write_text(rows.replace("@", "내일 다시 연락드릴게요"), "utf-8")
    report = check(clips.read(folder), listen=embedded_listener())
    assert [(fault.clip.name, fault.kind) for fault in report.faults] == [("2.wav", "mismatch"), ("4.wav", "mismatch")]


class TestClips:
    def test_texts_may_lie_beside_the_sounds(self, folder: Path) -> None:
        table = clips.read(folder)
        (folder / "transcripts.tsv").unlink()
        for clip in table:
            clip.path.with_suffix(".txt").write_text(clip.text + "\n", "utf-8")
        assert clips.read(folder) == table

    def test_a_folder_without_recordings(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match="neither"):
            clips.read(tmp_path)
        with pytest.raises(FileNotFoundError, match="no such folder"):
            clips.read(tmp_path / "nowhere")

    def test_a_table_without_columns(self, folder: Path) -> None:
        (folder / "transcripts.tsv").write_text("0.wav|안녕", "utf-8")
        with pytest.raises(ValueError, match="file and text"):
            clips.read(folder)
