"""Draws our mascot, the sprout, as one illustration and writes it as a portrait.

`python -m avatar.warping.sprout portraits/sprout`, `… portraits/sprout-contrast contrast` for the high-contrast theme.
"""

import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.counsellor import background as ground
from avatar.counsellor.background import Background
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Radial, Solid
from avatar.drawing.shapes import Points, circle, mirrored, moved, outline, oval, round_box, trace
from avatar.portraits.store import CONTACT, write
from avatar.types import Portrait
from avatar.warping.points import LOWER_INNER, OUTER, UPPER_INNER

SIZE: Final = 512
_AXIS: Final = 256.0
_FINE: Final = 2
"""drawn so many times larger, then made smaller"""

_LEFT_JAW: Final = [(101, 262), (102, 288), (107, 312), (116, 337), (129, 360), (149, 382), (177, 400), (213, 412)]
_LEFT_BROW: Final = [(175, 226), (184, 221), (195, 219), (206, 220.5), (215, 224.5)]
_NOSE: Final = [(256, 262), (256, 276), (256, 290), (256, 301)]
_NOSE_BASE: Final = [(246, 306), (251, 308), (256, 309), (261, 308), (266, 306)]
_LEFT_EYE: Final = [(175, 272), (185.5, 248.8), (202.5, 248.8), (213, 272), (202.5, 295.2), (185.5, 295.2)]
_UPPER_OUTER: Final = [(207, 329), (223, 330), (241, 333.5), (256, 335.5)]
_LOWER_OUTER: Final = [(256, 351), (239, 349), (220, 342.5)]
_UPPER_INNER: Final = [(211, 330.3), (232, 339), (256, 342)]
_LOWER_INNER: Final = [(256, 342.4), (232, 339.4)]

_SKIN_DEEP: Final = "#C99B6A"
_BLUSH: Final = "#F4A08C"
_EYE: Final = ((0.0, "#17231F"), (0.55, "#2C3F37"), (1.0, "#5E8271"))
_BROW: Final = "#86694A"
_LIP_UPPER, _LIP_LOWER, _LIP_LINE = "#D4806C", "#E39B86", "#7A3B30"
_STEM: Final = "#4E9B6E"


def landmarks() -> NDArray[np.float32]:
    """The 68 points of the drawing at rest."""
    right = [_across(point) for point in reversed(_LEFT_JAW)]
    jaw = [*_LEFT_JAW, (256, 417), *right]
    brows = [*_LEFT_BROW, *(_across(point) for point in reversed(_LEFT_BROW))]
    turned = [3, 2, 1, 0, 5, 4]
    eyes = [*_LEFT_EYE, *(_across(_LEFT_EYE[number]) for number in turned)]
    outer = [*_UPPER_OUTER, *(_across(point) for point in reversed(_UPPER_OUTER[:3]))]
    outer += [*(_across(point) for point in reversed(_LOWER_OUTER[1:])), *_LOWER_OUTER]
    inner = [*_UPPER_INNER, *(_across(point) for point in reversed(_UPPER_INNER[:2])), _across(_LOWER_INNER[1])]
    inner += _LOWER_INNER
    return np.array([*jaw, *brows, *_NOSE, *_NOSE_BASE, *eyes, *outer, *inner], np.float32)


def _across(point: tuple[float, float]) -> tuple[float, float]:
    return 2 * _AXIS - point[0], point[1]


def draw(background: Background = "day") -> NDArray[np.uint8]:
    """RGB, SIZE x SIZE."""
    matrix = np.array([[_FINE, 0.0, 0.0], [0.0, _FINE, 0.0]])
    canvas = Canvas(np.zeros((SIZE * _FINE, SIZE * _FINE, 3), np.float32), matrix)
    if background == "day":
        _room(canvas)
    else:
        ground.draw(canvas, background)
    for part in (_body, _head, _blush, _eyes, _brows, _nose, _mouth, _headset, _leaves, _scarf):
        part(canvas)
    small = cv2.resize(canvas.pixels, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.convertScaleAbs(small, alpha=255), np.uint8)


