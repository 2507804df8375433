from itertools import pairwise

import numpy as np
import pytest

from avatar.portraits import ibug
from avatar.portraits.framing import SIZE, frame
from avatar.portraits.idle import FPS, Loop, idle, shutness
from avatar.portraits.motion import moment
from tests.avatar.portraits.faces import Picture, face, finder

SECONDS = 3.0


@pytest.fixture(scope="module")
def made() -> tuple[Picture, Loop]:
    picture = face()
    found = finder().find(picture)
    window = frame(found.points, picture.shape[1], picture.shape[0])
    cut = window.cut(picture)
    return cut, idle(cut, window.place(found.mesh), SECONDS)


def steps(loop: Loop) -> list[float]:
    """How much changes from each frame to the next, the last to the first at the end."""
    ring = [*loop.frames, loop.frames[0]]
    return [float(np.abs(one.astype(np.int16) - other).mean()) for one, other in pairwise(ring)]


def test_the_loop_begins_with_the_picture_itself(made: tuple[Picture, Loop]) -> None:
    picture, loop = made
    assert loop.frames.shape == (round(SECONDS * FPS), SIZE, SIZE, 3)
    assert np.array_equal(loop.frames[0], picture)


def test_its_end_meets_its_beginning(made: tuple[Picture, Loop]) -> None:
    change = steps(made[1])
    assert change[-1] <= 1.2 * max(change[:-1])
    points = made[1].points
    assert np.abs(points[-1] - points[0]).max() < 0.7


def test_it_lives_but_does_not_wobble(made: tuple[Picture, Loop]) -> None:
    points = made[1].points
    nose = points[:, 30]
    assert 1.0 < np.ptp(nose, axis=0).max() < 0.06 * SIZE
    fastest = max(float(np.abs(one[ibug.NOSE] - other[ibug.NOSE]).max()) for one, other in pairwise(points))
    assert fastest < 1.0


def test_it_blinks_once(made: tuple[Picture, Loop]) -> None:
    gaps = np.array([ibug.eye_gap(points) for points in made[1].points])
    shut = gaps < 0.4 * gaps.max()
    assert shut.any() and not shut[0] and not shut[-1]
    assert sum(now and not before for before, now in pairwise(shut)) == 1
    assert shut.sum() <= 6


def test_the_mouth_stays_closed(made: tuple[Picture, Loop]) -> None:
    gaps = [ibug.mouth_gap(points) for points in made[1].points]
    assert max(gaps) - min(gaps) < 0.02


def test_movements_end_where_they_begin() -> None:
    assert moment(0.0) == pytest.approx(moment(1.0), abs=1e-9)
    assert moment(0.0) == pytest.approx((0, 0, 0, 0, 0), abs=1e-9)


def test_lids_close_faster_than_they_open() -> None:
    shares = [shutness(at) for at in np.arange(-0.05, 0.35, 0.005)]
    assert shares[0] == shares[-1] == 0 and max(shares) == 1
    first, last = (int(np.flatnonzero(np.array(shares) == 1)[end]) for end in (0, -1))
    assert first - np.flatnonzero(shares)[0] < np.flatnonzero(shares)[-1] - last
