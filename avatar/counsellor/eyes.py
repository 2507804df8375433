"""Eyes, lids and lashes, and the strokes beside them when she smiles."""

from dataclasses import dataclass

from avatar.counsellor import palette as colour
from avatar.counsellor.look import WOMAN, Look
from avatar.counsellor.mouth import between
from avatar.counsellor.pose import Pose
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Radial, Solid
from avatar.drawing.shapes import circle, oval, trace
from avatar.drawing.sprite import Sprite

APART, CENTRE_Y = 38.8, 201.0
IRIS_RADIUS, PUPIL_RADIUS = 11.2, 4.9


@dataclass(frozen=True, slots=True)
class Opening:
    """The gap between the lids. `side` is −1 for the eye on the picture's left."""

    side: int
    x: float
    upper: float
    """height at which the upper lid's curve is pulled"""
    lower: float
    half_width: float

    @classmethod
    def of(cls, pose: Pose, side: int, look: Look = WOMAN) -> "Opening":
        lid, y = pose.lid, CENTRE_Y
        upper = between(y + 11.5, y - look.eye_rise + 2.2 * pose.squint, min(lid, 1.15))
        lower = between(y + 11.5, y + 11.4 - 5.0 * pose.squint, min(1.0, lid * 2))
        return cls(side, 256 + side * APART + pose.turn * 7, min(upper, lower - 0.01), lower, look.eye_half_width)

    @property
    def inner(self) -> tuple[float, float]:
        return self.x - self.side * self.half_width, CENTRE_Y + 2.6

    @property
    def outer(self) -> tuple[float, float]:
        return self.x + self.side * self.half_width, CENTRE_Y + 1.0

    @property
    def lid_curve(self) -> tuple[float, ...]:
        """A cubic step from the inner to the outer corner."""
        reach = self.side * self.half_width
        return (self.x - reach * 0.50, self.upper + 0.2, self.x + reach * 0.58, self.upper + 0.2, *self.outer)


def draw(canvas: Canvas, pose: Pose, look: Look, iris: Sprite) -> None:
    for side in (-1, 1):
        eye = Opening.of(pose, side, look)
        x, y = eye.x, CENTRE_Y
        canvas.fill(oval(x - 24, y - 19, x + 24, y + 6), Solid(look.skin_shade, 0.20, blur=6))
        if pose.lid > 0.06:
            _ball(canvas, pose, eye, iris)
        _lash(canvas, pose, look, eye)
        _folds(canvas, pose, look, eye)
        _smile_lines(canvas, pose, look, eye)


def draw_iris(canvas: Canvas) -> None:
    """Iris and pupil about 0, 0."""
    canvas.fill(circle(0, 0, IRIS_RADIUS), Radial((0, 4), IRIS_RADIUS * 1.15, colour.IRIS))
    canvas.stroke(circle(0, 0, IRIS_RADIUS - 0.5), 1.1, Solid(colour.IRIS_EDGE, 0.8))
    canvas.fill(circle(0, 0, PUPIL_RADIUS), Solid(colour.PUPIL))
    canvas.fill(oval(-6, 2.5, 6, 9), Solid("#C58B60", 0.30, blur=2))


def _ball(canvas: Canvas, pose: Pose, eye: Opening, iris: Sprite) -> None:
    x, y, reach, side = eye.x, CENTRE_Y, eye.side * eye.half_width, eye.side
    shape = trace(
        eye.inner, eye.lid_curve, (x + reach * 0.62, eye.lower, x - reach * 0.45, eye.lower + 0.8, *eye.inner)
    )
    clip = canvas.coverage(shape)
    white = ((0.0, colour.EYE_TOP), (0.5, colour.EYE_WHITE), (1.0, colour.EYE_LOW))
    canvas.fill(shape, Linear((x, y - 10), (x, y + 8), white))
    ix, iy = x + pose.gaze_x * 5.0, y - 1.6 + pose.gaze_y * 3.2
    iris.lay(canvas, ix, iy, clip)
    canvas.stroke(trace(eye.inner, eye.lid_curve), 6.5, Solid("#2A1712", 0.38, blur=2), clip)
    canvas.fill(circle(ix - 3.4, iy - 3.6, 2.9), Solid(colour.WHITE, 0.96), clip)
    canvas.fill(circle(ix + 3.6, iy + 4.2, 1.4), Solid(colour.WHITE, 0.55), clip)
    canvas.fill(circle(eye.inner[0] + side, eye.inner[1] - 0.2, 2.4), Solid("#E49C8E", 0.8, blur=0.8), clip)


def _lash(canvas: Canvas, pose: Pose, look: Look, eye: Opening) -> None:
    (ix, iy), (ox, oy), side = eye.inner, eye.outer, eye.side
    ax, ay, bx, by, *_ = eye.lid_curve
    thick = look.lash_thick * between(0.55, 1.0, min(1.0, pose.lid * 1.6))
    open_share = min(1.0, pose.lid * 2)
    wing = (ox + side * between(1.2, look.lash_wing, open_share), oy + between(0.6, -0.6, open_share))
    body = trace(
        eye.inner,
        eye.lid_curve,
        wing,
        (bx + side * 1.5, by - 3.4 * thick, ax, ay - 2.6 * thick, ix - side * 0.8, iy - 0.2),
    )
    canvas.fill(body, Solid(look.lash, 0.96))


def _folds(canvas: Canvas, pose: Pose, look: Look, eye: Opening) -> None:
    (ix, iy), (ox, oy), side, x = eye.inner, eye.outer, eye.side, eye.x
    ax, ay, bx, by, *_ = eye.lid_curve
    opened = min(1.0, pose.lid)
    off = between(3.2, 6.6, opened)
    crease = trace(
        (ix + side * 1.5, iy - 4.2 * opened - 1.2),
        (ax, ay - off, bx, by - off - 0.6, ox + side * 1.6, oy - 4.6 * opened - 1),
    )
    canvas.stroke(crease, 1.35, Solid(look.skin_deep, between(0.35, 0.62, min(1.0, opened * 2)), blur=0.35))
    reach = side * eye.half_width
    low = eye.lower
    lower = trace(
        (ox - side, oy + 1.2), (x + reach * 0.62, low + 0.2, x - reach * 0.4, low + 0.9, ix + side * 6, iy + 2)
    )
    canvas.stroke(lower, 1.0, Solid(look.lash, 0.30 * min(1.0, pose.lid * 5), blur=0.3))
    pouch = trace((ox - side * 4, oy + 8), (x + side * 8, low + 4.2, x - side * 8, low + 4.8, ix + side * 3, iy + 5.5))
    canvas.stroke(pouch, 1.5, Solid(look.skin_deep, 0.20 + 0.22 * pose.squint, blur=1))


def _smile_lines(canvas: Canvas, pose: Pose, look: Look, eye: Opening) -> None:
    shown = max(0.0, pose.squint - 0.25)
    if not shown:
        return
    x, y, side = eye.x, CENTRE_Y, eye.side
    for low, long in ((-1.5, 7), (3, 8)):
        line = trace(
            (x + side * 27, y + low + 2),
            (x + side * (27 + long / 2), y + low + 1.6, x + side * (27 + long), y + low * 2 + 1),
        )
        canvas.stroke(line, 1.3, Solid(look.skin_deep, look.crow * shown, blur=0.8))
