from dataclasses import replace

import numpy as np
import pytest

from avatar.portraits.calm import OVERLAP, calmest
from avatar.portraits.finder import Found
from avatar.portraits.problems import PictureError
from tests.avatar.portraits.faces import face, finder


def looks(count: int) -> list[Found | str]:
    """A face that trembles a little."""
    found = finder().find(face())
    chance = np.random.default_rng(5)
    return [replace(found, points=found.points + chance.normal(0, 0.2, 2).astype(np.float32)) for _ in range(count)]


def changed(series: list[Found | str], begin: int, end: int, **change: float) -> None:
    for index in range(begin, end):
        look = series[index]
        assert isinstance(look, Found)
        series[index] = replace(look, **change)  # type: ignore[arg-type]


def test_the_piece_without_speech_is_taken() -> None:
    series = looks(250)
    changed(series, 0, 80, mouth=0.3)
    changed(series, 200, 250, mouth=0.3)
    piece = calmest(series, 100, 50)
    assert piece.count == 100
    assert piece.start - OVERLAP >= 80 and piece.start + piece.count <= 200


def test_a_shorter_piece_is_better_than_none() -> None:
    series = looks(200)
    changed(series, 80, 90, mouth=0.3)
    changed(series, 170, 200, yaw=50.0)
    assert 50 <= calmest(series, 100, 50).count < 100


def test_a_blink_is_welcome_but_not_at_the_ends() -> None:
    series = looks(130)
    changed(series, 60, 66, eyes=0.05)
    piece = calmest(series, 100, 50)
    ends = {*range(piece.start - OVERLAP, piece.start + 1)}
    ends |= {*range(piece.start + piece.count - OVERLAP, piece.start + piece.count)}
    assert not ends & set(range(60, 66))


def test_a_clip_full_of_talk_says_so_and_what_to_record() -> None:
    series = looks(200)
    changed(series, 0, 200, mouth=0.3)
    with pytest.raises(PictureError, match=r"mouth is open.*Record ten seconds"):
        calmest(series, 100, 50)


def test_a_head_that_never_rests_is_refused() -> None:
    series = looks(200)
    for index, look in enumerate(series):
        assert isinstance(look, Found)
        series[index] = replace(look, points=look.points + np.float32(0.02 * look.height * index))
    with pytest.raises(PictureError, match="moves too much"):
        calmest(series, 100, 50)


def test_clips_without_a_face_or_too_short_are_refused() -> None:
    with pytest.raises(PictureError, match="no face was found"):
        calmest(["no face was found"] * 200, 100, 50)
    with pytest.raises(PictureError, match="too short"):
        calmest(looks(40), 100, 50)
