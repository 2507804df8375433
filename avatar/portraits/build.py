"""The whole way from a file to a portrait."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from avatar.portraits import checks, ibug, smoothing
from avatar.portraits.badge import stamp
from avatar.portraits.calm import OPEN_EYES, OVERLAP, calmest
from avatar.portraits.clip import frames
from avatar.portraits.finder import Finder, Found
from avatar.portraits.framing import frame
from avatar.portraits.headers import is_clip
from avatar.portraits.idle import FPS, Loop, blinking, idle
from avatar.portraits.problems import PictureError
from avatar.portraits.seam import close_loop
from avatar.portraits.still import read_still
from avatar.types import Portrait

SHORTEST, LONGEST = 2.0, 10.0
"""seconds of a loop"""
USUAL: Final = 4.0
"""seconds"""
_LOOK_ANEW: Final = 5
"""frames after which a clip's face is looked for again, instead of followed"""


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    portrait: Portrait
    made: str
    """how, in a sentence"""
    hints: tuple[str, ...]
    """what could be better"""


def build(source: Path, name: str, licence: str, consent: str, seconds: float = USUAL) -> Built:
    """From a photo, a drawing or a clip. Raises FileNotFoundError, PictureError with what to do, ValueError."""
    if not SHORTEST <= seconds <= LONGEST:
        raise ValueError(f"a loop lasts {SHORTEST:.0f} to {LONGEST:.0f} seconds")
    if not source.is_file():
        raise FileNotFoundError(f"no file {source}")
    with source.open("rb") as content:
        clip = is_clip(content.read(16))
    loop, made, hints = _from_clip(source, seconds) if clip else _from_still(source, seconds)
    stamp(loop.frames)
    points = loop.points
    portrait = Portrait(
        name=name,
        frames=loop.frames,
        fps=FPS,
        boxes=smoothing.boxes(points),
        landmarks=points,
        neutral=neutral(points) if clip else 0,
        licence=licence.strip(),
        consent=consent.strip(),
    )
    return Built(portrait, made, hints)


def neutral(points: ibug.Points) -> int:
    """Of n x 68 x 2 landmarks the frame with closed mouth, open eyes and level head."""
    gaps = np.array([ibug.mouth_gap(frame) for frame in points])
    eyes = np.array([ibug.eye_gap(frame) for frame in points])
    rolls = np.array([abs(ibug.roll(frame)) for frame in points])
    return int(np.argmin(gaps / 0.05 + (eyes.max() - eyes) / 0.05 + rolls / 2))


def _from_still(source: Path, seconds: float) -> tuple[Loop, str, tuple[str, ...]]:
    image = read_still(source)
    found = Finder().find(image)
    checks.check(found)
    window = frame(found.points, image.shape[1], image.shape[0])
    loop = idle(window.cut(image), window.place(found.mesh), seconds)
    return loop, "a still, moved by warping: breath, small turns, a blink", tuple(checks.hints(found))


def _from_clip(source: Path, seconds: float) -> tuple[Loop, str, tuple[str, ...]]:
    looks = _look_through(source)
    piece = calmest(looks, round(seconds * FPS), round(SHORTEST * FPS))
    first, last = piece.start - OVERLAP, piece.start + piece.count
    found = [look for look in looks[first:last] if isinstance(look, Found)]
    cuts, window = [], None
    for image in islice(frames(source, FPS), first, last):
        if window is None:
            typical = np.median([look.points for look in found], axis=0).astype(np.float32)
            window = frame(typical, image.shape[1], image.shape[0])
        cuts.append(window.cut(image))
    if window is None or len(cuts) != len(found):
        raise PictureError("the clip changes from one reading to the next; save it as MP4 (H.264)")
    usual = float(np.median([look.eyes for look in found]))
    places = [blinking(window.place(look.points), _shut(look.eyes / usual)) for look in found]
    points = smoothing.smooth_points(np.stack(places), closed=False)
    pictures, points = close_loop(np.stack(cuts), points, OVERLAP)
    made = f"{piece.count / FPS:.1f} seconds of a clip from {first / FPS:.1f} s on, its end mixed into its beginning"
    return Loop(pictures, points), made, tuple(checks.hints(found[OVERLAP]))


def _shut(openness: float) -> float:
    """0…1 for eyes that are so open, as a share of what is usual: the mesh itself does not see them shut."""
    return min(1.0, max(0.0, (OPEN_EYES - openness) / OPEN_EYES * 2))


def _look_through(source: Path) -> list[Found | str]:
    """Every frame's face, or what is wrong with the frame."""
    finder = Finder()
    looks: list[Found | str] = []
    for index, image in enumerate(frames(source, FPS)):
        before = looks[-1] if looks else ""
        try:
            anew = index % _LOOK_ANEW == 0 or isinstance(before, str)
            looks.append(finder.find(image) if anew or isinstance(before, str) else finder.follow(image, before))
        except PictureError as error:
            looks.append(str(error))
    return looks
