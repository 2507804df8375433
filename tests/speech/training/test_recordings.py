from pathlib import Path

import pytest

from speech.training import recordings


def test_a_table_becomes_recordings(table: Path) -> None:
    read = recordings.read(table)
    assert [one.text for one in read][:2] == ["네 맞아요", "삼십 분 걸려요"]
    assert {one.speaker for one in read} == {"minsu", "yeonghi"}
    assert all(0.3 < one.seconds < 3 and abs(one.samples).max() > 0.05 for one in read)


def test_speakers_are_held_out_whole(table: Path) -> None:
    kept, held = recordings.split(recordings.read(table), ["yeonghi"])
    assert len(kept) == 3
    assert {one.speaker for one in held} == {"yeonghi"}


def test_a_table_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("path\tsentence\n", "utf-8")
    with pytest.raises(ValueError, match="path, sentence"):
        recordings.read(tmp_path / "a.tsv")
    with pytest.raises(FileNotFoundError):
        recordings.read(tmp_path / "b.tsv")
