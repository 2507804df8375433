from itertools import pairwise

import numpy as np

from avatar.counsellor.portrait import Portrait as Drawing
from avatar.portraits import ibug
from avatar.portraits.drawn import landmarks
from avatar.portraits.from_counsellor import loop
from tests.avatar.portraits.faces import shipped


def test_the_shipped_loop_is_what_is_drawn_today() -> None:
    portrait, poses = shipped(), loop()
    assert len(poses) == len(portrait.frames)
    drawing = Drawing("day")
    for index in (0, portrait.neutral, len(poses) - 1):
        assert np.abs(drawing.draw(poses[index]).astype(int) - portrait.frames[index]).mean() < 4
        assert np.abs(landmarks(poses[index]) - portrait.landmarks[index]).max() < 3


def test_its_end_meets_its_beginning() -> None:
    ring = [*shipped().frames, shipped().frames[0]]
    change = [float(np.abs(one.astype(np.int16) - other).mean()) for one, other in pairwise(ring)]
    assert change[-1] <= 1.2 * max(change[:-1])


def test_she_blinks_once_and_rests_with_open_eyes() -> None:
    portrait = shipped()
    gaps = np.array([ibug.eye_gap(points) for points in portrait.landmarks])
    shut = gaps < 0.3 * gaps.max()
    assert sum(now and not before for before, now in pairwise(shut)) == 1
    assert gaps[portrait.neutral] > 0.9 * gaps.max()


def test_her_boxes_hold_her_landmarks() -> None:
    portrait = shipped()
    for box, points in zip(portrait.boxes, portrait.landmarks, strict=True):
        assert (points >= box[:2] - 2).all() and (points <= box[2:] + 2).all()
