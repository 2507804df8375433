import numpy as np
import pytest

from avatar.makeittalk.face import Face, adjusted
from avatar.makeittalk.joining import calibrated, joined, resampled, unfolded, whole
from avatar.warping.sprout import landmarks

FRAMES = 40


@pytest.fixture
def face() -> Face:
    return Face.of(landmarks().astype(np.float64), np.zeros((68, 3)))


def test_the_face_is_as_wide_as_the_networks_know_it_and_comes_back_to_its_pixels(face: Face) -> None:
    assert np.ptp(face.shape[[0, 16], 0]) == pytest.approx(1.6)
    assert face.shape[[0, 16]].mean(axis=0)[:2] == pytest.approx((0, 0))
    lower = face.shape + np.array([0, 0.1, 0])
    moved = face.movement(lower[None])
    assert moved[0, :, 0] == pytest.approx(np.zeros(68))
    assert moved[0, :, 1] == pytest.approx(np.full(68, 0.1 * face.pixels))


def test_depth_is_a_tenth_of_the_standard_faces() -> None:
    standard = np.zeros((68, 3))
    standard[30] = (5, 5, 0.7)
    shape = Face.of(landmarks().astype(np.float64), standard).shape
    assert shape[30, 2] == pytest.approx(0.07)


def test_branches_that_say_nothing_leave_the_face_as_it_is(face: Face) -> None:
    still = joined(np.zeros((FRAMES, 204)), np.zeros((FRAMES, 204)), face.shape)
    assert np.abs(whole([still]) - face.shape)[:, 28:].max() < 1e-9


def test_what_the_lips_always_do_is_taken_out_and_the_rest_doubled() -> None:
    content = np.full((FRAMES, 204), 0.3)
    content[-5:] += 0.1
    moved = calibrated(content)
    assert moved[0] == pytest.approx(np.zeros((68, 3)))
    assert moved[-1, 48:, :2] == pytest.approx(np.full((20, 2), 0.2))
    assert moved[-1, :48] == pytest.approx(np.full((48, 3), 0.1))


def test_the_speaker_branch_moves_the_head_but_does_not_open_its_mouth(face: Face) -> None:
    speaker = np.zeros((FRAMES, 68, 3))
    speaker[:, 66, 1] = 0.2
    speaker[:, 30, 0] = 0.2
    moved = joined(np.zeros((FRAMES, 204)), speaker.reshape(FRAMES, 204), face.shape) - face.shape
    assert moved[20, 30, 0] == pytest.approx(0.1), "half of it"
    assert abs(moved[20, 66, 1] - moved[20, 62, 1]) < 0.01
    assert moved[20, 62, 1] > 0.02


def test_lips_do_not_pass_through_each_other(face: Face) -> None:
    shapes = np.repeat(face.shape[None], 3, axis=0)
    shapes[1, 65:68, 1] -= 0.3
    shapes[1, 61:64, 1] += 0.3
    mended = unfolded(shapes)
    assert mended[1, 62] == pytest.approx(mended[1, 66])
    assert mended[1, 57, 1] > mended[1, 51, 1]
    assert np.array_equal(mended[[0, 2]], shapes[[0, 2]])


def test_movement_is_smooth_and_the_nose_straight(face: Face) -> None:
    shaken = face.shape + np.random.default_rng(0).normal(0, 0.01, (FRAMES, 68, 3))
    calm = whole([shaken[:20].copy(), shaken[20:].copy()])
    assert calm.shape == shaken.shape
    assert np.abs(np.diff(calm, axis=0)).mean() < 0.5 * np.abs(np.diff(shaken, axis=0)).mean()


def test_25_a_second_take_the_place_of_62_and_a_half() -> None:
    given = np.arange(126.0)[:, None] / 62.5
    wanted = resampled(given, 62.5, 25)
    assert len(wanted) == 51
    assert wanted[:, 0] == pytest.approx(np.arange(51) / 25)
    assert resampled(given[:1], 62.5, 25).shape == (1, 1)


def test_a_photographs_lips_get_slimmer_and_its_eyes_wider() -> None:
    points = landmarks().astype(np.float64)
    changed = adjusted(points, 512)
    assert np.ptp(changed[[51, 57], 1]) == pytest.approx(np.ptp(points[[51, 57], 1]) - 4)
    assert np.ptp(changed[[37, 41], 1]) == pytest.approx(np.ptp(points[[37, 41], 1]) + 8)
