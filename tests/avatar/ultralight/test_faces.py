from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar.portraits import store
from avatar.types import Portrait
from avatar.ultralight.faces import faces
from tests.avatar.wav2lip.sitter import portrait


@pytest.fixture(scope="module")
def sitter() -> Portrait:
    """The neutral picture of the portrait that comes with the product."""
    whole = store.read(Path(__file__).parents[3] / "portraits" / "counsellor")
    one = np.s_[whole.neutral : whole.neutral + 1]
    return replace(whole, frames=whole.frames[one], boxes=whole.boxes[one], landmarks=whole.landmarks[one], neutral=0)


def test_the_square_is_as_wide_as_the_jaw_from_the_ridge_of_the_nose_to_below_the_chin(sitter: Portrait) -> None:
    cut_out = faces(sitter)
    left, top, right, bottom = cut_out.portrait.boxes[0]
    points = sitter.landmarks[0]
    assert right - left == bottom - top
    assert points[28, 1] < top < points[30, 1]
    assert points[8, 1] < bottom
    assert abs(right - left - np.ptp(points[:17, 0])) < 3
    assert cut_out.crops.shape[1:] == (168, 168, 3)


def test_the_whole_mouth_is_redrawn_and_nothing_at_the_edge(sitter: Portrait) -> None:
    cut_out = faces(sitter)
    left, top, right, _ = cut_out.portrait.boxes[0]
    mouth = (sitter.landmarks[0][48:] - (left, top)) * (168 / (right - left))
    mask = cut_out.masks[0]
    assert min(mask[int(y), int(x)] for x, y in mouth) > 100
    assert mask[0].max() == mask[-1].max() == mask[:, 0].max() == mask[:, -1].max() == 0


def test_a_face_too_near_to_the_edge_is_refused() -> None:
    with pytest.raises(ValueError, match="too little around"):
        faces(portrait(1, box=(60, 100, 220, 256)))
