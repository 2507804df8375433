"""The face: its outline, its skin, and the colour, light and folds that move with the expression."""

from avatar.counsellor import palette as colour
from avatar.counsellor.pose import Pose
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Radial, Solid
from avatar.drawing.shapes import Points, circle, outline, oval, smooth, trace

BOX = (150.0, 70.0, 362.0, 336.0)
"""left, top, right, bottom of everything the face can cover, upright"""
_TOP, _CHIN = 84.0, 311.5
_HALF_WIDTHS = (
    (112, 64),
    (150, 78),
    (186, 83),
    (216, 83.5),
    (244, 78),
    (268, 66),
    (288, 48.5),
    (302, 29),
    (309.5, 10.5),
)
_JAW_FROM, _JAW_TO, _JAW_DROP = 236.0, 300.0, 11.0


def face_outline(pose: Pose) -> Points:
    x = 256 + pose.turn * 2

    def sunk(y: float) -> float:
        share = min(1.0, max(0.0, (y - _JAW_FROM) / (_JAW_TO - _JAW_FROM)))
        return y + pose.jaw * _JAW_DROP * share * share * (3 - 2 * share)

    right = [(x + half, sunk(y)) for y, half in _HALF_WIDTHS]
    left = [(x - half, sunk(y)) for y, half in reversed(_HALF_WIDTHS)]
    return smooth([(x, _TOP), *right, (x, sunk(_CHIN)), *left])


def draw_skin(canvas: Canvas) -> None:
    """What of the face never changes, beyond its outline on all sides."""
    left, top, right, bottom = BOX
    whole = trace((left, top), (right, top), (right, bottom), (left, bottom))
    tones = ((0.0, colour.SKIN_LIGHT), (0.45, colour.SKIN), (1.0, colour.SKIN_FAR))
    canvas.fill(whole, Linear((190, 110), (330, 310), tones))
    far = outline("M 352 150 C 330 190 338 240 318 270 C 300 296 280 306 262 316 L 360 330")
    canvas.fill(far, Solid(colour.SKIN_SHADE, 0.50, blur=12))
    near = outline("M 160 190 C 176 220 178 256 200 284 L 160 300")
    canvas.fill(near, Solid(colour.SKIN_SHADE, 0.30, blur=9))
    canvas.fill(oval(216, 130, 290, 164), Solid("#FFF4EA", 0.40, blur=12))


def draw_expression(canvas: Canvas, pose: Pose) -> None:
    lift = -pose.smile * 3
    for side in (-1, 1):
        x, y = 256 + side * 50 + pose.turn * 5, 238 + lift
        blush = ((0.0, colour.CHEEK, 1.0), (1.0, colour.CHEEK, 0.0))
        canvas.fill(circle(x, y, 28), Radial((x, y), 28, blush, alpha=0.36 + 0.12 * pose.warmth))
        canvas.fill(oval(x - 17, y - 18, x + 13, y - 6), Solid("#FFF1E6", 0.34, blur=5))
    chin = 292 + pose.jaw * 20
    canvas.fill(oval(242, chin - 2, 270, chin + 9), Solid("#FFEFE3", 0.40, blur=4))
    for side in (-1, 1):
        x = 256 + pose.turn * 7
        fold = trace(
            (x + side * 19, 240),
            (x + side * 29, 248, x + side * 36, 256, x + side * (37 + 2 * pose.smile), 268 - 2 * pose.smile),
        )
        canvas.stroke(fold, 2.2, Solid(colour.SKIN_DEEP, 0.16 + 0.26 * pose.smile, blur=1.6))
