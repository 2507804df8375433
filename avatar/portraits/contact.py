"""A sheet by which a person judges a portrait."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits import ibug
from avatar.types import Portrait

_TILE: Final = 256
"""pixels of a side"""
_ROW: Final = 4
_CLOSED: Final = (ibug.LEFT_EYE, ibug.RIGHT_EYE, ibug.OUTER_LIPS, ibug.INNER_LIPS)
_OPEN: Final = (ibug.JAW, slice(17, 22), slice(22, 27), slice(27, 31), slice(31, 36))
_GREEN, _AMBER, _INK, _PAPER = (60, 220, 90), (255, 190, 60), (11, 74, 87), (255, 255, 255)

Picture = NDArray[np.uint8]


def contact_sheet(portrait: Portrait) -> Picture:
    """RGB. Whole pictures, then faces from near, each with what it shows written on it."""
    count, rest = len(portrait.frames), portrait.neutral
    shut = int(np.argmin([ibug.eye_gap(points) for points in portrait.landmarks]))
    wide = int(np.argmax([ibug.mouth_gap(points) for points in portrait.landmarks]))
    through = [round(place) for place in np.linspace(0, count - 1, _ROW)]
    rows = [
        [
            _named(_tile(portrait.frames[rest]), f"at rest, frame {rest}"),
            _named(_tile(_marked(portrait, rest)), "landmarks"),
            _named(_tile(_boxed(portrait, rest)), "box"),
            _named(_seam(portrait), "last frame against first, x 8"),
        ],
        [_named(_tile(_boxed(portrait, index)), f"frame {index}") for index in through],
        [
            _named(_near(portrait, portrait.frames[rest], rest), "at rest"),
            _named(_near(portrait, _marked(portrait, rest), rest), "landmarks"),
            _named(_near(portrait, portrait.frames[shut], shut), f"eyes most shut, frame {shut}"),
            _named(_near(portrait, portrait.frames[wide], wide), f"mouth most open, frame {wide}"),
        ],
    ]
    return np.vstack([np.hstack(row) for row in rows])


def _tile(image: Picture) -> Picture:
    height, width = image.shape[:2]
    scale = _TILE / max(height, width)
    small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    tile = np.full((_TILE, _TILE, 3), 255, np.uint8)
    tile[: small.shape[0], : small.shape[1]] = small
    return tile


def _near(portrait: Portrait, image: Picture, index: int) -> Picture:
    left, top, right, bottom = portrait.boxes[index]
    half = 0.55 * max(right - left, bottom - top)
    scale = _TILE / (2 * half)
    into = np.array([[scale, 0, _TILE / 2], [0, scale, _TILE / 2]])
    into[:, 2] -= scale * np.array([(left + right) / 2, (top + bottom) / 2])
    return np.asarray(cv2.warpAffine(image, into, (_TILE, _TILE), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _named(tile: Picture, name: str) -> Picture:
    (width, height), _ = cv2.getTextSize(name, cv2.FONT_HERSHEY_SIMPLEX, 0.45, 1)
    cv2.rectangle(tile, (0, 0), (width + 12, height + 12), _PAPER, cv2.FILLED)
    cv2.putText(tile, name, (6, height + 5), cv2.FONT_HERSHEY_SIMPLEX, 0.45, _INK, 1, cv2.LINE_AA)
    return tile


def _marked(portrait: Portrait, index: int) -> Picture:
    image: Picture = portrait.frames[index].copy()
    for parts, closed in ((_CLOSED, True), (_OPEN, False)):
        for part in parts:
            line = np.rint(portrait.landmarks[index, part] * 16).astype(np.int32)
            cv2.polylines(image, [line], closed, _GREEN, 1, cv2.LINE_AA, 4)
    return image


def _boxed(portrait: Portrait, index: int) -> Picture:
    image: Picture = portrait.frames[index].copy()
    left, top, right, bottom = (int(edge) for edge in portrait.boxes[index])
    cv2.rectangle(image, (left, top), (right, bottom), _AMBER, 2)
    return image


def _seam(portrait: Portrait) -> Picture:
    """Eight times what changes from the last frame to the first, on grey: even where they meet."""
    first, last = (portrait.frames[index].astype(np.int16) for index in (0, -1))
    return _tile(np.clip(128 + 8 * (last - first), 0, 255).astype(np.uint8))
