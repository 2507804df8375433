import numpy as np

from avatar.mouth_opening import opening
from avatar.training.clips import spoken
from avatar.training.pictures import SIDE, Painter, box, poses
from tests.avatar.talk import said

CLIP = spoken([said("ㅏㅏㅏㅏㅏㅏ")], start=1.0)


def test_only_the_mouth_differs() -> None:
    rest, saying = poses(CLIP.cues, 1.3, 40.0)
    assert saying.jaw > rest.jaw
    assert (saying.brow, saying.nod, saying.lid, saying.turn) == (rest.brow, rest.nod, rest.lid, rest.turn)


def test_before_anything_is_said_the_mouth_is_at_rest() -> None:
    rest, saying = poses(CLIP.cues, 0.2, 40.0)
    assert rest == saying


def test_the_drawn_mouth_opens_within_the_box() -> None:
    painter = Painter()
    rest, saying = poses(CLIP.cues, 1.3, 40.0)
    resting, speaking = painter.draw(rest), painter.draw(saying)
    assert opening(speaking) > opening(resting) + 0.3
    around = box(rest)
    apart = np.abs(around.cut(speaking).astype(int) - around.cut(resting)).max(axis=2)
    assert apart.shape == (SIDE, SIDE)
    assert apart[: SIDE // 2, SIDE // 4 : -SIDE // 4].max() < 8
    assert apart[SIDE // 2 :].max() > 60


def test_boxes_stray_a_little() -> None:
    rest, _ = poses(CLIP.cues, 0.2, 40.0)
    exact = box(rest)
    strayed = box(rest, np.random.default_rng(0))
    assert strayed != exact
    assert abs(strayed.left - exact.left) < 0.05 * (exact.right - exact.left)


def test_a_crop_is_blue_first() -> None:
    picture = np.zeros((512, 512, 3), np.uint8)
    picture[..., 0] = 200
    rest, _ = poses(CLIP.cues, 0.2, 40.0)
    assert box(rest).cut(picture)[0, 0].tolist() == [0, 0, 200]
