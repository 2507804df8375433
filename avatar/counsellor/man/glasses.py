"""Thin brown glasses."""

from avatar.counsellor.man.palette import FRAME
from avatar.counsellor.palette import WHITE
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Solid
from avatar.drawing.shapes import Points, moved, outline, trace

_APART, _HALF_WIDTH = 39.0, 28.5


def draw(canvas: Canvas) -> None:
    for side in (-1, 1):
        x = 256 + side * _APART
        rim = _rim(x, side)
        canvas.stroke(moved(rim, 0, 2.6), 2.6, Solid("#7A4A30", 0.20, blur=1.8))
        sheen = ((0.0, WHITE, 0.16), (0.45, WHITE, 0.03), (1.0, WHITE, 0.0))
        canvas.fill(rim, Linear((x - 24, 182), (x + 20, 222), sheen))
        canvas.stroke(outline(f"M {x - 21} 190 L {x - 26} 203"), 2.6, Solid(WHITE, 0.34, blur=1.2))
        canvas.stroke(rim, 2.1, Solid(FRAME))
        canvas.stroke(rim[48:66], 0.7, Solid("#B99C88", 0.55, blur=0.4))
        arm = outline(f"M {x + side * 28.4} 195 C {x + side * 34} 194 {x + side * 40} 196 {x + side * 45} 198.5")
        canvas.stroke(arm, 2.6, Solid(FRAME))
        canvas.stroke(outline(f"M {x - side * 25} 208 L {x - side * 27} 214"), 2, Solid("#E9DACB", 0.5, blur=0.6))
    canvas.stroke(outline("M 245.6 198 C 251 192.6 261 192.6 266.4 198"), 2.1, Solid(FRAME))


def _rim(x: float, side: int) -> Points:
    """A soft rectangle, a little wider above than below; its first point again at its end."""
    w = side * _HALF_WIDTH
    return trace(
        (x + w, 198),
        (x + w, 214, x + w * 0.84, 222.4, x + w * 0.46, 222.6),
        (x + w * 0.10, 223.2, x - w * 0.20, 223.2, x - w * 0.46, 222.4),
        (x - w * 0.82, 221.6, x - w * 0.98, 214, x - w, 199),
        (x - w * 1.01, 189, x - w * 0.90, 185.2, x - w * 0.62, 184.6),
        (x - w * 0.20, 183.8, x + w * 0.30, 183.6, x + w * 0.66, 184.2),
        (x + w * 0.92, 184.8, x + w * 1.01, 189, x + w, 198),
    )
