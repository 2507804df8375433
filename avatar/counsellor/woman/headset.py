"""The light headset; its microphone stays beside the chin, never over the lips."""

from avatar.counsellor import palette as colour
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Solid
from avatar.drawing.shapes import outline, round_box

_DARK = "#0C1A1E"


def draw(canvas: Canvas) -> None:
    _band(canvas)
    _cup(canvas)
    _microphone(canvas)


def _band(canvas: Canvas) -> None:
    shade = outline("M 156 200 C 146 112 196 64 257 64 C 318 64 366 112 357 190")
    canvas.stroke(shade, 8, Solid("#140B08", 0.35, blur=3))
    band = outline("M 156 200 C 146 112 196 61 257 61 C 318 61 366 112 357 190")
    canvas.stroke(band, 6.6, Solid("#E4E8E7"))
    low = outline("M 158 190 C 150 114 198 63.4 257 63.4 C 316 63.4 362 112 355.4 180")
    canvas.stroke(low, 2.4, Solid("#AEB9B8", 0.8, blur=0.6))
    light = outline("M 155 190 C 148 110 197 59.2 257 59.2 C 296 59.2 330 80 346 120")
    canvas.stroke(light, 1.8, Solid(colour.WHITE, 0.95, blur=0.5))
    _cushion(canvas)
    canvas.fill(round_box(350, 172, 362, 206, 6), Solid("#140B08", 0.35, blur=3))
    canvas.fill(
        round_box(351, 170, 363, 204, 6), Linear((351, 170), (363, 204), ((0.0, colour.WHITE), (1.0, "#C3CCCB")))
    )


def _cushion(canvas: Canvas) -> None:
    """The soft piece upon the crown, and the joints that make the band longer: no hairband has them."""
    crown = outline("M 214 72 C 227 64.6 242 61.6 257 61.6 C 272 61.6 287 64.6 300 72")
    canvas.stroke(crown, 8.0, Solid("#174F56"))
    canvas.stroke(
        outline("M 216 69.6 C 228 63 242 60 257 60 C 270 60 282 62 292 66"), 2.4, Solid("#4FA5A3", 0.75, blur=0.7)
    )
    for joint in ("M 154.6 166 L 155.2 179", "M 358.6 154 L 357.8 167"):
        canvas.stroke(outline(joint), 7.8, Solid("#A2AFAF"))
        canvas.stroke(outline(joint), 5.0, Solid("#D3DAD9"))


def _cup(canvas: Canvas) -> None:
    canvas.fill(round_box(144, 192, 176, 244, 14), Solid(_DARK, 0.35, blur=4))
    shell = ((0.0, colour.WHITE), (0.6, "#E6EAE8"), (1.0, "#BFC9C8"))
    canvas.fill(round_box(146, 188, 174, 240, 13), Linear((146, 188), (174, 240), shell))
    pad = ((0.0, "#3A9A99"), (1.0, "#1B5C63"))
    canvas.fill(round_box(151, 197, 166, 231, 7.5), Linear((151, 197), (166, 231), pad))


def _microphone(canvas: Canvas) -> None:
    canvas.stroke(outline("M 161 238 C 164 274 188 298 212 301"), 4.5, Solid(_DARK, 0.22, blur=2.5))
    canvas.stroke(outline("M 161 236 C 164 272 188 296 210 298"), 3.6, Solid("#DDE3E1"))
    tip = ((0.0, "#43575D"), (1.0, "#1B2A2F"))
    canvas.fill(round_box(204, 292.5, 223, 304, 5.7), Linear((204, 292), (204, 304), tip))
