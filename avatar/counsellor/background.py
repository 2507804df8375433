"""A calm public office, out of focus; or a plain ground against which the hair keeps its edge."""

from typing import Literal

import numpy as np

from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Radial, Solid
from avatar.drawing.shapes import circle, oval, round_box, trace

Background = Literal["day", "contrast"]


def draw(canvas: Canvas, kind: Background) -> None:
    """Covers the 512 x 512 units of the picture; unlike the figure's parts it is drawn in these."""
    whole = trace((-2, -2), (514, -2), (514, 514), (-2, 514))
    if kind == "contrast":
        ground = ((0.0, "#A9CBC8"), (0.45, "#6E9FA1"), (1.0, "#17343C"))
        canvas.fill(whole, Radial((256, 210), 340, ground))
        return
    wall = ((0.0, "#F8F4EA"), (0.5, "#E6F0EC"), (1.0, "#CFE3DF"))
    canvas.fill(whole, Linear((0, 0), (512, 512), wall))
    _windows(canvas)
    _shelf(canvas)
    glow = ((0.0, "#FFFFFF", 0.55), (1.0, "#FFFFFF", 0.0))
    canvas.fill(circle(256, 250, 230), Radial((256, 240), 230, glow))


def _windows(canvas: Canvas) -> None:
    for left in (24, 152):
        pane = ((0.0, "#FFFFFF", 0.85), (1.0, "#FFFDF6", 0.45))
        canvas.fill(round_box(left, -20, left + 116, 250, 10), Linear((0, 0), (0, 250), pane, blur=3))


def _shelf(canvas: Canvas) -> None:
    canvas.fill(round_box(376, 250, 540, 262, 5), Solid("#D9C7AE", 0.8, blur=3))
    for left, tall, tone in ((390, 70, "#8FB8B0"), (408, 84, "#E8C99A"), (424, 64, "#B7CFC9"), (440, 78, "#7FA9A2")):
        canvas.fill(round_box(left, 250 - tall, left + 13, 251, 3), Solid(tone, 0.55, blur=3.2))
    canvas.fill(round_box(462, 214, 500, 252, 8), Solid("#FFFFFF", 0.8, blur=3))
    for angle, long in ((-40, 62), (-15, 72), (12, 66), (38, 58), (-65, 50)):
        root = np.radians(angle)
        x, y = 481 + np.sin(root) * long / 2, 216 - np.cos(root) * long / 2
        leaf = oval(x - 8, y - long / 2, x + 8, y + long / 2, turned=angle)
        canvas.fill(leaf, Solid("#5FA08A", 0.55, blur=3.4))
