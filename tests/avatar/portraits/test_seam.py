import numpy as np

from avatar.portraits.seam import close_loop
from tests.avatar.portraits.faces import shipped


def test_the_end_goes_over_into_what_came_before_the_beginning() -> None:
    portrait = shipped()
    frames, points = portrait.frames[20:60].copy(), portrait.landmarks[20:60].copy()
    drift = np.linspace(0, 6, 40, dtype=np.float32)
    points[..., 0] += drift[:, None]
    frames = np.stack([np.roll(frame, round(float(by)), axis=1) for frame, by in zip(frames, drift, strict=True)])
    loop, places = close_loop(frames, points, overlap=10)
    assert len(loop) == len(places) == 30
    assert np.array_equal(loop[:20], frames[10:30]), "only the end is changed"
    before, after = (np.abs(one[-1].astype(int) - one[0]).mean() for one in (frames[10:], loop))
    assert after < 0.5 * before
    assert np.abs(places[-1] - places[0]).max() < 1.5 < np.abs(points[-1] - points[10]).max()


def test_faces_in_the_same_place_are_not_blurred() -> None:
    portrait = shipped()
    same = np.repeat(portrait.frames[:1], 20, axis=0)
    loop, _ = close_loop(same, np.repeat(portrait.landmarks[:1], 20, axis=0), overlap=8)
    assert np.abs(loop[-1].astype(int) - same[0]).max() <= 2
