"""Whether a found face is good enough to be animated, and what to do when it is not."""

from collections.abc import Iterator
from typing import Final

from avatar.portraits.finder import Found
from avatar.portraits.problems import PictureError

SMALLEST_FACE: Final = 60.0
"""pixels from the brows to the chin"""
SHARP_FACE: Final = 140.0
"""pixels from which the picture need not be enlarged by much"""
MOST_YAW, MOST_PITCH, MOST_ROLL = 20.0, 25.0, 15.0
"""degrees"""
USUAL_PITCH: Final = 9.0
"""what the mesh says of a level face: the chin lies behind the forehead"""
OPEN_MOUTH: Final = 0.10
"""opening as a share of the mouth's width from which the lips are apart"""
SHUT_EYES: Final = 0.2
"""openness below which they are closed"""

EYES_CLOSED: Final = "the eyes are closed; they must be open"


def check(found: Found) -> None:
    """Raises PictureError with everything that is wrong."""
    wrong = list(problems(found))
    if wrong:
        raise PictureError("; ".join(wrong))


def hints(found: Found) -> Iterator[str]:
    """What could be better."""
    if found.height < SHARP_FACE:
        yield (
            f"the face is {found.height:.0f} pixels tall from brows to chin and will look soft; "
            f"a picture with {SHARP_FACE:.0f} or more is better"
        )
    if abs(found.yaw) > MOST_YAW / 2:
        yield f"the face is turned by {abs(found.yaw):.0f} degrees; a straight look into the camera moves better"


def problems(found: Found) -> Iterator[str]:
    """What stands in the way, each with what to do."""
    if found.height < SMALLEST_FACE:
        yield (
            f"the face is only {found.height:.0f} pixels tall from brows to chin, {SMALLEST_FACE:.0f} are needed; "
            "take the picture closer or with more pixels"
        )
    if abs(found.yaw) > MOST_YAW:
        yield f"the face is turned away by {abs(found.yaw):.0f} degrees; it must look straight into the camera"
    if abs(found.pitch - USUAL_PITCH) > MOST_PITCH:
        yield "the face looks up or down; the camera must be at the height of the eyes"
    if abs(found.roll) > MOST_ROLL:
        yield f"the head is tilted by {abs(found.roll):.0f} degrees; turn the picture until the eyes are level"
    if found.mouth > OPEN_MOUTH:
        yield "the mouth is open or the teeth show; the lips must be closed"
    if found.eyes < SHUT_EYES:
        yield EYES_CLOSED
