import struct
from pathlib import Path

import av
import numpy as np
import pytest

from avatar.counsellor.badges import BADGE_BOX
from avatar.portraits import ibug
from avatar.portraits.build import build
from avatar.portraits.clip import frames
from avatar.portraits.problems import PictureError
from tests.avatar.portraits.faces import Picture, face, film, on_ground, save, scaled, shipped, turned


@pytest.fixture(scope="module")
def clip() -> list[Picture]:
    """Her idle loop, small, on a wall."""
    return [on_ground(scaled(picture, 0.55), 400, 300) for picture in shipped().frames[:80]]


def test_a_photo_becomes_a_loop_with_the_badge(tmp_path: Path) -> None:
    built = build(save(face(), tmp_path / "a.jpg"), "a", "Apache-2.0", "not a person", seconds=2)
    portrait = built.portrait
    assert portrait.frames.shape == (50, 512, 512, 3) and portrait.neutral == 0
    assert portrait.boxes.shape == (50, 4) and portrait.landmarks.shape == (50, 68, 2)
    left, top, right, bottom = (int(edge) for edge in BADGE_BOX)
    badge = portrait.frames[:, top:bottom, left:right].astype(int)
    assert np.ptp(badge[:, 20:40, 40:120], axis=0).max() <= 1, "it does not move"
    assert (np.abs(badge[0] - (11, 74, 87)).sum(axis=-1) < 20).mean() > 0.3
    assert 0.25 < ibug.face_height(portrait.landmarks[0]) / 512 < 0.45


def test_a_clip_becomes_a_loop_and_its_sound_does_not_matter(clip: list[Picture], tmp_path: Path) -> None:
    built = build(film(clip, tmp_path / "a.mp4"), "a", "Apache-2.0", "not a person", seconds=2.4)
    frames_ = built.portrait.frames
    assert 50 <= len(frames_) <= 60
    steps = np.abs(np.diff(frames_.astype(np.int16), axis=0)).mean(axis=(1, 2, 3))
    assert np.abs(frames_[0].astype(np.int16) - frames_[-1]).mean() <= 1.5 * steps.max()
    assert "clip" in built.made
    gaps = [ibug.eye_gap(points) for points in built.portrait.landmarks]
    assert gaps[0] > 0.8 * max(gaps) and gaps[-1] > 0.8 * max(gaps), "no blink where it begins again"


def test_a_clip_that_a_telephone_took_upright_is_turned(clip: list[Picture], tmp_path: Path) -> None:
    red_above = clip[0].copy()
    red_above[:60] = (220, 20, 20)
    path = film([red_above] * 3, tmp_path / "a.mp4")
    content = path.read_bytes()
    place = content.index(b"tkhd") + 4 + 40
    quarter = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 300 << 16, 0, 0x40000000)
    path.write_bytes(content[:place] + quarter + content[place + 36 :])
    picture = next(frames(path, 25.0))
    assert picture.shape == (400, 300, 3)
    assert picture[:, -30:, 0].mean() > picture[:, -30:, 1].mean() + 100, "what was above is on the right"


def test_a_clip_of_another_rate_is_brought_to_25_a_second(clip: list[Picture], tmp_path: Path) -> None:
    for fps, count in ((50, 40), (10, 200)):
        read = list(frames(film(clip, tmp_path / f"{fps}.mp4", fps), 25.0))
        assert len(read) == pytest.approx(count, abs=4)


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (np.full((400, 400, 3), 200, np.uint8), "no face"),
        (np.hstack([face(), face()]), "2 faces"),
        (turned(face(), 25), "tilted"),
        (on_ground(scaled(face(), 0.25), 800, 600), "pixels tall"),
    ],
)
def test_pictures_that_will_not_do_say_why(picture: Picture, message: str, tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=message):
        build(save(picture, tmp_path / "a.png"), "a", "x", "y")


def test_clips_that_will_not_do_say_why(clip: list[Picture], tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="too short"):
        build(film(clip[:20], tmp_path / "short.mp4"), "a", "x", "y")
    wall = np.full((300, 400, 3), 200, np.uint8)
    with pytest.raises(PictureError, match="no face"):
        build(film([wall] * 70, tmp_path / "wall.mp4"), "a", "x", "y")
    whole = film(clip[:20], tmp_path / "whole.mp4").read_bytes()
    for name, content in (("head", whole[:200]), ("body", whole[: len(whole) // 2]), ("junk", whole[:12] + bytes(500))):
        (tmp_path / f"{name}.mp4").write_bytes(content)
        with pytest.raises(PictureError):
            build(tmp_path / f"{name}.mp4", "a", "x", "y")


def test_a_huge_clip_is_refused_by_its_header(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film([np.zeros((64, 6400, 3), np.uint8)] * 3, tmp_path / "a.mp4")
    monkeypatch.setattr(av.VideoFrame, "to_ndarray", lambda *_, **__: pytest.fail("decoded"), raising=False)
    with pytest.raises(PictureError, match="6400"):
        build(tmp_path / "a.mp4", "a", "x", "y")


def test_no_file_and_a_foolish_length_are_mistakes(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        build(tmp_path / "none.png", "a", "x", "y")
    with pytest.raises(ValueError, match="seconds"):
        build(save(face(), tmp_path / "a.png"), "a", "x", "y", seconds=60)
