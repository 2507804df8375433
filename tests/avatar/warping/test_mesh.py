import numpy as np
import pytest

from avatar.warping.mesh import Mesh, pulled

CORNERS = np.array([(0.0, 0), (64, 0), (64, 64), (0, 64), (32, 32)])
TRIANGLES = np.array([(0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4)])
PICTURE = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
MIDDLE = CORNERS[4:]


@pytest.fixture
def mesh() -> Mesh:
    return Mesh(CORNERS, TRIANGLES, (64, 64))


def test_points_at_rest_leave_the_picture_as_it_is(mesh: Mesh) -> None:
    assert np.array_equal(pulled(PICTURE, mesh.field(CORNERS, MIDDLE)), PICTURE)


def test_the_picture_goes_where_its_points_go(mesh: Mesh) -> None:
    moved = CORNERS.copy()
    moved[4] = (40, 26)
    x, y = mesh.field(moved, moved[4:])
    assert (x[26, 40], y[26, 40]) == pytest.approx((32, 32), abs=1)
    assert x[0, 50] == pytest.approx(50.5, abs=0.6), "the edge stays"
    assert y[63, 20] == pytest.approx(63.5, abs=0.6)


def test_everything_shifted_is_a_shift(mesh: Mesh) -> None:
    x, y = mesh.field(CORNERS + np.array([3, 5]), MIDDLE)
    assert x[20, 20] == pytest.approx(17.5, abs=1e-3)
    assert y[20, 20] == pytest.approx(15.5, abs=1e-3)


def test_triangles_without_area_do_no_harm(mesh: Mesh) -> None:
    moved = CORNERS.copy()
    moved[4] = moved[0]
    field = mesh.field(moved, MIDDLE)
    assert all(np.isfinite(axis).all() for axis in field)


def test_a_picture_kept_larger_gives_the_same_place(mesh: Mesh) -> None:
    large = PICTURE.repeat(2, axis=0).repeat(2, axis=1)
    assert np.array_equal(pulled(large, mesh.field(CORNERS, MIDDLE), density=2), PICTURE)
