"""The face: its outline, its skin, and the colour, light and folds that move with the expression."""

from avatar.counsellor.look import WOMAN, Look
from avatar.counsellor.pose import Pose
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Radial, Solid
from avatar.drawing.shapes import Points, circle, outline, oval, smooth, trace
from avatar.easing import ease

BOX = (150.0, 70.0, 362.0, 342.0)
"""left, top, right, bottom of everything the face can cover, upright"""
_TOP = 84.0
_JAW_FROM, _JAW_TO, _JAW_DROP = 236.0, 300.0, 11.0
_CHEEK_FROM, _CHEEK_MIDDLE, _CHEEK_TO = 206.0, 246.0, 290.0
_CHEEK_FULL, _CHEEK_DRAWN = 1.5, 2.2
"""units that a smile rounds the cheek, and that an open jaw or rounded lips draw it in"""


def face_outline(pose: Pose, look: Look = WOMAN) -> Points:
    x = 256 + pose.turn * 2
    full = _CHEEK_FULL * pose.smile - _CHEEK_DRAWN * max(pose.jaw, 0.6 * pose.round)

    def sunk(y: float) -> float:
        return y + pose.jaw * _JAW_DROP * ease((y - _JAW_FROM) / (_JAW_TO - _JAW_FROM))

    def wide(y: float, half: float) -> float:
        rise, fall = (y - _CHEEK_FROM) / (_CHEEK_MIDDLE - _CHEEK_FROM), (_CHEEK_TO - y) / (_CHEEK_TO - _CHEEK_MIDDLE)
        return half + full * ease(min(rise, fall))

    right = [(x + wide(y, half), sunk(y)) for y, half in look.half_widths]
    left = [(x - wide(y, half), sunk(y)) for y, half in reversed(look.half_widths)]
    return smooth([(x, _TOP), *right, (x, sunk(look.chin)), *left])


def draw_skin(canvas: Canvas, look: Look) -> None:
    """What of the face never changes, beyond its outline on all sides."""
    left, top, right, bottom = BOX
    whole = trace((left, top), (right, top), (right, bottom), (left, bottom))
    canvas.fill(whole, Linear((190, 110), (330, 310), look.skin))
    canvas.fill(outline(look.far_shade), Solid(look.skin_shade, 0.50, blur=12))
    canvas.fill(outline(look.near_shade), Solid(look.skin_shade, 0.30, blur=9))
    *forehead, light = look.forehead_light
    canvas.fill(oval(*forehead), Solid("#FFF4EA", light, blur=12))


def draw_expression(canvas: Canvas, pose: Pose, look: Look) -> None:
    lift = -pose.smile * 3
    apart, height = look.cheek_place
    for side in (-1, 1):
        x, y = 256 + side * apart + pose.turn * 5, height + lift
        blush = ((0.0, look.cheek, 1.0), (1.0, look.cheek, 0.0))
        alpha = look.blush * (1 + pose.warmth / 3)
        canvas.fill(circle(x, y, 28), Radial((x, y), 28, blush, alpha=alpha))
        canvas.fill(oval(x - 17, y - 18, x + 13, y - 6), Solid("#FFF1E6", 0.34, blur=5))
    chin = look.chin - 19.5 + pose.jaw * 20
    canvas.fill(oval(242, chin - 2, 270, chin + 9), Solid("#FFEFE3", 0.40, blur=4))
    rest, smiling = look.fold
    for side in (-1, 1):
        x = 256 + pose.turn * 7
        fold = trace(
            (x + side * 19, 240),
            (x + side * 29, 248, x + side * 36, 256, x + side * (37 + 2 * pose.smile), 268 - 2 * pose.smile),
        )
        canvas.stroke(fold, 2.2, Solid(look.skin_deep, rest + smiling * pose.smile, blur=1.6))