def _room(canvas: Canvas) -> None:
    """Soft and empty around the head: what lies there bends a little when the head moves."""
    whole = trace((-4, -4), (516, -4), (516, 516), (-4, 516))
    wall = ((0.0, "#F9F5EB"), (0.5, "#E8F1ED"), (1.0, "#CBE1DC"))
    canvas.fill(whole, Linear((0, 0), (512, 512), wall))
    for left in (-60, 30):
        pane = ((0.0, "#FFFFFF", 0.85), (1.0, "#FFFDF6", 0.2))
        canvas.fill(round_box(left, -20, left + 76, 330, 12), Linear((0, 0), (0, 330), pane, blur=9))
    glow = ((0.0, "#FFFFFF", 0.75), (0.6, "#FFFFFF", 0.3), (1.0, "#FFFFFF", 0.0))
    canvas.fill(circle(250, 250, 250), Radial((250, 250), 250, glow))
    table = ((0.0, "#E6D3B3", 0.9), (1.0, "#D3BB93", 0.9))
    canvas.fill(trace((-20, 470), (532, 470), (532, 540), (-20, 540)), Linear((0, 470), (0, 512), table, blur=7))
    canvas.fill(oval(110, 462, 402, 520), Solid("#5B4A2E", 0.28, blur=14))


def _body(canvas: Canvas) -> None:
    body = outline("M 178 396 C 148 428 140 480 150 540 L 362 540 C 372 480 364 428 334 396 Z")
    clip = canvas.coverage(body)
    canvas.fill(body, Linear((150, 400), (362, 520), ((0.0, "#FFF8E8"), (0.5, "#FBEBCB"), (1.0, "#E6CC9E"))))
    canvas.fill(oval(158, 384, 354, 440), Solid(_SKIN_DEEP, 0.45, blur=12), clip)
    canvas.fill(oval(330, 430, 420, 560), Solid(_SKIN_DEEP, 0.32, blur=18), clip)
    for side in (-1, 1):  # little arms
        arm = outline("M 158 446 C 136 456 126 482 138 500 C 148 512 164 504 166 488 Z")
        arm = arm if side < 0 else mirrored(arm, _AXIS)
        canvas.fill(moved(arm, 0, 4), Solid(_SKIN_DEEP, 0.35, blur=5))
        canvas.fill(arm, Linear((130, 450), (170, 500), ((0.0, "#FFF4DD"), (1.0, "#EED6A9"))))


def _head(canvas: Canvas) -> None:
    seed = outline(
        "M 256 118 C 350 118 412 190 412 278 C 412 366 346 417 256 417 C 166 417 100 366 100 278"
        " C 100 190 162 118 256 118 Z"
    )
    clip = canvas.coverage(seed)
    canvas.fill(seed, Radial((214, 206), 272, ((0.0, "#FFFDF5"), (0.5, "#FFF2D9"), (0.8, "#F8E3BC"), (1.0, "#EACD9C"))))
    far = outline("M 436 170 C 416 300 366 384 214 424 L 440 440 Z")
    canvas.fill(far, Solid("#D9B27C", 0.38, blur=20), clip)
    canvas.fill(oval(132, 386, 380, 452), Solid("#CFA56F", 0.30, blur=14), clip)
    canvas.fill(oval(146, 136, 276, 196, -12), Solid("#FFFFFF", 0.62, blur=15), clip)
    edge = outline("M 404 232 C 414 300 384 366 320 398")
    canvas.stroke(edge, 5, Solid("#FFF7E6", 0.35, blur=2.5), clip)


def _blush(canvas: Canvas) -> None:
    for side in (-1, 1):
        x, y = _AXIS + side * 97, 322
        canvas.fill(oval(x - 38, y - 30, x + 38, y + 30), Radial((x, y), 36, ((0.0, _BLUSH, 0.62), (1.0, _BLUSH, 0.0))))


def _eyes(canvas: Canvas) -> None:
    for side in (-1, 1):
        x, y = _AXIS + side * 62, 272.0
        shape = oval(x - 19, y - 26, x + 19, y + 26)
        clip = canvas.coverage(shape)
        canvas.fill(shape, Linear((x, y - 26), (x, y + 26), _EYE))
        canvas.fill(oval(x - 13, y + 6, x + 13, y + 24), Solid("#8FB59E", 0.55, blur=4), clip)
        canvas.fill(oval(x - 11, y - 14, x + 11, y + 12), Solid("#0E1714", 0.8, blur=3), clip)
        canvas.fill(oval(x - 14, y - 19, x + 1, y - 3), Solid("#FFFFFF", 0.98))
        canvas.fill(circle(x + 7.5, y + 10, 3.6), Solid("#FFFFFF", 0.8))


