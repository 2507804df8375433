import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from avatar import mouth_shapes
from avatar.counsellor.face import face_outline
from avatar.counsellor.man import MAN
from avatar.counsellor.mouth import Lips
from avatar.counsellor.portrait import Portrait
from avatar.counsellor.pose import Pose
from avatar.counsellor.woman import WOMAN
from avatar.mouth_opening import opening
from avatar.mouth_shapes import Mouth

SHAPES = {name: getattr(mouth_shapes, name) for name in ("REST", "A", "EO", "O", "U", "I", "E", "M", "S", "N")}


@pytest.fixture(scope="module", params=[WOMAN, MAN], ids=["woman", "man"])
def portrait(request: pytest.FixtureRequest) -> Portrait:
    return Portrait(person=request.param)


def drawn(portrait: Portrait, mouth: Mouth, **pose: float) -> NDArray[np.uint8]:
    return portrait.draw(Pose(**{**mouth._asdict(), **pose}))


def test_ten_mouth_shapes_are_told_apart_on_a_small_face(portrait: Portrait) -> None:
    share = 120 / 184  # the face is 184 pixels wide in the whole picture
    small = {
        name: cv2.resize(drawn(portrait, mouth), None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        for name, mouth in SHAPES.items()
    }
    lips = np.s_[155:215, 130:205]
    names = list(small)
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            apart = np.abs(small[one][lips].astype(float) - small[other][lips]).mean()
            assert apart > 1.5, (one, other)
    for one, other in (("O", "U"), ("U", "M"), ("O", "A"), ("M", "A")):
        assert np.abs(small[one][lips].astype(float) - small[other][lips]).mean() > 4, (one, other)


def test_shapes_open_in_their_order(portrait: Portrait) -> None:
    opened = {name: opening(drawn(portrait, mouth)) for name, mouth in SHAPES.items()}
    assert opened["A"] > opened["EO"] > opened["O"] > opened["U"] > opened["M"] == opened["REST"] == 0


@pytest.mark.parametrize(
    "pose", [{"tilt": 3.0, "turn": 0.35}, {"tilt": -3.0, "turn": -0.35}, {"nod": 0.85}, {"lid": 0.0}]
)
def test_opening_does_not_depend_on_how_she_holds_her_head(portrait: Portrait, pose: dict[str, float]) -> None:
    for mouth in (mouth_shapes.A, mouth_shapes.O, mouth_shapes.M):
        assert opening(drawn(portrait, mouth, **pose)) == pytest.approx(opening(drawn(portrait, mouth)), abs=0.15)


def test_opening_is_read_from_a_picture_of_another_size(portrait: Portrait) -> None:
    large = cv2.resize(drawn(portrait, mouth_shapes.A), (720, 720))
    assert opening(np.asarray(large, np.uint8)) > 0.7


def test_badge_is_never_touched(portrait: Portrait) -> None:
    badge = np.s_[456:490, 36:152]
    calm = portrait.draw(Pose())[badge]
    assert (calm == 255).all(axis=-1).sum() > 300, "white letters"
    assert (np.abs(calm.astype(int) - (11, 74, 87)).max(axis=-1) < 6).sum() > 1_500, "dark ground"
    for pose in (Pose(tilt=4, turn=1), Pose(nod=2, breath=1), Pose(tilt=-4, turn=-1, jaw=1)):
        assert np.array_equal(portrait.draw(pose)[badge], calm)


def test_closing_the_lid_hides_the_eye(portrait: Portrait) -> None:
    eyes = np.s_[180:210, 190:320]
    opened, shut = portrait.draw(Pose())[eyes], portrait.draw(Pose(lid=0))[eyes]
    assert (opened.max(axis=-1) < 60).sum() > 5 * (shut.max(axis=-1) < 60).sum()


def test_lips_meet_when_nothing_opens_them() -> None:
    for pose in (Pose(), Pose(press=0.85), Pose(smile=1), Pose(round=1, press=0.85)):
        assert Lips.of(pose).gap == 0


def test_the_man_has_the_broader_jaw() -> None:
    (woman, man) = (face_outline(Pose(), person.look) for person in (WOMAN, MAN))
    assert np.ptp(man[man[:, 1] > 285][:, 0]) > np.ptp(woman[woman[:, 1] > 285][:, 0]) + 12
    assert man[:, 1].max() > woman[:, 1].max() + 4


def test_cheeks_are_full_in_a_smile_and_drawn_in_by_an_open_mouth() -> None:
    rest, smiling, opened = (face_outline(pose) for pose in (Pose(smile=0), Pose(smile=1), Pose(smile=0, jaw=1)))
    wide = [float(np.interp(246, line[10:90, 1], line[10:90, 0])) for line in (opened, rest, smiling)]
    assert wide[0] + 1 < wide[1] < wide[2] - 1


def test_a_bow_brings_the_mouth_down(portrait: Portrait) -> None:
    def darkest_row(pose: Pose) -> int:
        return int(portrait.draw(pose)[252:330, 230:286].sum(axis=(1, 2), dtype=np.int64).argmin())

    assert darkest_row(Pose(nod=2, jaw=0.5)) > darkest_row(Pose(jaw=0.5)) + 15


def test_any_mixture_of_shapes_can_be_drawn(portrait: Portrait) -> None:
    chance = np.random.default_rng(5)
    low, high = np.zeros(20), np.ones(20)
    low[[9, 10]], high[11] = (-1, -0.2), 1.1
    low[13:17], high[13:18] = (-1, -1, -4, -1), (1, 1, 4, 1, 2)
    for _ in range(30):
        pose = Pose(*chance.uniform(low, high))
        assert portrait.draw(pose).shape == (512, 512, 3)


def test_contrast_ground_is_darker_at_the_edge() -> None:
    assert Portrait("contrast").draw(Pose())[:40].mean() < Portrait("day").draw(Pose())[:40].mean() - 80
