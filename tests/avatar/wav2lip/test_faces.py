from dataclasses import replace

import numpy as np
import pytest

from avatar.types import Portrait
from avatar.wav2lip.faces import Faces
from tests.avatar.wav2lip.sitter import BOX, SIDE, portrait


def drifting(closed: bool) -> Portrait:
    """A loop that goes out and comes back, or only goes out."""
    base = portrait(20)
    away = [10 - abs(10 - i) if closed else i for i in range(20)]
    return replace(base, frames=np.stack([base.frames[0] // 2 + 5 * step for step in away]).astype(np.uint8))


def test_the_crop_is_the_face_in_the_order_the_network_learned() -> None:
    faces = Faces.of(portrait(), SIDE)
    left, top, right, bottom = BOX
    middle = portrait().frames[0, (top + bottom) // 2, (left + right) // 2]
    np.testing.assert_allclose(faces.crops[0, 48, 48], middle[::-1], atol=3)


def test_nothing_is_shown_where_the_network_was_not_asked_to_draw() -> None:
    mask = Faces.of(portrait(), SIDE).masks[0]
    assert (mask[:42] == 0).all() and mask[72, 48] > 250
    assert (mask[-1] == 0).all() and (mask[:, 0] == 0).all() and (mask[:, -1] == 0).all()
    assert np.abs(np.diff(mask.astype(int), axis=0)).max() < 60  # no hard edge
    assert np.abs(np.diff(mask.astype(int), axis=1)).max() < 60


def test_only_the_lower_face_changes_and_no_rectangle_shows() -> None:
    faces = Faces.of(portrait(), SIDE)
    mouth = faces.crops[0].copy()
    mouth[60:80, 35:60] = 20
    picture = portrait().frames[0].copy()
    faces.laid_back(picture, 0, mouth, 1.0)
    changed = np.abs(picture.astype(int) - portrait().frames[0]).max(axis=2) > 0
    left, top, right, bottom = BOX
    assert changed[top:bottom, left:right].any()
    changed[top + (bottom - top) * 5 // 12 : bottom, left:right] = False
    assert not changed.any()


def test_a_drawing_in_other_colours_is_brought_to_those_of_the_picture() -> None:
    faces = Faces.of(portrait(), SIDE)
    picture = portrait().frames[0].copy()
    faces.laid_back(picture, 0, np.clip(faces.crops[0].astype(int) + 15, 0, 255).astype(np.uint8), 1.0)
    assert np.abs(picture.astype(int) - portrait().frames[0]).max() <= 4


def test_half_a_share_is_half_the_way() -> None:
    faces = Faces.of(portrait(), SIDE)
    mouth = faces.crops[0].copy()
    mouth[60:84, 30:66] = 20
    apart = []
    for share in (0.5, 1.0):
        picture = portrait().frames[0].copy()
        faces.laid_back(picture, 0, mouth, share)
        apart.append(float(np.abs(picture.astype(int) - portrait().frames[0]).sum()))
    assert apart[0] == pytest.approx(apart[1] / 2, rel=0.05)


def test_a_closed_loop_goes_round_and_an_open_one_back_and_forth() -> None:
    closed, opened = Faces.of(drifting(True), SIDE), Faces.of(drifting(False), SIDE)
    rounds = [closed.index(number / 25, 0) for number in range(45)]
    assert rounds[:21] == [*range(20), 0]
    turned = [opened.index(number / 25, 0) for number in range(45)]
    assert turned[:21] == [*range(20), 18] and max(abs(np.diff(turned))) == 1


def test_callers_see_the_loop_at_different_places() -> None:
    faces = Faces.of(drifting(True), SIDE)
    assert faces.index(1.0, 3) != faces.index(1.0, 4)


@pytest.mark.parametrize("box", [(60, 40, 300, 200), (60, 40, 62, 200), (-4, 0, 100, 100)])
def test_a_face_outside_its_picture_is_refused(box: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="outside"):
        Faces.of(replace(portrait(), boxes=np.array([box], np.int32)), SIDE)


def test_a_face_without_a_jaw_is_refused() -> None:
    with pytest.raises(ValueError, match="jaw"):
        Faces.of(replace(portrait(), landmarks=np.zeros((1, 68, 2), np.float32)), SIDE)
