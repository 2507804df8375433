"""The eyebrows: soft inner ends, thin tails."""

from avatar.counsellor.look import Look
from avatar.counsellor.pose import Pose
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear
from avatar.drawing.shapes import trace

_APART, _CENTRE_Y = 39.0, 176.5
_FADING = ((0.0, 0.0), (0.10, 0.14), (0.30, 0.58), (0.50, 0.82), (0.80, 0.86), (1.0, 0.55))
"""opacity from the inner end to the tail"""


def draw(canvas: Canvas, pose: Pose, look: Look) -> None:
    for side in (-1, 1):
        _brow(canvas, pose, look, side)


def _brow(canvas: Canvas, pose: Pose, look: Look, side: int) -> None:
    x = 256 + side * _APART + pose.turn * 7
    y = _CENTRE_Y - pose.brow * 6
    lift = -pose.brow_in * 5 - 2.2
    thick = look.brow_thick
    inner, outer = x - side * 23.5, x + side * 26
    shape = trace(
        (inner, y - 1.6 + lift),
        (x - side * 10, y - 4.2 + lift * 0.6, x + side * 2, y - 7.0 + lift * 0.15, x + side * 11, y - 6.8),
        (x + side * 18, y - 6.0, x + side * 24, y - 1.8, outer + side * 1.5, y + 4.0),
        (x + side * 22, y + 0.8, x + side * 17, y - 1.8, x + side * 10, y - 2.0 + 0.5 * thick),
        (
            *(x + side * 2, y - 1.4 + 0.7 * thick + lift * 0.1),
            *(x - side * 9, y + 0.8 + 0.8 * thick + lift * 0.55),
            *(inner + side * 0.4, y + 4.0 + 0.6 * thick + lift),
        ),
    )
    tones = tuple((place, look.brow, alpha) for place, alpha in _FADING)
    canvas.fill(shape, Linear((inner - side, y), (outer, y), tones, blur=0.9))
