import logging
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from avatar.animators import wav2lip
from avatar.portraits import store
from avatar.types import Line
from avatar.wav2lip.faces import Faces
from avatar.wav2lip.mouths import Mouths, Pace
from avatar.wav2lip.moving import MovingFace
from harness import face_figures
from speech.types import Speech
from tests.avatar.wav2lip import checkpoints
from tests.avatar.wav2lip.sitter import BOX, FPS, Painter, cues, portrait, silence, voice

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")
LEFT, TOP, RIGHT, BOTTOM = BOX


def face(painter: Painter | None = None, frames: int = 30, rate: float = FPS) -> MovingFace:
    drawn = painter or Painter()
    faces = Faces.of(portrait(frames), drawn.side)
    return MovingFace(faces, Mouths(drawn, faces, Pace(rate, 4)), FPS, round(FPS / rate))


def mouth(animator: MovingFace, line: Line, at: float) -> NDArray[np.int64]:
    """How far the middle of the mouth is from the portrait's own, mean of the colours."""
    moved = animator.animate(cues(line), at).image[155:185, 110:150].astype(int)
    return np.asarray(np.abs(moved - animator.animate(cues(), at).image[155:185, 110:150]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store.write(portrait(3), tmp_path / "portrait")
    return tmp_path / "portrait"


def test_the_mouth_moves_with_the_voice_and_rests_in_silence() -> None:
    animator, line = face(), Line(voice(1.0), 1.0)
    assert mouth(animator, line, 1.5).mean() > 2
    for at in (0.0, 0.7, 2.5):
        assert mouth(animator, line, at).max() == 0
    assert mouth(animator, Line(silence(3.0), 0.0), 1.5).max() == 0


def test_silence_asks_the_network_for_nothing() -> None:
    painter = Painter()
    animator = face(painter)
    for number in range(100):
        animator.animate(cues(Line(silence(3.0), 0.5)), number / FPS)
    assert not painter.drawn


def test_the_loop_goes_on_in_silence() -> None:
    animator = face()
    assert (animator.animate(cues(), 0.0).image != animator.animate(cues(), 0.4).image).any()


def test_the_same_cues_and_time_give_the_same_picture_on_another_machine() -> None:
    line = Line(voice(1.5, 22_050), 0.8)
    one, other = face(), face()
    times = [number / 30 for number in range(75)]
    pictures = [one.animate(cues(line, seed=11), at).image for at in times]
    for at, picture in list(zip(times, pictures, strict=True))[::-1]:
        np.testing.assert_array_equal(picture, other.animate(cues(line, seed=11), at).image)


def test_pieces_that_follow_each_other_move_one_mouth() -> None:
    animator = face()
    lines = (Line(voice(0.52), 1.0), Line(voice(0.61), 1.52), Line(voice(0.4), 2.13))
    for at in np.arange(1.0, 2.5, 1 / FPS):
        moved = animator.animate(cues(*lines), float(at)).image[155:185, 110:150].astype(int)
        assert np.abs(moved - animator.animate(cues(), float(at)).image[155:185, 110:150]).mean() > 2, at


def test_a_cut_closes_the_mouth_within_a_third_of_a_second() -> None:
    animator, line = face(), Line(voice(5.0), 0.0, cut=1.0)
    assert mouth(animator, line, 0.9).mean() > 2
    assert mouth(animator, line, 1.32).max() == 0


def test_sound_that_is_no_number_leaves_the_portrait_as_it_is() -> None:
    broken = Speech(np.full(16_000, np.nan, np.float32), 16_000, "")
    assert mouth(face(), Line(broken, 0.0), 0.5).max() == 0
    holes = voice(1.0)
    holes.samples[::777] = np.nan
    assert mouth(face(), Line(holes, 0.0), 0.5).mean() > 2


def test_every_picture_carries_the_badge_whole() -> None:
    animator, line = face(), Line(voice(1.0), 0.5)
    plain = portrait(30).frames[0]
    shown = animator.animate(cues(line), 0.0).image
    drawn = np.argwhere(np.abs(shown.astype(int) - plain).max(axis=2) > 12)
    top, left = drawn.min(axis=0)
    bottom, right = drawn.max(axis=0)
    assert 60 < right - left < 90 and 18 < bottom - top < 32
    assert left > 2 and bottom < 254
    for at in (0.8, 1.2):
        badge = animator.animate(cues(line), at).image[top + 4 : bottom - 4, left + 12 : right - 12]
        assert np.abs(badge.astype(int) - shown[top + 4 : bottom - 4, left + 12 : right - 12]).mean() < 2


def test_a_slow_machine_moves_the_mouth_at_half_the_pictures() -> None:
    painter, line = Painter(), Line(voice(2.0), 0.0)
    animator = face(painter, rate=FPS / 2)
    for number in range(FPS):
        animator.animate(cues(line), number / FPS)
    assert painter.drawn <= FPS / 2 + 2 * 4


def test_its_speed_can_be_measured() -> None:
    taken = face_figures.options(wav2lip.load, ["portrait=somewhere", "batch=4"], {"threads": 2, "unknown": 1})
    assert taken == {"portrait": "somewhere", "batch": 4, "threads": 2}
    figures = face_figures.measured(face(), (voice(0.3), voice(0.3)), FPS)
    assert figures.first > 0 and len(figures.paced) >= 5 and figures.rushed > 0


def test_pictures_cannot_be_changed_by_who_gets_them() -> None:
    with pytest.raises(ValueError, match="read-only"):
        face().animate(cues(), 0.0).image[0, 0] = 0


def test_the_published_network_loads_and_its_terms_are_told(
    tmp_path: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    weights = tmp_path / "wav2lip_gan.pth"
    checkpoints.old_pickle(weights, checkpoints.training(checkpoints.network(0.25).state_dict()))
    with caplog.at_level(logging.WARNING):
        animator = wav2lip.load(str(weights), str(folder), width=0.25)
    assert "non-commercial" in caplog.text
    assert animator.size == (256, 256)
    assert animator.animate(cues(Line(voice(1.0), 0.0)), 0.5).image.shape == (256, 256, 3)


def test_onnx_needs_no_torch(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    checkpoints.onnx(tmp_path / "mouth.onnx", checkpoints.network(), licence="Apache-2.0")
    monkeypatch.setitem(sys.modules, "torch", None)
    with caplog.at_level(logging.WARNING):
        animator = wav2lip.load(str(tmp_path / "mouth.onnx"), str(folder), batch=2)
    assert "non-commercial" not in caplog.text
    assert animator.animate(cues(Line(voice(1.0), 0.0)), 0.5).image.shape == (256, 256, 3)


def test_a_checkpoint_without_torch_says_what_to_do(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.save(checkpoints.network().state_dict(), tmp_path / "wav2lip.pth")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModuleNotFoundError, match="make full"):
        wav2lip.load(str(tmp_path / "wav2lip.pth"), str(folder))


def test_without_options_and_weights_the_next_engine_of_a_list_gets_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"wav2lip_gan\.pth"):
        wav2lip.load()


def test_what_is_missing_is_named(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.pth"):
        wav2lip.load(str(tmp_path / "none.pth"), str(folder))
    checkpoints.onnx(tmp_path / "mouth.onnx", checkpoints.network())
    with pytest.raises(FileNotFoundError, match="portrait"):
        wav2lip.load(str(tmp_path / "mouth.onnx"), str(tmp_path / "nobody"), batch=1)


@pytest.mark.parametrize("wrong", [{"fps": 0}, {"batch": -1}, {"threads": 0}, {"precision": "int3"}])
def test_options_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        wav2lip.load("weights", "portrait", **wrong)  # type: ignore[arg-type]


def test_the_badge_is_the_counsellors() -> None:
    shown = face().animate(cues(), 0.0).image
    blue = cv2.inRange(shown, np.array([0, 50, 60]), np.array([40, 110, 120]))
    assert cv2.countNonZero(blue) > 200
