"""The inside of an open mouth, painted into the opening that the moved lips leave: dark, teeth, tongue."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.drawing.canvas import Canvas, Coverage
from avatar.drawing.paint import Linear, Solid, rgb
from avatar.drawing.shapes import Points, oval, trace
from avatar.warping.expression import Expression
from avatar.warping.points import Build

_BRIGHT_SKIN: Final = "#F6D3BC"
_DARK: Final = ((0.0, "#3A1114"), (0.6, "#5C2226"), (1.0, "#7A3236"))
_TEETH, _TEETH_SIDE = "#FBF5EE", "#D8C8BE"
_SEEN: Final = 0.05
"""halves of the resting mouth's width that the lips are apart before anything is painted"""
_FULLY_SEEN: Final = 0.11
_DARKEST: Final = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    upper: Points
    """the edge of the upper lip from the left to the right corner; pixels"""
    lower: Points
    unit: float
    """half the width of the mouth at rest"""

    @property
    def x(self) -> float:
        return float(self.upper[[0, -1], 0].mean())

    @property
    def half(self) -> float:
        return float(abs(self.upper[-1, 0] - self.upper[0, 0]) / 2)

    @property
    def top(self) -> float:
        return float(self.upper[len(self.upper) // 2, 1])

    @property
    def bottom(self) -> float:
        return float(self.lower[len(self.lower) // 2, 1])

    @property
    def gap(self) -> float:
        return max(0.0, self.bottom - self.top)

    @property
    def seen(self) -> float:
        """0 shut … 1 open enough to be painted fully."""
        share = (self.gap / self.unit - _SEEN) / (_FULLY_SEEN - _SEEN)
        return min(1.0, max(0.0, share))

    def outline(self) -> Points:
        return np.concatenate([self.upper, self.lower[::-1]])


def light_on(picture: NDArray[np.uint8], build: Build) -> NDArray[np.float32]:
    """Red, green and blue, 0…1: how much darker than our drawings' skin this skin is, and in which colour.

    Teeth as white as paper would shine out of an old painting.
    """
    left, top = np.floor(build.landmarks[[31, 27]].min(axis=0)).astype(int)
    right, bottom = np.ceil(build.landmarks[[35, 33]].max(axis=0)).astype(int) + 1
    nose = picture[max(0, top) : bottom, max(0, left) : right].reshape(-1, 3)
    share = np.median(nose, axis=0) / 255 / np.array(rgb(_BRIGHT_SKIN)) if len(nose) else np.ones(3)
    return np.clip(share, _DARKEST, 1).astype(np.float32)


def paint(canvas: Canvas, opening: Opening, expression: Expression, light: NDArray[np.float32]) -> None:
    """In pixels of the picture."""
    outline, shown = opening.outline(), opening.seen
    whole = canvas.coverage(outline)
    clip = Coverage(whole.left, whole.top, whole.alpha * np.float32(shown))
    dark = Linear((opening.x, opening.top), (opening.x, opening.bottom + 0.1), _DARK)
    canvas.lay(clip, dark)
    _tongue(canvas, opening, expression, clip)
    _teeth(canvas, opening, expression, clip)
    shade = Solid("#3A1114", 0.45, blur=0.03 * opening.unit)
    canvas.stroke(opening.upper, 0.10 * opening.unit, shade, clip)
    rows, columns = clip.alpha.shape
    painted = canvas.pixels[clip.top : clip.top + rows, clip.left : clip.left + columns]
    painted *= 1 - clip.alpha[..., None] * (1 - light)


def _tongue(canvas: Canvas, opening: Opening, expression: Expression, clip: Coverage) -> None:
    x, low, gap, unit = opening.x, opening.bottom, opening.gap, opening.unit
    half = opening.half * (0.62 + 0.12 * expression.tongue)
    top = low - gap * 0.26
    bed = Linear((x, top), (x, low), ((0.0, "#E08A88"), (1.0, "#B85A5E")), blur=0.02 * unit)
    canvas.fill(oval(x - half, top, x + half, low + gap * 0.5), bed, clip)
    lifted = min(1.0, max(0.0, (expression.tongue - 0.15) / 0.3))
    if not lifted:
        return
    behind_teeth = opening.top + max(0.07, 0.19 * expression.teeth) * unit
    tip = top + (min(top, behind_teeth) - top) * expression.tongue
    body = trace(
        (x - half, low + 4),
        (x - half * 0.9, low + (tip - low) * 0.75, x - half * 0.5, tip, x, tip),
        (x + half * 0.5, tip, x + half * 0.9, low + (tip - low) * 0.75, x + half, low + 4),
    )
    tones = ((0.0, "#D57F7E"), (0.35, "#EA9A96"), (1.0, "#C9696B"))
    canvas.fill(body, Linear((x, tip), (x, low + 2), tones, alpha=lifted, blur=0.015 * unit), clip)


def _teeth(canvas: Canvas, opening: Opening, expression: Expression, clip: Coverage) -> None:
    unit, half = opening.unit, opening.half
    sides = ((0.0, _TEETH_SIDE), (0.25, _TEETH), (0.75, _TEETH), (1.0, _TEETH_SIDE))
    across = Linear((opening.x - half, 0), (opening.x + half, 0), sides)
    if expression.teeth > 0.02:
        tall = unit * (0.19 * expression.teeth + 0.04 * min(1.0, expression.teeth / 0.2))
        canvas.fill(_row(opening.upper, tall, -0.3 * unit), across, clip)
    if expression.teeth_low > 0.02:
        canvas.fill(_row(opening.lower, -0.13 * unit * expression.teeth_low, 0.3 * unit), across, clip)


def _row(edge: Points, tall: float, behind: float) -> Points:
    """Teeth along an edge of the opening, longest in the middle."""
    place = np.linspace(-1, 1, len(edge))
    ends = edge + np.stack([np.zeros(len(edge)), tall * (1 - place**4)], axis=1)
    return np.concatenate([ends, edge[::-1] + np.array([0.0, behind])])
