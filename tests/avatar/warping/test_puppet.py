import cv2
import numpy as np
import pytest

from avatar.counsellor.pose import Pose
from avatar.warping import inside, lids
from avatar.warping.points import Build
from avatar.warping.posing import expressed
from avatar.warping.puppet import Puppet
from avatar.warping.sprout import draw, landmarks, portrait


@pytest.fixture(scope="module")
def puppet() -> Puppet:
    return Puppet(portrait())


def test_the_shipped_picture_is_the_one_the_script_draws(puppet: Puppet) -> None:
    from avatar.animators.illustration import SPROUT
    from avatar.portraits.store import read

    shipped = read(SPROUT)
    assert np.abs(shipped.frames[0].astype(int) - draw()).mean() < 2
    assert np.abs(shipped.landmarks[0] - landmarks()).max() < 0.02


def test_a_face_at_rest_is_the_picture_itself(puppet: Puppet) -> None:
    image = puppet.draw(expressed(puppet.build, Pose(smile=0.6)))
    above_badge = np.s_[:440]
    assert np.abs(image[above_badge].astype(int) - draw()[above_badge]).mean() < 1


def test_every_pose_covers_the_whole_picture_without_folds(puppet: Puppet) -> None:
    wild = Pose(jaw=1, part=1, wide=1, smile=1, brow=1, tilt=4, turn=1, nod=2, breath=1, gaze_x=1, gaze_y=1)
    for pose in (wild, wild._replace(tilt=-4, turn=-1, wide=0, round=1)):
        expression = expressed(puppet.build, pose)
        image = puppet.draw(expression)
        head = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[100:420]
        assert head.std() > 5
        assert np.isfinite(expression.landmarks).all()


def test_a_head_that_tilts_takes_its_surroundings_along_but_not_the_edge(puppet: Puppet) -> None:
    rest, tilted = (puppet.draw(expressed(puppet.build, Pose(smile=0.6, tilt=tilt))) for tilt in (0, 4))
    moved = np.abs(rest.astype(int) - tilted).max(axis=-1)
    assert moved[20:100, 180:340].max() > 60, "the leaves"
    assert moved[:2].max() <= 4
    assert moved[:, -2:].max() <= 4


def test_skin_flows_into_the_place_of_the_eyes() -> None:
    picture = draw()
    skin = lids.without_eyes(picture, Build.of(landmarks()))
    eye = np.s_[250:295, 180:208]
    assert picture[eye].min() < 40
    assert skin[eye].min() > 180
    changed = np.abs(skin.astype(int) - picture).max(axis=-1) > 8
    assert changed.mean() < 0.03, "nothing else changes"


def test_a_dark_picture_gets_no_white_teeth() -> None:
    build = Build.of(landmarks())
    assert inside.light_on(draw(), build).tolist() == [1, 1, 1]
    assert inside.light_on(draw() // 2, build) == pytest.approx(np.full(3, 0.55), abs=0.12)
    assert inside.light_on(np.zeros((512, 512, 3), np.uint8), build).min() > 0.3


def test_landmarks_that_are_no_face_are_refused() -> None:
    with pytest.raises(ValueError, match="upright"):
        Build.of(landmarks()[::-1])
    with pytest.raises(ValueError, match="68"):
        Build.of(np.zeros((5, 2), np.float32))
