"""The nose: light on the bridge, hints of wings and nostrils."""

from avatar.counsellor.look import Look
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Solid
from avatar.drawing.shapes import oval, trace


def draw(canvas: Canvas, look: Look) -> None:
    x, y = 256, 240
    _bridge(canvas, look, x, y)
    _base(canvas, look, x, y)


def _bridge(canvas: Canvas, look: Look, x: float, y: float) -> None:
    far_side = trace(
        (x + 9, 188),
        (x + 7, 206, x + 9, 220, x + 15, 233),
        (x + 10, 238, x + 5, 236, x + 4, 228),
        (x + 3, 212, x + 4, 200, x + 9, 188),
    )
    canvas.fill(far_side, Solid(look.skin_shade, 0.42, blur=3))
    near_side = trace((x - 10, 190), (x - 7, 204, x - 8, 218, x - 13, 232))
    canvas.stroke(near_side, 3, Solid(look.skin_shade, 0.20, blur=2.5))
    light = trace((x - 2, 192), (x - 3.5, 208, x - 3, 218, x - 2, 228))
    canvas.stroke(light, 5.5, Solid("#FFF3E8", 0.62, blur=3))
    canvas.fill(oval(x - 6, y - 13, x + 3, y - 5), Solid("#FFF6EE", 0.75, blur=2.4))


def _base(canvas: Canvas, look: Look, x: float, y: float) -> None:
    shadow = trace(
        (x - 14.5, y - 3),
        (x - 13, y + 3.5, x - 6, y + 3, x, y + 5.6),
        (x + 6, y + 3, x + 13, y + 3.5, x + 14.5, y - 3),
        (x + 13, y + 7, x + 5, y + 9, x, y + 9.5),
        (x - 5, y + 9, x - 13, y + 7, x - 14.5, y - 3),
    )
    canvas.fill(shadow, Solid(look.skin_deep, 0.34, blur=2))
    for side in (-1, 1):
        nostril = trace(
            (x + side * 3.4, y + 2.6),
            (x + side * 5, y - 0.2, x + side * 9.4, y - 0.6, x + side * 10.6, y + 2.0),
            (x + side * 8.4, y + 3.0, x + side * 6, y + 3.6, x + side * 3.4, y + 2.6),
        )
        canvas.fill(nostril, Solid("#8A4A3A", 0.62, blur=0.6))
        wing = trace(
            (x + side * 14.2, y - 7.5),
            (x + side * 17, y - 3, x + side * 15.6, y + 2.4, x + side * 11.4, y + 2.6),
        )
        canvas.stroke(wing, 1.5, Solid(look.skin_deep, 0.40, blur=0.6))
