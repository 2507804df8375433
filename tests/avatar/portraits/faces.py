"""Pictures for these tests: our own drawing, whole, doubled, turned, shrunk; and clips of it."""

from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits import store
from avatar.portraits.finder import Finder
from avatar.types import Portrait

Picture = NDArray[np.uint8]

SHIPPED = Path(__file__).parents[3] / "portraits" / "counsellor"


@cache
def shipped() -> Portrait:
    return store.read(SHIPPED)


@cache
def finder() -> Finder:
    return Finder()


def face() -> Picture:
    """The drawn counsellor at rest, without the badge."""
    portrait = shipped()
    picture: Picture = portrait.frames[portrait.neutral][:440, 36:476].copy()
    return picture


def on_ground(picture: Picture, width: int, height: int) -> Picture:
    """The picture in the middle of a plain wall."""
    wall: Picture = np.full((height, width, 3), (214, 224, 220), np.uint8)
    top, left = (height - picture.shape[0]) // 2, (width - picture.shape[1]) // 2
    wall[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return wall


def scaled(picture: Picture, factor: float) -> Picture:
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


def turned(picture: Picture, degrees: float) -> Picture:
    height, width = picture.shape[:2]
    into = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 0.8)
    return np.asarray(cv2.warpAffine(picture, into, (width, height), borderValue=(214, 224, 220)), np.uint8)


def save(picture: Picture, path: Path) -> Path:
    cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    return path


def film(pictures: list[Picture], path: Path, fps: int = 25) -> Path:
    """MPEG-4 in whatever the file's ending says."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=fps)
        stream.width, stream.height = pictures[0].shape[1], pictures[0].shape[0]
        stream.pix_fmt, stream.bit_rate = "yuv420p", 4_000_000
        for index, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
