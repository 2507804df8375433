"""His hair, parted at his right, grey at the temples, and his ears. None of it depends on the pose."""

from dataclasses import replace

from avatar.counsellor.man import palette as colour
from avatar.counsellor.strands import Strands
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Solid
from avatar.drawing.shapes import mirrored, moved, outline

_HAIR = outline(
    "M 171 208 C 166 196 165 182 166 170 C 150 136 160 92 196 70 C 216 50 262 42 298 54 C 344 64 364 108 347 168"
    " C 348 184 346 196 341 208 C 338 190 336 172 330 158 C 322 142 318 130 314 118 C 282 128 238 124 212 106"
    " C 204 122 190 138 183 156 C 177 172 175 190 172 206"
)
_TOP = outline(
    "M 205 105 C 194 92 194 76 206 66 C 226 46 270 40 304 54 C 336 66 354 92 350 132 C 348 142 341 144 336 136"
    " C 330 126 324 119 314 117 C 284 127 240 123 205 105"
)
_SHORT = (("#6B5A4E", 0.40), ("#1C130F", 0.40), (colour.GREY, 0.42), ("#241A15", 0.40), ("#D2CCC6", 0.30))
_SIDE = Strands(
    outline("M 318 112 C 326 134 334 154 338 172 C 341 184 341 196 340 210"),
    outline("M 352 96 C 358 126 354 150 350 168 C 349 184 346 196 342 208"),
    46,
    _SHORT,
    width=0.9,
    shortest=0.12,
)
_NEAR_SIDE = Strands(
    outline("M 205 106 C 196 126 186 146 177 176"),
    outline("M 199 69 C 166 86 156 130 165 172"),
    34,
    _SHORT,
    width=0.9,
    shortest=0.25,
)
_SWEPT = Strands(
    outline("M 207 104 C 236 120 282 126 318 114 C 332 112 340 128 342 140"),
    outline("M 203 72 C 232 46 284 42 316 62 C 340 78 352 104 348 138"),
    54,
    ((colour.STRAND, 0.40), ("#17100C", 0.42), (colour.SHEEN, 0.26), ("#2A1F19", 0.36), (colour.GREY, 0.18)),
)
_EAR = outline("M 337 198 C 343 190 354 194 352.5 208 C 351.5 220 348 234 340 236 L 331 226 L 337 198")


def draw_behind(canvas: Canvas) -> None:
    nape = outline("M 168 214 C 160 190 156 160 160 130 L 350 130 C 354 160 352 190 344 214")
    canvas.fill(nape, Solid(colour.HAIR_BEHIND))
    canvas.fill(outline("M 172 200 C 158 130 176 70 256 66 C 338 68 356 130 340 200"), Solid("#221914"))


def draw_ears(canvas: Canvas) -> None:
    fold = outline("M 340 203 C 347 199 350 206 348 213 C 346 220 344 223 341 227")
    for side in (-1, 1):
        ear, rim = (shape if side > 0 else mirrored(shape, 256) for shape in (_EAR, fold))
        tones = ((0.0, colour.SKIN), (1.0, colour.SKIN_SHADE))
        canvas.fill(ear, Linear((256 + side * 82, 194), (256 + side * 97, 234), tones))
        canvas.stroke(rim, 2.0, Solid(colour.SKIN_DEEP, 0.5, blur=0.9), canvas.coverage(ear))


def draw_shadow(canvas: Canvas) -> None:
    """The shade that the hair throws on the face."""
    canvas.fill(moved(_HAIR, 0, 6), Solid(colour.UNDER_HAIR, 0.40, blur=5))


def draw_front(canvas: Canvas) -> None:
    _sides(canvas)
    _top(canvas)
    canvas.stroke(outline("M 207 106 C 199 93 197 82 200 70"), 1.8, Solid(colour.PARTING, 0.55, blur=0.8))
    for hair, alpha in (
        ("M 214 107 C 236 120 262 126 290 123", 0.55),
        ("M 222 112 C 246 125 276 128 306 119", 0.45),
        ("M 300 121 C 312 118 322 122 329 132", 0.55),
        ("M 206 106 C 199 122 190 136 185 152", 0.45),
        ("M 203 112 C 196 128 187 142 182 160", 0.35),
        ("M 317 118 C 323 130 327 144 332 158", 0.45),
    ):
        canvas.stroke(outline(hair), 1.2, Solid("#2A1F19", alpha, blur=0.5))


def _sides(canvas: Canvas) -> None:
    """Cut short: they thin out towards the ear and show most of the grey."""
    tones = ((0.0, "#42342B"), (0.55, "#463930"), (0.85, "#5A4D45", 0.86), (1.0, "#6B5E55", 0.35))
    canvas.fill(_HAIR, Linear((256, 80), (256, 208), tones, blur=0.7))
    clip = canvas.coverage(_HAIR)
    _NEAR_SIDE.draw(canvas, clip, seed=4)
    for seed, side in enumerate((-1, 1)):
        strands = (
            replace(_SIDE, first=mirrored(_SIDE.first, 256), last=mirrored(_SIDE.last, 256)) if side < 0 else _SIDE
        )
        strands.draw(canvas, clip, seed)
        temple = outline("M 337 150 C 340 170 342 188 341 202")
        canvas.stroke(temple if side > 0 else mirrored(temple, 256), 7, Solid(colour.GREY, 0.34, blur=2.6), clip)
        back = outline("M 353 110 C 358 132 352 154 347 180")
        canvas.stroke(back if side > 0 else mirrored(back, 254), 8, Solid(colour.PARTING, 0.42, blur=3.5), clip)


def _top(canvas: Canvas) -> None:
    """Swept from the parting across the crown."""
    canvas.fill(moved(_TOP, 0, 3), Solid(colour.PARTING, 0.35, blur=3), canvas.coverage(_HAIR))
    canvas.fill(_TOP, Linear((206, 48), (340, 140), colour.HAIR))
    clip = canvas.coverage(_TOP)
    fringe = outline("M 206 104 C 240 124 290 124 318 112 C 330 108 340 122 344 146")
    canvas.stroke(fringe, 7, Solid(colour.PARTING, 0.42, blur=3.5), clip)
    _SWEPT.draw(canvas, clip, seed=3)
    canvas.stroke(outline("M 222 78 C 252 60 292 62 320 84"), 12, Solid(colour.SHEEN, 0.42, blur=6), clip)
