import numpy as np
import pytest

from avatar.drawing.shapes import Points
from avatar.mouth_shapes import A, E, M, Mouth, O, U
from avatar.warping.lips import RESTING_SMILE, lips
from avatar.warping.points import LOWER_INNER
from avatar.warping.sprout import landmarks

REST = landmarks().astype(np.float64)


def mouth(shape: Mouth) -> Points:
    return np.concatenate([np.zeros((48, 2)), lips(REST, shape)])


def gap(points: Points) -> float:
    return float(points[66, 1] - points[62, 1])


def width(points: Points) -> float:
    return float(points[54, 0] - points[48, 0])


def test_a_mouth_at_rest_stays_where_it_is() -> None:
    assert np.abs(mouth(Mouth(smile=RESTING_SMILE))[48:] - REST[48:]).max() < 1e-9


def test_shapes_are_told_apart() -> None:
    a, o, u, e, m = (mouth(shape) for shape in (A, O, U, E, M))
    assert gap(a) > gap(o) > gap(u) > gap(m)
    assert gap(m) < 1
    assert width(e) > width(a) > width(o) > width(u)
    assert width(u) < 0.62 * width(m)


@pytest.mark.parametrize("shape", [A, O, U, E, M])
def test_lips_never_cross(shape: Mouth) -> None:
    points = mouth(shape)
    assert (points[[67, 66, 65], 1] >= points[[61, 62, 63], 1] - 1e-6).all()
    above = np.interp(points[49:54, 0], points[60:65, 0], points[60:65, 1])
    below = np.interp(points[59:54:-1, 0], points[LOWER_INNER, 0], points[LOWER_INNER, 1])
    assert (points[49:54, 1] < above).all()
    assert (points[59:54:-1, 1] > below).all()
    assert np.all(np.diff(points[48:55, 0]) > 0)


def test_pressed_lips_are_thin() -> None:
    pressed, relaxed = mouth(M), mouth(Mouth(smile=M.smile))
    assert np.ptp(pressed[[51, 62], 1]) < 0.7 * np.ptp(relaxed[[51, 62], 1])
    assert np.ptp(pressed[[57, 66], 1]) < 0.8 * np.ptp(relaxed[[57, 66], 1])


def test_a_smile_lifts_and_widens() -> None:
    happy, grave = mouth(Mouth(smile=1.0)), mouth(Mouth(smile=0.1))
    assert happy[48, 1] < grave[48, 1] - 3
    assert width(happy) > width(grave) + 4
