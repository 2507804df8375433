"""Her neck, blouse, cardigan and collar."""

from avatar.counsellor.palette import SHADOW, WHITE
from avatar.counsellor.woman import palette as colour
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Solid
from avatar.drawing.shapes import Points, circle, mirrored, outline, trace

_FLOOR = 540.0
"""below the picture's lower edge, also when she breathes in"""
_CARDIGAN = outline(
    "M 214 352 C 190 372 132 382 104 402 C 78 420 66 466 60 540 L 452 540 C 446 466 434 420 408 402"
    " C 380 382 322 372 298 352"
)
_BLOUSE = outline(
    "M 218 350 C 206 366 204 372 206 378 C 216 420 236 470 254 540 L 258 540 C 276 470 296 420 306 378"
    " C 308 372 306 366 294 350"
)
_EDGE = outline(
    "M 300 349 C 318 364 323 372 319 388 C 305 434 285 480 268 540 L 253 540 C 272 480 294 428 303 386"
    " C 305 374 301 362 293 351"
)
_NECK = outline(
    "M 224 270 C 224 312 224 330 214 350 C 208 360 210 366 220 372 C 232 388 246 400 256 402 C 266 400 280 388 292 372"
    " C 302 366 304 360 298 350 C 288 330 288 312 288 270"
)
_COLLAR = outline(
    "M 290 344 C 296 352 308 362 310 372 C 304 392 290 406 276 418 C 270 412 262 406 256.5 401"
    " C 270 392 286 372 290 344"
)


def draw(canvas: Canvas) -> None:
    shoulders = outline("M 90 540 C 90 430 170 390 256 380 C 342 390 422 430 422 540")
    canvas.fill(shoulders, Solid(SHADOW, 0.18, blur=16))
    _cardigan(canvas)
    _blouse(canvas)
    _knitted_edges(canvas)


def draw_chin_shadow(canvas: Canvas) -> None:
    shade = outline("M 206 262 C 214 318 238 340 258 341 C 282 340 300 318 306 262")
    canvas.fill(shade, Solid(colour.UNDER_CHIN, 0.58, blur=7), canvas.coverage(_NECK))


def _sides(shape: Points) -> tuple[Points, Points]:
    return mirrored(shape, 256), shape


def _cardigan(canvas: Canvas) -> None:
    canvas.fill(_CARDIGAN, Linear((100, 370), (420, 520), colour.CARDIGAN))
    clip = canvas.coverage(_CARDIGAN)
    for fold, width, tone, alpha, blur in (
        ("M 118 420 C 124 450 120 490 112 540", 9, colour.CARDIGAN_FOLD, 0.45, 6),
        ("M 394 420 C 388 450 392 490 400 540", 10, "#0F383F", 0.5, 6),
        ("M 96 408 C 130 390 180 384 206 366", 8, "#5FAEAA", 0.45, 6),
        ("M 170 400 C 176 440 184 480 186 540", 14, colour.CARDIGAN_FOLD, 0.22, 9),
    ):
        canvas.stroke(outline(fold), width, Solid(tone, alpha, blur), clip)
    canvas.stroke(outline("M 140 388 C 134 420 136 470 132 540"), 1.6, Solid("#174A51", 0.5, blur=0.8), clip)
    canvas.stroke(outline("M 372 388 C 378 420 376 470 380 540"), 1.6, Solid("#103A41", 0.55, blur=0.8), clip)


def _blouse(canvas: Canvas) -> None:
    canvas.fill(_BLOUSE, Linear((206, 350), (310, 520), colour.BLOUSE))
    clip = canvas.coverage(_BLOUSE)
    for fold, width, tone, alpha, blur in (
        ("M 256 420 C 254 450 256 490 256 540", 1.8, "#CDBDA6", 0.6, 0.6),
        ("M 306 380 C 294 430 276 480 262 540", 12, "#BBA78B", 0.42, 7),
        ("M 206 380 C 218 430 236 480 252 540", 8, "#C9B79E", 0.30, 6),
    ):
        canvas.stroke(outline(fold), width, Solid(tone, alpha, blur), clip)
    for y in (436, 466):
        canvas.fill(circle(256, y, 2.6), Solid("#E4D6C0"))
        canvas.fill(circle(255.4, y - 0.6, 1.5), Solid(WHITE, 0.8))


def _knitted_edges(canvas: Canvas) -> None:
    tones = (((0.0, "#3C9596"), (1.0, "#20626A")), ((0.0, "#2A757A"), (1.0, "#174A51")))
    for side, edge, tone in zip((-1, 1), _sides(_EDGE), tones, strict=True):
        canvas.fill(edge, Solid(colour.KNIT, 0.35, blur=3))
        canvas.fill(edge, Linear((256, 360), (256, 520), tone))
        clip = canvas.coverage(edge)
        for row in range(60):
            y = 352 + row * 3.2
            rib = trace((256 + side * 6, y + 9), (256 + side * 74, y - 6))
            canvas.stroke(rib, 0.7, Solid(colour.KNIT, 0.16), clip)


def draw_neck(canvas: Canvas) -> None:
    canvas.fill(_NECK, Linear((224, 290), (292, 392), colour.NECK))
    clip = canvas.coverage(_NECK)
    for bone in ("M 238 366 C 246 372 252 374 254 380", "M 274 366 C 266 372 260 374 258 380"):
        canvas.stroke(outline(bone), 2.4, Solid(colour.NECK_BONE, 0.30, blur=1.6), clip)


def draw_collar(canvas: Canvas) -> None:
    fold = outline("M 306 374 C 300 390 288 402 276 413")
    for side, wing, seam in zip((-1, 1), _sides(_COLLAR), _sides(fold), strict=True):
        canvas.fill(wing, Solid("#8C6F50", 0.34, blur=3.5))
        light = Linear((256 + side * 44, 350), (256 + side * 6, 412), ((0.0, WHITE), (1.0, "#F5EEE2")))
        canvas.fill(wing, light)
        canvas.stroke(seam, 1.0, Solid("#D9CBB4", 0.7, blur=0.3))
