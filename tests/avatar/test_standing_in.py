"""A face that fails in a running call gives way to the next."""

import numpy as np
import pytest

from avatar import standing_in
from avatar.standing_in import StandingIn
from avatar.types import Cue, Cues, Frame, Mood, State

REST = Cue(State.IDLE, Mood.CALM, 0.0)
CUES = Cues(REST, REST)


class Face:
    def __init__(self, brightness: int, side: int = 64) -> None:
        self.size = (side, side)
        self.brightness = brightness
        self.asked = 0
        self.broken = False

    def animate(self, cues: Cues, at: float) -> Frame:
        self.asked += 1
        if self.broken:
            raise RuntimeError("out of memory")
        return Frame(np.full((*self.size, 3), self.brightness, np.uint8), at)


def test_the_first_is_shown_while_it_can() -> None:
    first, second = Face(200), Face(100)
    assert StandingIn([first, second]).animate(CUES, 0.0).image[0, 0, 0] == 200
    assert second.asked == 0


def test_the_next_is_shown_in_its_size_and_the_first_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Face(200, side=96), Face(100)
    face = StandingIn([first, second])
    first.broken = True
    for at in range(5):
        image = face.animate(CUES, float(at)).image
        assert image.shape == (96, 96, 3) and image[0, 0, 0] == 100
    assert first.asked == 1
    first.broken = False
    monkeypatch.setattr(standing_in, "REST", 0.0)
    assert face.animate(CUES, 6.0).image[0, 0, 0] == 200


def test_when_none_can_draw_it_is_said() -> None:
    only = Face(200)
    only.broken = True
    with pytest.raises(RuntimeError):
        StandingIn([only]).animate(CUES, 0.0)
