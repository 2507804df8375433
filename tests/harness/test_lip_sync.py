"""Every face goes through a real call: its mouth must follow the sound that was received."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from harness.lip_sync import listen, serving
from harness.mouth import MouthReader, mouth_of

PORTRAITS = Path(__file__).parents[2] / "portraits"


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("engine", "overrides", "portrait"),
    [
        ("counsellor", (), None),
        ("illustration", (), "sprout"),
        ("wav2lip", ("avatar.animator.weights=avatar/weights/small-wav2lip.onnx",), "counsellor"),
    ],
)
def test_the_mouth_follows_the_sound_at_the_caller(
    engine: str, overrides: tuple[str, ...], portrait: str | None
) -> None:
    mouth = MouthReader(mouth_of(PORTRAITS / portrait)) if portrait else None
    with serving(engine, overrides) as url:
        found = asyncio.run(listen(url, 2, mouth))
    assert found.told, "mouth and sound have nothing to do with each other"
    assert found.correlation > 0.3
    assert abs(np.median(found.offsets_ms)) < 120


def test_a_reader_sees_a_mouth_that_is_not_as_at_rest() -> None:
    rest = np.full((100, 100, 3), 200, np.uint8)
    opened = rest.copy()
    opened[60:80, 30:70] = 20
    reader = MouthReader((0.3, 0.55, 0.7, 0.85))
    assert reader(rest) == 0
    assert reader(opened) > 0.5
    assert reader(rest) == 0