def _brows(canvas: Canvas) -> None:
    brow = outline(
        "M 173 229 C 181 219 196 214 216 224 C 217 226 216 228 213 227.5"
        " C 198 221 187 223 177 230 C 174 231 172 231 173 229 Z"
    )
    for shape in (brow, mirrored(brow, _AXIS)):
        canvas.fill(shape, Solid(_BROW, 0.85, blur=0.4))


def _nose(canvas: Canvas) -> None:
    canvas.fill(oval(246, 299, 266, 311), Solid(_SKIN_DEEP, 0.30, blur=3))
    canvas.fill(oval(249, 297, 261, 304), Solid("#FFFFFF", 0.55, blur=2))


def _mouth(canvas: Canvas) -> None:
    at = landmarks().astype(np.float64)
    canvas.fill(oval(224, 349, 288, 361), Solid(_SKIN_DEEP, 0.36, blur=4))
    lips = _curve(at[OUTER])
    clip = canvas.coverage(lips)
    tones = ((0.0, _LIP_UPPER), (0.35, _LIP_UPPER), (0.5, _LIP_LOWER), (1.0, _LIP_LOWER))
    canvas.fill(lips, Linear((256, 333), (256, 351), tones, blur=0.5))
    canvas.fill(oval(236, 344.5, 268, 348.5), Solid("#FFE9E2", 0.55, blur=1.2), clip)
    shut = _open((at[UPPER_INNER] + at[LOWER_INNER]) / 2)
    canvas.stroke(shut, 2.4, Solid(_LIP_LINE, 0.9, blur=0.4))
    for side in (-1, 1):
        x = _AXIS + side * 48
        canvas.fill(circle(x, 329.5, 2.2), Solid(_LIP_LINE, 0.45, blur=1.0))


def _curve(knots: Points) -> Points:
    left, right = 0, 6
    upper, lower = knots[left : right + 1], np.concatenate([knots[right:], knots[:1]])
    return np.concatenate([_open(upper), _open(lower)[1:]])


def _open(knots: Points) -> Points:
    fine = np.linspace(0, len(knots) - 1, 8 * len(knots))
    padded = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    index = np.minimum(fine.astype(int), len(knots) - 2)
    t = (fine - index)[:, None]
    a, b, c, d = (padded[index + step] for step in range(4))
    return np.asarray(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))


def _headset(canvas: Canvas) -> None:
    band = outline("M 103 262 C 99 176 166 109 256 109 C 346 109 413 176 409 262")
    canvas.stroke(moved(band, 0, 4), 9, Solid("#8A6B3C", 0.22, blur=4))
    canvas.stroke(band, 10, Solid("#E9ECEA"))
    canvas.stroke(moved(band, 0, 2.6), 3, Solid("#AEB9B8", 0.8, blur=0.7))
    canvas.stroke(moved(band, 0, -2.4), 2.2, Solid("#FFFFFF", 0.9, blur=0.6))
    for x in (101, 411):
        canvas.fill(round_box(x - 20, 252, x + 20, 324, 18), Solid("#6E5A38", 0.28, blur=5))
        shell = ((0.0, "#FFFFFF"), (1.0, "#BFC9C8"))
        canvas.fill(round_box(x - 20, 248, x + 20, 318, 19), Linear((x - 19, 250), (x + 19, 316), shell))
        pad = ((0.0, "#3A9A99"), (1.0, "#1B5C63"))
        canvas.fill(round_box(x - 10.5, 260, x + 10.5, 306, 10.5), Linear((x - 10, 261), (x + 10, 305), pad))
        canvas.fill(round_box(x - 7, 264, x - 2, 288, 2.5), Solid("#FFFFFF", 0.28, blur=1.2))
    boom = trace((104, 316), (110, 350, 128, 366, 158, 367))
    canvas.stroke(moved(boom, 1, 4), 5, Solid("#8A6B3C", 0.30, blur=3))
    canvas.stroke(boom, 5, Solid("#D5DCDA"))
    canvas.stroke(moved(boom, 0, -1), 1.6, Solid("#FFFFFF", 0.9, blur=0.4))
    canvas.fill(round_box(150, 358, 181, 376, 9), Linear((150, 358), (181, 376), ((0.0, "#3C5058"), (1.0, "#1B2A30"))))
    canvas.fill(round_box(155, 361, 170, 365, 2), Solid("#FFFFFF", 0.25, blur=1))


