import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from avatar.portraits import store
from avatar.portraits.problems import FolderError
from avatar.types import Portrait
from tests.avatar.portraits.faces import SHIPPED, shipped


@pytest.fixture
def portrait() -> Portrait:
    """Four frames of the shipped one."""
    whole = shipped()
    return replace(
        whole, frames=whole.frames[:4], boxes=whole.boxes[:4], landmarks=whole.landmarks[:4], neutral=2, name="시험"
    )


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def rewrite(folder: Path, **change: Any) -> None:
    record = json.loads((folder / store.RECORD).read_text("utf-8"))
    (folder / store.RECORD).write_text(json.dumps({**record, **change}), "utf-8")


def test_what_was_written_comes_back(portrait: Portrait, tmp_path: Path) -> None:
    store.write(portrait, tmp_path / "a", made="by hand")
    back = store.read(tmp_path / "a")
    assert (back.name, back.fps, back.neutral) == (portrait.name, portrait.fps, 2)
    assert (back.licence, back.consent) == (portrait.licence, portrait.consent)
    assert np.array_equal(back.boxes, portrait.boxes)
    assert np.abs(back.landmarks - portrait.landmarks).max() < 0.01
    assert np.abs(back.frames.astype(int) - portrait.frames).mean() < 1.0, "no difference for the eye"
    assert store.read_record(tmp_path / "a")["made"] == "by hand"
    assert (tmp_path / "a" / store.CONTACT).is_file()


def test_a_still_keeps_every_pixel(portrait: Portrait, tmp_path: Path) -> None:
    still = replace(
        portrait, frames=portrait.frames[:1], boxes=portrait.boxes[:1], landmarks=portrait.landmarks[:1], neutral=0
    )
    store.write(still, tmp_path / "a")
    assert np.array_equal(store.read(tmp_path / "a").frames, still.frames)


def test_nobody_is_shown_without_licence_and_consent(portrait: Portrait, tmp_path: Path) -> None:
    for change in ({"licence": " "}, {"consent": ""}):
        with pytest.raises(ValueError, match=r"--licence|--consent"):
            store.write(replace(portrait, **change), tmp_path / "a")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_a_folder_in_the_way_stays_unless_told(portrait: Portrait, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    store.write(portrait, folder)
    before = everything(folder)
    with pytest.raises(FolderError, match="--force"):
        store.write(replace(portrait, name="b"), folder)
    assert everything(folder) == before
    store.write(replace(portrait, name="b"), folder, force=True)
    assert store.read(folder).name == "b"
    assert [one.name for one in tmp_path.iterdir()] == ["a"], "nothing is left beside it"


def test_what_is_no_portrait_is_never_replaced(portrait: Portrait, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(FolderError, match="no portrait"):
        store.write(portrait, tmp_path / "a", force=True)
    assert (tmp_path / "a" / "letter.txt").read_text("utf-8") == "mine"


def test_a_failure_leaves_no_half_of_a_folder(
    portrait: Portrait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(portrait, tmp_path / "old")
    before = everything(tmp_path)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(store, "contact_sheet", full)
    for name in ("new", "old"):
        with pytest.raises(OSError, match="space"):
            store.write(portrait, tmp_path / name, force=True)
    assert everything(tmp_path) == before


def test_changed_or_missing_frames_are_named(portrait: Portrait, tmp_path: Path) -> None:
    store.write(portrait, tmp_path / "a")
    frame = next((tmp_path / "a" / "frames").iterdir())
    content = frame.read_bytes()
    frame.write_bytes(content[:-1] + b"\0\0")
    with pytest.raises(FolderError, match=frame.name):
        store.read(tmp_path / "a")
    frame.unlink()
    with pytest.raises(FolderError, match="missing"):
        store.read(tmp_path / "a")


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"frames": []},
        {"frames": [{"file": "../../secret.png", "sha256": "0"}]},
        {"frames": [{"file": "/etc/passwd", "sha256": "0"}]},
        {"frames": "all"},
        {"size": [100_000, 100_000]},
        {"size": [512, 500]},
        {"fps": 0},
        {"fps": "fast"},
        {"neutral": 9},
        {"landmarks": [[[1, 2]]]},
        {"landmarks": None},
        {"boxes": [[1, 2, 3, 4]]},
        {"licence": None},
    ],
)
def test_a_record_that_does_not_fit_is_refused(portrait: Portrait, tmp_path: Path, change: dict[str, Any]) -> None:
    store.write(portrait, tmp_path / "a")
    rewrite(tmp_path / "a", **change)
    with pytest.raises(FolderError):
        store.read(tmp_path / "a")


def test_no_folder_or_no_json_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="malbeot portrait build"):
        store.read(tmp_path / "a")
    (tmp_path / "a").mkdir()
    for text in ("", "{", "[1]", "null", '{"format": 1}'):
        (tmp_path / "a" / store.RECORD).write_text(text, "utf-8")
        with pytest.raises(FolderError):
            store.read(tmp_path / "a")


def test_the_shipped_one_is_small() -> None:
    assert sum(len(content) for content in everything(SHIPPED).values()) < 6_000_000
