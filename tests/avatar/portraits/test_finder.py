from dataclasses import replace

import numpy as np
import pytest

from avatar.counsellor.portrait import Portrait as Drawing
from avatar.counsellor.pose import Pose
from avatar.portraits import checks, ibug
from avatar.portraits.problems import PictureError
from tests.avatar.portraits.faces import face, finder, on_ground, scaled, shipped, turned


def test_the_mesh_finds_the_landmarks_that_were_drawn() -> None:
    portrait = shipped()
    index = portrait.neutral
    found = finder().find(portrait.frames[index])
    drawn = portrait.landmarks[index]
    unit = ibug.face_height(drawn)
    for part, near in ((ibug.LEFT_EYE, 0.04), (ibug.RIGHT_EYE, 0.04), (ibug.OUTER_LIPS, 0.05), (ibug.NOSE, 0.12)):
        apart = np.hypot(*(found.points[part].mean(axis=0) - drawn[part].mean(axis=0))) / unit
        assert apart < near
    checks.check(found)


def test_size_and_place_do_not_matter() -> None:
    found = finder().find(face())
    small = finder().find(on_ground(scaled(face(), 0.6), 700, 500))
    expected = found.points * 0.6 + ((700 - 264) / 2, (500 - 264) / 2)
    assert np.abs(small.points - expected).max() < 0.06 * small.height


def test_a_picture_without_a_face_says_what_to_bring() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (400, 400, 3), np.uint8)
    for picture in (noise, np.full((400, 400, 3), 220, np.uint8)):
        with pytest.raises(PictureError, match="no face"):
            finder().find(picture)


def test_several_faces_are_counted_but_somebody_far_behind_is_not() -> None:
    pair = np.hstack([face(), face()])
    with pytest.raises(PictureError, match="2 faces"):
        finder().find(pair)
    behind = on_ground(face(), 900, 600)
    behind[20:108, 20:108] = scaled(face(), 0.2)
    assert finder().find(behind).height > 100


def test_a_tilted_head_is_measured_and_refused() -> None:
    found = finder().find(turned(face(), 24))
    assert found.roll == pytest.approx(24, abs=4)
    with pytest.raises(PictureError, match="tilted by 2"):
        checks.check(found)


def test_each_fault_is_named_and_all_at_once() -> None:
    good = finder().find(face())
    faults = {
        "turned away by 40": {"yaw": -40.0},
        "looks up or down": {"pitch": -30.0},
        "mouth is open": {"mouth": 0.2},
        "eyes are closed": {"eyes": 0.05},
        "only 20 pixels": {"points": good.points * (20 / good.height)},
    }
    for message, change in faults.items():
        with pytest.raises(PictureError, match=message):
            checks.check(replace(good, **change))  # type: ignore[arg-type]
    with pytest.raises(PictureError, match=r"turned.*; .*mouth"):
        checks.check(replace(good, yaw=30.0, mouth=0.3))


def test_an_open_mouth_and_shut_eyes_are_seen() -> None:
    drawing = Drawing("day")
    checks.check(finder().find(drawing.draw(Pose())))
    for pose, message in ((Pose(jaw=0.7, part=0.5, teeth=0.5), "mouth is open"), (Pose(lid=0.0), "eyes are closed")):
        with pytest.raises(PictureError, match=message):
            checks.check(finder().find(drawing.draw(pose)))


def test_a_small_face_gets_a_hint() -> None:
    good = finder().find(face())
    assert not list(checks.hints(replace(good, yaw=0.0)))
    (hint,) = checks.hints(replace(good, yaw=0.0, points=good.points * (100 / good.height)))
    assert "100 pixels" in hint
