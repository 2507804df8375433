"""Closes the eyes of a still: the skin above each eye is drawn down over it, its lashes in front."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.portraits.mesh import Mesh

Floats = NDArray[np.float32]

_EYES: Final = (
    (
        (33, 246, 161, 160, 159, 158, 157, 173, 133),
        (33, 7, 163, 144, 145, 153, 154, 155, 133),
        (46, 53, 52, 65, 55),
    ),
    (
        (362, 398, 384, 385, 386, 387, 388, 466, 263),
        (362, 382, 381, 380, 374, 373, 390, 249, 263),
        (285, 295, 282, 283, 276),
    ),
)
"""upper lid, lower lid and lower edge of the brow of each eye in the mesh, from the picture's left"""
_SEARCH: Final = np.linspace(-0.11, 0.04, 31)
"""where the lid's edge is looked for around the mesh's, as shares of the eye's width"""
_CLEAR: Final = 0.015
"""the skin that is drawn down ends so far above the edge, so that nothing of the eyeball comes along"""
_LASH, _LASH_DARK = 0.024, 0.85
"""half thickness and strength of the line of lashes of a shut eye"""
_BROW_STAYS, _LEAST, _DEEPEST = 0.8, 0.16, 0.42
"""share of the way from lid to brow that is drawn down, and how much of the eye's width at least and at most"""
_FRAME: Final = 0.55
"""what is darker than this share of the lid's skin is the frame of glasses or the brow, and stays"""
_LOWER_RISES: Final = 0.14
"""share of the opening by which the lower lid comes to meet the upper"""
_SURPLUS: Final = 0.03
"""how far the shut lid reaches over the lower one, as a share of the eye's width, because the mesh is not exact"""
_SMOOTHED: Final = 0.55
"""how much the fold above the eye is smoothed out of the lid when it is shut"""


