import numpy as np
import pytest

from avatar.portraits import ibug
from avatar.portraits.framing import frame
from avatar.portraits.lids import Lids
from tests.avatar.portraits.faces import Picture, face, finder

Prepared = tuple[Picture, list[Lids], ibug.Points]


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    picture = face()
    found = finder().find(picture)
    window = frame(found.points, picture.shape[1], picture.shape[0])
    cut, mesh = window.cut(picture), window.place(found.mesh)
    return cut, [Lids.of(cut, mesh, eye) for eye in (0, 1)], window.place(found.points)


def shut(prepared: Prepared, share: float) -> Picture:
    picture = prepared[0].copy()
    for lid in prepared[1]:
        lid.close(picture, share)
    return picture


def dark(picture: Picture, points: ibug.Points) -> int:
    """Pixels of iris and pupil where the eyes are."""
    count = 0
    for eye in (ibug.LEFT_EYE, ibug.RIGHT_EYE):
        (left, top), (right, bottom) = points[eye].min(axis=0).astype(int), points[eye].max(axis=0).astype(int)
        count += int((picture[top : bottom + 2, left:right].sum(axis=-1) < 240).sum())
    return count


def test_open_lids_leave_the_picture_alone(prepared: Prepared) -> None:
    assert np.array_equal(shut(prepared, 0), prepared[0])


def test_the_eyes_disappear_bit_by_bit(prepared: Prepared) -> None:
    seen = [dark(shut(prepared, share), prepared[2]) for share in (0, 0.4, 0.8, 1)]
    assert seen == sorted(seen, reverse=True)
    assert seen[0] > 100 and seen[-1] < 0.4 * seen[0]


def test_a_blink_changes_nothing_but_the_eyes(prepared: Prepared) -> None:
    changed = np.abs(shut(prepared, 1).astype(int) - prepared[0]).max(axis=-1) > 2
    for lid in prepared[1]:
        left, top, right, bottom = lid.box
        changed[top:bottom, left:right] = False
    assert not changed.any()
    below = int(prepared[2][ibug.NOSE, 1].max())
    assert np.array_equal(shut(prepared, 1)[below:], prepared[0][below:])
