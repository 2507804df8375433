import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from avatar.animators import ultralight
from avatar.portraits import store
from avatar.types import Line
from avatar.wav2lip.moving import MovingFace
from tests.avatar.ultralight import networks
from tests.avatar.wav2lip.sitter import cues, portrait, silence, voice

FPS = 25


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The three things the engine is made of."""
    networks.export(tmp_path / "unet.onnx")
    networks.encoder(tmp_path / "encoder.onnx")
    store.write(portrait(4, box=(60, 10, 180, 140)), tmp_path / "portrait")
    return tmp_path


def load(files: Path, weights: str = "unet.onnx", hold: int = 1) -> MovingFace:
    return ultralight.load(str(files / weights), str(files / "encoder.onnx"), str(files / "portrait"), hold=hold)


def test_the_mouth_moves_with_the_voice_and_the_picture_carries_the_badge(files: Path) -> None:
    animator, line = load(files), Line(voice(1.0), 1.0)
    resting, speaking = animator.animate(cues(), 1.5).image, animator.animate(cues(line), 1.5).image
    assert speaking.shape == (256, 256, 3) and animator.size == (256, 256)
    apart = np.abs(speaking.astype(int) - resting)
    assert apart[100:130, 100:140].mean() > 2
    assert apart[:60].max() == 0
    plain = store.read(files / "portrait").frames
    badge = np.abs(resting.astype(int) - plain[animator._faces.index(1.5, 0)]).max(axis=2) > 12
    assert badge[220:, :110].sum() > 500 and not badge[:200].any()


def test_silence_gives_the_portraits_own_frame(files: Path) -> None:
    animator = load(files)
    spoken = Line(voice(1.0), 1.0)
    for at in (0.0, 0.7, 2.5):
        np.testing.assert_array_equal(animator.animate(cues(spoken), at).image, animator.animate(cues(), at).image)
    quiet = Line(silence(3.0), 0.0)
    np.testing.assert_array_equal(animator.animate(cues(quiet), 1.5).image, animator.animate(cues(), 1.5).image)


@pytest.mark.parametrize("hold", [1, 2])
def test_the_same_cues_and_time_give_the_same_picture_in_any_order(files: Path, hold: int) -> None:
    line, one, other = Line(voice(1.0, 22_050), 0.3), load(files, hold=hold), load(files, hold=hold)
    times = [number / FPS for number in range(0, 36, 3)]
    pictures = [one.animate(cues(line, seed=3), at).image for at in times]
    for at, picture in list(zip(times, pictures, strict=True))[::-1]:
        np.testing.assert_array_equal(picture, other.animate(cues(line, seed=3), at).image)


def test_a_piece_known_half_a_second_ahead_is_heard_before_it_begins(files: Path) -> None:
    animator, first, second = load(files), Line(voice(1.0), 0.0), Line(voice(1.0, pitch=900), 1.0)
    alone = animator.animate(cues(first), 0.8).image
    assert (animator.animate(cues(first, second), 0.8).image != alone).any()


def test_a_checkpoint_of_the_training_works_like_its_onnx(files: Path) -> None:
    torch.save({"model": networks.network().state_dict(), "epoch": 1}, files / "last.pth")
    animator = load(files, "last.pth", hold=0)
    assert 1 <= animator._hold <= 3
    picture = animator.animate(cues(Line(voice(0.5), 0.0)), 0.3).image
    assert picture.shape == (256, 256, 3) and not picture.flags.writeable


def test_what_is_missing_is_named(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.onnx"):
        load(files, "none.onnx")
    torch.save(networks.network().state_dict(), files / "last.pth")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModuleNotFoundError, match="ONNX"):
        load(files, "last.pth")
    monkeypatch.chdir(files)
    with pytest.raises(FileNotFoundError, match="docs/models/ultralight"):
        ultralight.load()


def test_a_portrait_with_too_little_around_the_face_is_refused(files: Path) -> None:
    store.write(portrait(1, box=(60, 100, 220, 256)), files / "portrait", force=True)
    with pytest.raises(ValueError, match="too little"):
        load(files)


@pytest.mark.parametrize("wrong", [{"fps": 0}, {"batch": 0}, {"threads": 0}, {"hold": 9}])
def test_options_out_of_range_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        ultralight.load("weights", "encoder", "portrait", **wrong)
