from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from avatar.animators.illustration import SPROUT  # noqa: E402
from avatar.animators.makeittalk import Illustrated, Photographed, load  # noqa: E402
from avatar.makeittalk import moving  # noqa: E402
from avatar.types import Mood, State  # noqa: E402
from speech.types import Speech  # noqa: E402
from tests.avatar.makeittalk.checkpoints import write_networks, write_texts  # noqa: E402
from tests.avatar.talk import RATE, cues, hum  # noqa: E402

SECOND = 1.0
"""when the speech begins"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    made: Path = tmp_path_factory.mktemp("makeittalk")
    write_networks(made)
    write_texts(made)
    return made


@pytest.fixture(scope="module")
def illustrated(folder: Path) -> Illustrated:
    animator = load(str(folder))
    assert isinstance(animator, Illustrated)
    return animator


def spoken(seconds: float = 0.6) -> Speech:
    """A voice that swells, so that there is something to follow."""
    swell = 0.5 + 0.5 * np.sin(2 * np.pi * 3 * np.arange(round(seconds * RATE)) / RATE)
    return Speech((hum(seconds) * swell).astype(np.float32), RATE, "음")


def test_sound_becomes_landmarks_25_times_a_second(illustrated: Illustrated) -> None:
    speech = spoken(1.0)
    moves = illustrated._movements(speech)
    assert moves.shape[1:] == (68, 2)
    assert 25 <= len(moves) <= 27
    assert np.isfinite(moves).all()
    assert np.ptp(moves[:, 48:], axis=0).max() > 0.05, "something moves"


def test_an_illustration_talks_and_rests(illustrated: Illustrated) -> None:
    talk = cues(State.SPEAKING, Mood.CALM, spoken())
    before, during, after = (illustrated.animate(talk, at).image for at in (0.6, 1.3, 2.6))
    quiet = [illustrated.animate(cues(State.SPEAKING), at).image for at in (0.6, 1.3, 2.6)]
    assert np.array_equal(before, quiet[0])
    assert np.array_equal(after, quiet[2])
    assert not np.array_equal(during, quiet[1])
    assert (during[460:488, 35:160] == 255).all(axis=-1).sum() > 300, "carries the badge"


def test_a_photograph_is_drawn_only_while_there_is_speech(folder: Path) -> None:
    animator = load(str(folder), by="network")
    assert isinstance(animator, Photographed)
    drawn = []
    network = animator._drawn

    def counted(
        landmarks: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    ) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
        drawn.append(landmarks)
        return network(landmarks)

    animator._drawn = counted
    talk = cues(State.SPEAKING, Mood.CALM, spoken())
    rest, said = animator.animate(talk, 0.2).image, animator.animate(talk, 1.3).image
    assert len(drawn) == 1
    assert drawn[0].shape == (68, 2)
    assert rest.shape == said.shape == (512, 512, 3)
    assert not np.array_equal(rest, said)
    for image in (rest, said):
        assert (image[460:488, 35:160] == 255).all(axis=-1).sum() > 300


def test_the_mouth_closes_where_the_voice_is_cut() -> None:
    talk = cues(State.SPEAKING, Mood.CALM, spoken(2.0)).lines[0]
    cut = type(talk)(talk.speech, talk.start, cut=1.5)
    assert moving._share(talk, 1.7) == 1
    assert moving._share(cut, 1.49) == 1
    assert moving._share(cut, 1.7) == 0


def test_loading_says_that_it_is_not_for_commercial_use(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    load(str(folder))
    assert "not for commercial use" in caplog.text


def test_what_is_missing_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="is no folder"):
        load(str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match="STD_FACE_LANDMARKS"):
        load(str(tmp_path))
    write_texts(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"ckpt_autovc\.pth"):
        load(str(tmp_path))
    with pytest.raises(FileNotFoundError, match="portrait"):
        load(str(folder), portrait=str(tmp_path))
    with pytest.raises(ValueError, match="warping"):
        load(str(folder), portrait=str(SPROUT), by="magic")  # type: ignore[arg-type]
