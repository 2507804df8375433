"""Lips, teeth and tongue."""

from dataclasses import dataclass

from avatar.counsellor import palette as colour
from avatar.counsellor.look import WOMAN, Look
from avatar.counsellor.pose import Pose
from avatar.drawing.canvas import Canvas, Coverage
from avatar.drawing.paint import Linear, Solid
from avatar.drawing.shapes import Points, circle, oval, trace

AXIS = 256.0
_SEEN_GAP = 1.0
"""below this the lips count as closed and only the line between them is drawn"""


def between(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


@dataclass(frozen=True, slots=True)
class Lips:
    """Where the parts of the mouth lie, in the figure's units."""

    x: float
    half: float
    """half width between the corners"""
    inner_half: float
    corner_y: float
    inner_corner_y: float
    peak: float
    """top of the upper lip"""
    dip: float
    """the notch between its peaks"""
    upper_edge: float
    lower_edge: float
    """the opening, from its upper to its lower edge"""
    bottom: float
    round: float

    @property
    def gap(self) -> float:
        return self.lower_edge - self.upper_edge

    @classmethod
    def of(cls, pose: Pose, look: Look = WOMAN) -> "Lips":
        jaw, part, smile, rounded = pose.jaw, pose.part, pose.smile, pose.round
        centre, (thick_upper, thick_lower) = look.mouth_height, look.lip_thickness
        half = look.mouth_half_width * (1 + 0.17 * pose.wide + 0.12 * smile - 0.44 * rounded - 0.05 * jaw)
        upper = thick_upper * (1 - 0.55 * pose.press) * (1 + 0.04 * rounded) * (1 - 0.14 * smile) - 0.3 * jaw
        lower = thick_lower * (1 - 0.42 * pose.press) * (1 + 0.06 * rounded) * (1 - 0.16 * smile) - 0.8 * jaw
        upper_edge = centre - (jaw * 3.4 + part * 2.6)
        lower_edge = centre + jaw * 19.5 + part * 4.8
        middle = (upper_edge + lower_edge) / 2
        corner = centre + 1.2 * smile - smile * 8.8 * (1 - 0.5 * rounded) + jaw * 5.0 + part * 0.8
        corner = between(corner, middle + 0.6, rounded)
        return cls(
            x=AXIS + pose.turn * 8,
            half=half,
            inner_half=half * (0.90 - 0.22 * rounded),
            corner_y=corner,
            inner_corner_y=between(corner, middle, 0.8 * rounded),
            peak=upper_edge - upper,
            dip=upper_edge - upper * (0.76 + 0.16 * rounded),
            upper_edge=upper_edge,
            lower_edge=lower_edge,
            bottom=lower_edge + lower,
            round=rounded,
        )

    def outer(self) -> Points:
        x, w, k, y = self.x, self.half, self.round, self.corner_y
        side, crest, foot = between(0.68, 1.0, k), between(0.16, 0.22, k), between(0.50, 0.56, k)
        lift = between(y, self.peak, between(0.22, 0.58, k)) + 0.6 * (1 - k)
        hip = between(between(0.70, 0.84, min(1.0, self.gap / 14)), 1.0, k)
        sink = between(y, self.bottom, between(between(0.58, 0.60, min(1.0, self.gap / 14)), 0.60, k))
        shoulder, near = between(0.38, 0.62, k), self.peak + between(0.6, 0.2, k)
        return trace(
            (x - w, y),
            (x - w * side, lift, x - w * shoulder, near, x - w * crest, self.peak),
            (x - w * 0.10, self.peak - 0.1, x - w * 0.07, self.dip, x, self.dip),
            (x + w * 0.07, self.dip, x + w * 0.10, self.peak - 0.1, x + w * crest, self.peak),
            (x + w * shoulder, near, x + w * side, lift, x + w, y),
            (x + w * hip, sink, x + w * foot, self.bottom, x, self.bottom),
            (x - w * foot, self.bottom, x - w * hip, sink, x - w, y),
        )

    def inner(self) -> Points:
        x, w, k, y = self.x, self.inner_half, self.round, self.inner_corner_y
        side, lift = between(0.74, 1.0, k), between(y, self.upper_edge, between(0.92, 0.62, k))
        hip, sink = between(0.82, 1.0, k), between(y, self.lower_edge, between(0.64, 0.60, k))
        shoulder, foot, top = between(0.36, 0.58, k), between(0.50, 0.56, k), self.upper_edge - 0.2
        return trace(
            (x - w, y),
            (x - w * side, lift, x - w * shoulder, top, x, self.upper_edge + 0.5 * (1 - k)),
            (x + w * shoulder, top, x + w * side, lift, x + w, y),
            (x + w * hip, sink, x + w * foot, self.lower_edge, x, self.lower_edge),
            (x - w * foot, self.lower_edge, x - w * hip, sink, x - w, y),
        )


def draw(canvas: Canvas, pose: Pose, look: Look) -> None:
    lips = Lips.of(pose, look)
    outer = lips.outer()
    _shadows(canvas, look, lips)
    canvas.fill(outer, Solid(look.lip_upper, 0.30, blur=1.6))
    _lips(canvas, look, lips, outer)
    if lips.gap > _SEEN_GAP:
        _inside(canvas, pose, lips)
    else:
        _closed_line(canvas, pose, look, lips)
    _corners(canvas, pose, look, lips)


def _shadows(canvas: Canvas, look: Look, lips: Lips) -> None:
    x, w, low = lips.x, lips.half, lips.bottom
    canvas.fill(oval(x - w * 0.55, low + 1.5, x + w * 0.55, low + 8.5), Solid(look.skin_deep, 0.34, blur=3))
    for side, alpha in ((-1, 0.30), (1, 0.36)):
        groove = trace((x + side * 2.6, 249), (x + side * 3.2, lips.peak - 2))
        canvas.stroke(groove, 2.6, Solid(look.skin_shade, alpha, blur=1.6))


def _lips(canvas: Canvas, look: Look, lips: Lips, outer: Points) -> None:
    clip = canvas.coverage(outer)
    tones = (
        (0.0, look.lip_upper, 0.92),
        (0.42, look.lip_upper),
        (0.52, look.lip_lower),
        (0.78, look.lip_lower),
        (1.0, look.lip_upper, 0.9),
    )
    canvas.fill(outer, Linear((lips.x, lips.peak), (lips.x, lips.bottom), tones))
    x, w, edge, thick = lips.x, lips.half, lips.lower_edge, lips.bottom - lips.lower_edge
    light = oval(x - w * 0.42, edge + thick * 0.18, x + w * 0.30, edge + thick * 0.62)
    canvas.fill(light, Solid(colour.LIP_LIGHT, look.lip_gloss, blur=1.8), clip)
    canvas.fill(oval(x - w * 0.9, edge - 2.5, x + w * 0.9, edge + 2), Solid(look.lip_line, 0.16, blur=1.6), clip)


def _inside(canvas: Canvas, pose: Pose, lips: Lips) -> None:
    inner = lips.inner()
    clip = canvas.coverage(inner)
    canvas.fill(inner, Linear((lips.x, lips.upper_edge), (lips.x, lips.lower_edge), colour.MOUTH_INSIDE))
    _tongue(canvas, pose, lips, clip)
    _teeth(canvas, pose, lips, clip)
    x, w, k, y, top = lips.x, lips.inner_half, lips.round, lips.inner_corner_y, lips.upper_edge
    side, shoulder = between(0.62, 0.95, k), between(0.30, 0.52, k)
    lift = between(y, top, 0.85)
    under_lip = trace(
        (x - w, y),
        (x - w * side, lift, x - w * shoulder, top - 0.4, x, top + 0.5),
        (x + w * shoulder, top - 0.4, x + w * side, lift, x + w, y),
    )
    canvas.stroke(under_lip, 3.2, Solid("#3A1114", 0.42, blur=1.2), clip)


def _tongue(canvas: Canvas, pose: Pose, lips: Lips, clip: Coverage) -> None:
    x, w, low, gap, raised = lips.x, lips.inner_half, lips.lower_edge, lips.gap, pose.tongue
    top = low - between(2.2, 0, raised) - gap * between(0.10, 0.34, raised)
    half = w * between(0.62, 0.46, raised)
    shown = min(1.0, max(0.0, (0.85 - pose.round) / 0.3))
    bed = Linear((x, top), (x, top + 10), ((0.0, "#E08A88"), (1.0, "#B85A5E")), blur=0.7, alpha=shown)
    canvas.fill(oval(x - half, top - 1.5, x + half, top + max(10, gap)), bed, clip)
    if shown < 1:
        back = Solid("#A4545A", 0.9 * (1 - shown), blur=1)
        canvas.fill(oval(x - half, low - gap * 0.22, x + half, low + 8), back, clip)
    lifted = min(1.0, max(0.0, (raised - 0.15) / 0.3))
    if not lifted:
        return
    half, tip = w * 0.74, between(top, lips.upper_edge + max(2.0, 5.6 * pose.teeth + 1.2) - 1.0, raised)
    body = trace(
        (x - half, low + 4),
        (x - half * 0.9, between(low, tip, 0.75), x - half * 0.5, tip, x, tip),
        (x + half * 0.5, tip, x + half * 0.9, between(low, tip, 0.75), x + half, low + 4),
    )
    tones = ((0.0, "#D57F7E"), (0.35, "#EA9A96"), (1.0, "#C9696B"))
    canvas.fill(body, Linear((x, tip), (x, low + 2), tones, blur=0.5, alpha=lifted), clip)


def _teeth(canvas: Canvas, pose: Pose, lips: Lips, clip: Coverage) -> None:
    x, w, top, low = lips.x, lips.inner_half, lips.upper_edge, lips.lower_edge
    if pose.teeth > 0.02:
        tall = 5.6 * pose.teeth + 1.2 * min(1.0, pose.teeth / 0.2)
        end = min(lips.inner_corner_y - 0.5, top + tall * 0.55)
        row = trace(
            (x - w, top - 8),
            (x + w, top - 8),
            (x + w * 0.84, end),
            (x + w * 0.62, top + tall * 0.9, x + w * 0.3, top + tall, x, top + tall),
            (x - w * 0.3, top + tall, x - w * 0.62, top + tall * 0.9, x - w * 0.84, end),
        )
        tones = ((0.0, colour.TEETH_SIDE), (0.22, colour.TEETH), (0.78, colour.TEETH), (1.0, colour.TEETH_SIDE))
        canvas.fill(row, Linear((x - w, top), (x + w, top), tones), clip)
    if pose.teeth_low > 0.02:
        tall = 4.0 * pose.teeth_low
        row = trace(
            (x - w * 0.62, low + 4),
            (x - w * 0.5, low - tall, x - w * 0.2, low - tall, x, low - tall),
            (x + w * 0.2, low - tall, x + w * 0.5, low - tall, x + w * 0.62, low + 4),
        )
        canvas.fill(row, Solid(colour.TEETH_LOW, 0.95), clip)


def _closed_line(canvas: Canvas, pose: Pose, look: Look, lips: Lips) -> None:
    x, w, y, edge = lips.x, lips.half, lips.corner_y, lips.upper_edge
    lift = between(y, edge, 0.78) + 0.8
    line = trace(
        (x - w * 0.97, y + 0.2),
        (x - w * 0.62, lift, x - w * 0.26, edge + 0.2, x, edge + 1.0),
        (x + w * 0.26, edge + 0.2, x + w * 0.62, lift, x + w * 0.97, y + 0.2),
    )
    canvas.stroke(line, 1.7 - 0.3 * pose.press, Solid(look.lip_line, 0.85, blur=0.35))


def _corners(canvas: Canvas, pose: Pose, look: Look, lips: Lips) -> None:
    for side in (-1, 1):
        x, y = lips.x + side * lips.half, lips.corner_y
        canvas.fill(circle(x + side * 0.2, y + 0.2, 1.7), Solid(look.lip_line, 0.42, blur=1.1))
        fold = trace(
            (x + side * 4.5, y - 4),
            (x + side * 6.6, y - 1, x + side * 6.4, y + 3, x + side * 4, y + 6),
        )
        canvas.stroke(fold, 1.8, Solid(look.skin_deep, 0.28 * pose.smile, blur=1.3))
