from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.animators.illustration import SPROUT, Illustration, load
from avatar.portraits.store import read, write
from avatar.types import Mood, State
from avatar.warping.points import INNER
from tests.avatar.talk import cues, said

FRAME = 1 / 25
TALK = "ㅏㄴㄴㅕㅇㅎㅏㅅㅔㅇㅛ ㅁㅜㅓㅅㅡㄹㄷㅗㅘㄷㅡㄹㅣㄹㄲㅏㅇㅛ ㅂㅏㅂㅡㄴ ㅁㅏㅁㅏㅍㅏ"


@pytest.fixture(scope="module")
def sprout() -> Illustration:
    return load()


def dark_inside(image: NDArray[np.uint8]) -> int:
    """Pixels of the mouth's dark inside around where the sprout's mouth is."""
    mouth = image[325:390, 200:312].astype(int)
    return int(((mouth[..., 0] > 50) & (mouth.sum(axis=-1) < 260) & (mouth[..., 0] > mouth[..., 1] + 20)).sum())


def test_mouth_opens_on_an_inside_and_shuts_again(sprout: Illustration) -> None:
    talk = cues(State.SPEAKING, Mood.CALM, said("ㅏㅏㅏ", 0.2))
    before, during, after = (dark_inside(sprout.animate(talk, at).image) for at in (0.5, 1.3, 2.6))
    assert during > 200
    assert max(before, after) < 0.2 * during


def test_closures_shut_the_lips(sprout: Illustration) -> None:
    talk = cues(State.SPEAKING, Mood.CALM, said("ㅏㅁㅏ", 0.2))
    gaps = [np.ptp(sprout.expression(talk, at).landmarks[[62, 66], 1]) for at in (1.1, 1.28, 1.5)]
    assert gaps[1] < 1
    assert min(gaps[0], gaps[2]) > 8


def test_twenty_seconds_of_talk_without_a_jump(sprout: Illustration) -> None:
    talk = cues(State.SPEAKING, Mood.CALM, *(said(TALK, 0.075) for _ in range(5)))
    assert talk.lines[-1].end > 20
    points = [sprout.expression(talk, at).landmarks / 512 for at in np.arange(0, 20, FRAME)]
    steps = [np.abs(one - other).max() for one, other in pairwise(points)]
    assert 0.002 < max(steps) < 0.03


def test_silence_is_a_shut_mouth_in_a_face_that_lives(sprout: Illustration) -> None:
    quiet = [sprout.expression(cues(State.IDLE), at) for at in np.arange(0, 30, FRAME)]
    own = sprout.expression(cues(State.IDLE), 0.0).head
    assert max(np.ptp(moment.landmarks[[62, 66], 1]) for moment in quiet) < 1
    lips = [moment.landmarks[INNER] - moment.landmarks[INNER].mean(axis=0) for moment in quiet]
    assert np.ptp(lips, axis=0).max() < 3, "it only turns with the head"
    assert min(moment.lids for moment in quiet) < 0.3, "blinks"
    assert np.ptp([moment.breath for moment in quiet]) > 0.5
    assert any(not np.allclose(moment.head, own) for moment in quiet)


def test_a_blink_covers_the_eye(sprout: Illustration) -> None:
    quiet = cues(State.IDLE)
    lids = {at: sprout.expression(quiet, at).lids for at in np.arange(0, 20, FRAME)}
    open_at, shut_at = max(lids, key=lambda at: lids[at]), min(lids, key=lambda at: lids[at])

    def dark(at: float) -> int:
        return int((sprout.animate(quiet, at).image[240:305, 170:220].max(axis=-1) < 110).sum())

    assert dark(shut_at) < 0.3 * dark(open_at)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("mood", list(Mood))
def test_every_state_carries_the_badge(sprout: Illustration, state: State, mood: Mood) -> None:
    badge = sprout.animate(cues(state, mood), 3.0).image[460:488, 35:160]
    assert (badge == 255).all(axis=-1).sum() > 300


def test_same_cues_same_picture_from_two_threads(sprout: Illustration) -> None:
    talk = cues(State.SPEAKING, Mood.WARM, said("ㅁㅏㄹㅂㅓㅅ", 0.1))
    times = list(np.arange(1.0, 1.6, FRAME)) * 2
    alone = [sprout.animate(talk, at).image for at in times]
    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(lambda at: sprout.animate(talk, at).image, times))
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


def test_still_keeps_only_mouth_blink_and_gaze() -> None:
    still = load(still=True)
    quiet = [still.expression(cues(State.IDLE), at) for at in np.arange(0, 10, FRAME)]
    assert {moment.breath for moment in quiet} == {0.0}
    assert all(np.array_equal(moment.head, quiet[0].head) for moment in quiet)


def test_frame_is_what_the_contract_says(sprout: Illustration) -> None:
    frame = sprout.animate(cues(State.IDLE), 3.25)
    assert frame.at == 3.25
    assert frame.image.dtype == np.uint8
    assert frame.image.shape == (sprout.size[1], sprout.size[0], 3)


def test_an_illustration_of_another_size_and_shape_works(tmp_path: Path) -> None:
    portrait = read(SPROUT)
    cut = replace(
        portrait,
        frames=portrait.frames[:, :, 40:480].copy(),
        landmarks=portrait.landmarks - np.array([40, 0], np.float32),
    )
    write(cut, tmp_path / "narrow")
    narrow = load(str(tmp_path / "narrow"))
    image = narrow.animate(cues(State.IDLE), 1.0).image
    assert image.shape == (512, 440, 3)
    assert (image[440:, :160] > 235).all(axis=-1).sum() > 200, "carries the badge"


def test_what_is_no_portrait_or_no_face_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="portrait"):
        load(str(tmp_path))
    portrait = read(SPROUT)
    write(replace(portrait, landmarks=portrait.landmarks[:, ::-1].copy()), tmp_path / "upside")
    with pytest.raises(ValueError, match="upright"):
        load(str(tmp_path / "upside"))


def test_the_sprout_of_the_high_contrast_theme_differs_in_its_background_alone(sprout: Illustration) -> None:
    rest = cues(State.IDLE, Mood.CALM)
    day, dark = (face.animate(rest, 0.0).image.astype(int) for face in (sprout, load(background="contrast")))
    assert np.abs(day[250:300, 230:280] - dark[250:300, 230:280]).max() < 8, "the face"
    assert day[:, :20].mean() - dark[:, :20].mean() > 60, "the ground behind it"