@dataclass(frozen=True, slots=True, eq=False)
class Lids:
    """One eye. All heights are measured across the line between its corners."""

    box: tuple[int, int, int, int]
    """left, top, right, bottom of what a blink can change"""
    across: Floats
    """of each pixel of the box: place between the corners, 0…1"""
    down: Floats
    """of each pixel: distance below the line between the corners"""
    normal: tuple[float, float]
    upper: Floats
    lower: Floats
    """of each pixel: the lids' edges in its column"""
    top: Floats
    """of each pixel: from where the skin is drawn down"""
    inside: Floats
    """of each pixel: 1 in the middle of the eye, 0 at its corners and beyond"""
    fade: Floats
    """of each pixel: 1 where the blink is whole, 0 at the sides of the box"""
    lash: Floats
    """RGB of the lashes"""
    width: float

    @classmethod
    def of(cls, picture: NDArray[np.uint8], mesh: Mesh, eye: int) -> "Lids":
        """`mesh` in pixels of the picture, whose eyes are open."""
        above, below, brow = (mesh[list(row), :2] for row in _EYES[eye])
        start, along = above[0], above[-1] - above[0]
        width = float(np.hypot(*along))
        along = along / width
        normal = np.array([-along[1], along[0]])
        left, top = np.floor(np.minimum(above.min(axis=0), brow.min(axis=0)) - 0.25 * width).astype(int)
        right, bottom = np.ceil(np.maximum(below.max(axis=0), above.max(axis=0)) + 0.35 * width).astype(int)
        left, top = max(0, left), max(0, top)
        right, bottom = min(picture.shape[1], right), min(picture.shape[0], bottom)
        grid = np.stack(np.meshgrid(np.arange(left, right), np.arange(top, bottom)), axis=-1) - start
        across, down = grid @ along / width, grid @ normal
        inside = np.sqrt(np.maximum(np.sin(np.pi * np.clip(across, 0, 1)), 0))
        light = cv2.cvtColor(picture[top:bottom, left:right], cv2.COLOR_RGB2GRAY).astype(np.float32)
        upper = _edge(above - start, along, normal, across)
        upper = upper + _darkest_step(light, across, down - upper, width) * width * inside
        lower = np.maximum(_edge(below - start, along, normal, across), upper)
        ceiling = np.interp(across, (brow - start) @ along / width, (brow - start) @ normal)
        skin_ends = min(_skin_above(light, across, upper - down, width, third) for third in range(3)) * width
        reach = np.clip(_BROW_STAYS * (upper - ceiling), _LEAST * width, min(_DEEPEST * width, skin_ends))
        near = (np.abs(down - upper - 0.02 * width) < 0.03 * width) & (inside > 0.6)
        skin = picture[top:bottom, left:right][near]
        lash = skin[np.argsort(skin.sum(axis=1))[: max(1, len(skin) // 5)]].mean(axis=0)
        fade = _smooth(1.2 - 2 * np.abs(across - 0.5), 0.35)
        return cls(
            box=(int(left), int(top), int(right), int(bottom)),
            normal=(float(normal[0]), float(normal[1])),
            width=width,
            across=np.asarray(across, np.float32),
            down=np.asarray(down, np.float32),
            upper=np.asarray(upper, np.float32),
            lower=np.asarray(lower, np.float32),
            top=np.asarray(upper - reach, np.float32),
            inside=np.asarray(inside, np.float32),
            fade=fade,
            lash=np.asarray(lash, np.float32),
        )

    def close(self, picture: NDArray[np.uint8], share: float) -> None:
        """Draw into the picture; `share` 0 leaves it, 1 shuts the eye."""
        if share <= 0:
            return
        left, top, right, bottom = self.box
        gap = np.maximum(self.lower - self.upper, 0)
        meet = self.lower - _LOWER_RISES * gap * share + _SURPLUS * self.width * self.inside
        edge = self.upper - _CLEAR * self.width
        moved = edge + (meet - edge) * share
        lid = self._sampled(picture, _drawn_down(self.down, self.top, edge, (moved - edge) * self.fade))
        plain = cv2.GaussianBlur(lid, (0, 0), 0.07 * self.width)
        depth = np.clip((self.down - self.top) / np.maximum(moved - self.top, 1), 0, 1)
        lid += (plain - lid) * (_SMOOTHED * share * _smooth(depth, 0.5) * self.fade)[..., None]
        rising = _LOWER_RISES * gap * share * _lower_weight(self.down, self.lower, self.width)
        ball = self._sampled(picture, self.down + rising * self.fade)
        covered = np.clip(moved - self.down + 0.5, 0, 1)[..., None]
        mixed = lid * covered + ball * (1 - covered)
        off = (self.down - moved) / (_LASH * self.width * (0.6 + 0.4 * self.inside))
        dark = _LASH_DARK * min(1.0, share * 3) * self.inside * np.exp(-off * off)
        mixed += (self.lash - mixed) * dark[..., None]
        weight = (self.fade * min(1.0, share * 6))[..., None]
        whole = picture[top:bottom, left:right]
        picture[top:bottom, left:right] = np.clip(np.rint(whole * (1 - weight) + mixed * weight), 0, 255)

    def _sampled(self, picture: NDArray[np.uint8], down: Floats) -> Floats:
        """The picture with every pixel of the box taken from another height of its column."""
        left, top, right, bottom = self.box
        x, y = np.meshgrid(np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32))
        off = (down - self.down).astype(np.float32)
        taken = cv2.remap(
            picture, x + off * self.normal[0], y + off * self.normal[1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        )
        return taken.astype(np.float32)


def _edge(points: Floats, along: Floats, normal: Floats, across: Floats) -> Floats:
    """Height of a lid's edge at each place, as a smooth curve through both corners."""
    place = points @ along
    width = place[-1]
    u, v = place / width, points @ normal
    bow = u * (1 - u)
    terms = np.column_stack([bow, bow * u, bow * u * u])
    weights = np.linalg.lstsq(terms, v, rcond=None)[0]
    at = np.clip(across, 0, 1)
    bows = at * (1 - at)
    return np.asarray(bows * (weights[0] + weights[1] * at + weights[2] * at * at), np.float32)


def _darkest_step(light: Floats, across: Floats, below: Floats, width: float) -> float:
    """How far from the mesh's edge, as a share of the width, skin turns into lashes along the whole lid."""
    middle = (across > 0.2) & (across < 0.8)
    rows = np.round(below[middle] / (0.01 * width)).astype(int)
    lights = light[middle]

    def mean(row: float) -> float:
        near = np.abs(rows - row * 100) <= 1
        return float(lights[near].mean()) if near.any() else 0.0

    steps = [mean(off - 0.025) - mean(off + 0.025) - 60 * abs(off + 0.03) for off in _SEARCH]
    return float(_SEARCH[int(np.argmax(steps))])


def _skin_above(light: Floats, across: Floats, above: Floats, width: float, third: int) -> float:
    """How far up the lid's skin goes in a third of the eye, as a share of the width, before something dark begins."""
    inside = (across > third / 3) & (across < (third + 1) / 3)
    rows = np.round(above[inside] / (0.02 * width)).astype(int)
    lights = light[inside]
    skin = 0.0
    for row in range(2, round(_DEEPEST / 0.02)):
        near = lights[rows == row]
        if not len(near):
            break
        mean = float(near.mean())
        if row > _LEAST / 0.02 and mean < _FRAME * skin:
            return max(_LEAST, (row - 1) * 0.02)
        skin = max(skin, mean)
    return _DEEPEST


def _drawn_down(down: Floats, top: Floats, edge: Floats, by: Floats) -> Floats:
    """Where each height comes from when the edge moves by so much, `top` stays and the skin between is stretched."""
    span = np.maximum(edge - top, 1.0)
    pull = by / span
    wanted = (down - top) / span
    low, high = np.zeros_like(wanted), np.ones_like(wanted)
    for _ in range(14):
        middle = (low + high) / 2
        over = middle + pull * middle * middle * (3 - 2 * middle) > wanted
        low, high = np.where(over, low, middle), np.where(over, middle, high)
    inside = top + span * (low + high) / 2
    return np.where(wanted <= 0, down, np.where(wanted >= 1 + pull, down - by, inside)).astype(np.float32)


def _lower_weight(down: Floats, lower: Floats, width: float) -> Floats:
    """1 at the lower lid's edge, 0 well below it."""
    return np.asarray(np.exp(-(((down - lower) / (0.22 * width)) ** 2)), np.float32)


def _smooth(value: Floats, over: float) -> Floats:
    share = np.clip(value / over, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
