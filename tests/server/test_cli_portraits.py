"""`malbeot portrait`, called as the command line would."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import pytest
from typer.testing import CliRunner, Result

from avatar.portraits import store
from avatar.portraits.problems import FolderError, PictureError
from server.cli.portraits import app

SHIPPED = Path(__file__).parents[2] / "portraits" / "counsellor"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    portrait = store.read(SHIPPED)
    picture = portrait.frames[portrait.neutral][:440, 36:476]
    cv2.imwrite(str(tmp_path / "photo.png"), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    return tmp_path / "photo.png"


def portrait(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_photo_is_built_and_can_be_checked(photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kim"
    built = portrait("build", photo, "-o", folder, "--licence", "ours", "--drawing", "--seconds", "2", "--json")
    assert built.exit_code == 0, built.output
    record = json.loads(built.stdout)
    assert record["frames"] == 50 and Path(record["contact"]).is_file()
    assert record["bytes"] < 6_000_000
    (checked,) = (json.loads(line) for line in portrait("check", folder, "--json").stdout.splitlines())
    assert (checked["name"], checked["licence"], checked["consent"]) == ("kim", "ours", "not a person")


def test_nothing_is_made_of_a_person_who_was_not_asked(photo: Path, tmp_path: Path) -> None:
    without = portrait("build", photo, "-o", tmp_path / "kim", "--licence", "ours")
    assert isinstance(without.exception, ValueError) and "--consent" in str(without.exception)
    unlicensed = portrait("build", photo, "-o", tmp_path / "kim", "--drawing")
    assert isinstance(unlicensed.exception, ValueError) and "--licence" in str(unlicensed.exception)
    both = portrait("build", photo, "-o", tmp_path / "kim", "--licence", "x", "--drawing", "--consent", "Kim")
    assert isinstance(both.exception, ValueError)
    assert not (tmp_path / "kim").exists()


def test_a_portrait_that_is_there_is_not_overwritten(photo: Path, tmp_path: Path) -> None:
    whole = store.read(SHIPPED)
    still = replace(whole, frames=whole.frames[:1], boxes=whole.boxes[:1], landmarks=whole.landmarks[:1], neutral=0)
    store.write(still, tmp_path / "kim")
    again = portrait("build", photo, "-o", tmp_path / "kim", "--licence", "x", "--drawing")
    assert isinstance(again.exception, FolderError)
    assert store.read(tmp_path / "kim").name == "counsellor"


def test_a_picture_that_will_not_do_leaves_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    refused = portrait("build", tmp_path / "a.png", "-o", tmp_path / "kim", "--licence", "x", "--drawing")
    assert isinstance(refused.exception, PictureError)
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]


def test_the_shipped_portrait_is_sound() -> None:
    assert portrait("check", SHIPPED).exit_code == 0