def _leaves(canvas: Canvas) -> None:
    stem = trace((256, 122), (254, 108, 257, 98, 258, 86))
    canvas.stroke(stem, 9.5, Linear((250, 0), (264, 0), ((0.0, "#6DB983"), (1.0, "#3B8560"))))
    canvas.fill(oval(245, 113, 267, 127), Linear((245, 0), (267, 0), ((0.0, "#6DB983"), (1.0, "#3B8560"))))
    _leaf(canvas, -60, 92, 37, ("#B6E096", "#4FA873"))
    _leaf(canvas, 53, 104, 41, ("#97D28D", "#2F8F6B"))


def _leaf(canvas: Canvas, turned: float, long: float, wide: float, tones: tuple[str, str]) -> None:
    angle = np.radians(turned)
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])

    def placed(points: Points) -> Points:
        return np.asarray(points @ spin + (258, 90))

    blade = placed(
        trace(
            (0, 0),
            (-wide, -long * 0.22, -wide * 1.08, -long * 0.78, 0, -long),
            (wide * 1.08, -long * 0.78, wide, -long * 0.22, 0, 0),
        )
    )
    clip = canvas.coverage(blade)
    side, tip = placed(np.array([[-wide, 0.0], [wide, -long]]))
    canvas.fill(blade, Linear(tuple(side), tuple(tip), ((0.0, tones[0]), (1.0, tones[1]))))
    shade = placed(
        trace((wide * 1.2, 0), (wide * 0.4, -long * 0.4, wide * 0.2, -long * 0.8, wide * 0.1, -long), (wide * 2, -long))
    )
    canvas.fill(shade, Solid("#1E6B55", 0.22, blur=5), clip)
    rib = placed(trace((0, -4), (-wide * 0.12, -long * 0.35, -wide * 0.04, -long * 0.7, 0, -long * 0.94)))
    canvas.stroke(rib, 2.6, Solid("#F4FFE9", 0.6, blur=0.5), clip)
    for share in (0.28, 0.46, 0.64):
        for way in (-1, 1):
            vein = placed(trace((-wide * 0.08, -long * share), (way * wide * 0.55, -long * (share + 0.2))))
            canvas.stroke(vein, 1.3, Solid("#F4FFE9", 0.35, blur=0.5), clip)


def _scarf(canvas: Canvas) -> None:
    tail = outline("M 300 444 C 318 466 324 492 319 524 L 356 520 C 358 488 348 462 328 438 Z")
    canvas.fill(moved(tail, -3, 4), Solid("#0A2E38", 0.28, blur=5))
    canvas.fill(tail, Linear((300, 446), (354, 516), ((0.0, "#2F8486"), (1.0, "#174A51"))))
    wrap = outline(
        "M 156 404 C 200 440 312 440 356 404 C 366 418 366 434 354 443"
        " C 308 471 204 471 158 443 C 146 434 146 418 156 404 Z"
    )
    clip = canvas.coverage(wrap)
    canvas.fill(moved(wrap, 0, 5), Solid("#0A2E38", 0.26, blur=5))
    canvas.fill(wrap, Linear((160, 410), (350, 462), ((0.0, "#43A09F"), (0.5, "#2A7F82"), (1.0, "#1B5C63"))))
    canvas.fill(oval(140, 380, 372, 428), Solid("#0E343A", 0.30, blur=7), clip)
    fold = trace((164, 436), (208, 462, 304, 462, 348, 434))
    canvas.stroke(fold, 3, Solid("#0E343A", 0.35, blur=1.6), clip)
    canvas.stroke(moved(fold, 0, -13), 2.4, Solid("#8FD0CC", 0.30, blur=1.4), clip)
    canvas.fill(round_box(300, 428, 338, 462, 13), Linear((300, 430), (338, 462), ((0.0, "#3C9798"), (1.0, "#1F666C"))))


def portrait(background: Background = "day") -> Portrait:
    points = landmarks()
    box = [*np.floor(points.min(axis=0)).astype(int), *np.ceil(points.max(axis=0)).astype(int)]
    return Portrait(
        name="sprout",
        frames=draw(background)[None],
        fps=25.0,
        boxes=np.array([box], np.int32),
        landmarks=points[None],
        neutral=0,
        licence="Apache-2.0, drawn by Malbeot's code",
        consent="not a person",
    )


def _write(folder: Path, background: Background) -> None:
    write(portrait(background), folder, made="python -m avatar.warping.sprout", force=True)
    (folder / CONTACT).unlink()  # one frame needs no contact sheet


if __name__ == "__main__":
    _write(Path(sys.argv[1]), "contrast" if sys.argv[2:] == ["contrast"] else "day")
