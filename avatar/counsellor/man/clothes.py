"""His neck, shirt, tie and jacket."""

from avatar.counsellor import badges
from avatar.counsellor.man import palette as colour
from avatar.counsellor.palette import SHADOW, WHITE
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Solid
from avatar.drawing.shapes import mirrored, outline

_JACKET = outline(
    "M 210 352 C 182 374 116 382 88 406 C 62 428 50 470 46 540 L 466 540 C 462 470 450 428 424 406"
    " C 396 382 330 374 302 352"
)
_SHIRT = outline(
    "M 214 350 L 204 382 C 216 430 236 480 254 540 L 258 540 C 276 480 296 430 308 382 L 298 350 L 214 350"
)
_LAPEL = outline(
    "M 300 350 C 314 358 322 366 326 374 L 346 416 L 326 424 L 332 436 C 310 470 282 506 262 540 L 254 540"
    " C 274 484 298 426 305 384 L 300 350"
)
_NECK = outline(
    "M 211 276 C 211 312 211 330 204 346 C 201 360 207 367 215 374 C 230 390 246 402 256 404 C 266 402 282 390 297 374"
    " C 305 367 311 360 308 346 C 301 330 301 312 301 276"
)
_COLLAR = outline("M 300 334 C 305 346 312 361 313 375 L 285 415 L 257 401 C 276 388 294 366 300 334")
_TIE = outline("M 248 418 L 264 418 L 277 540 L 235 540 L 248 418")
_KNOT = outline(
    "M 246 398 C 252 396 260 396 266 398 L 269 411 C 268 416 265 420 263 423 L 249 423 C 247 420 244 416 243 411"
)


def draw(canvas: Canvas) -> None:
    shoulders = outline("M 78 540 C 78 430 160 390 256 380 C 352 390 434 430 434 540")
    canvas.fill(shoulders, Solid(SHADOW, 0.18, blur=16))
    _jacket(canvas)
    canvas.fill(_SHIRT, Linear((206, 350), (310, 520), colour.SHIRT))
    inside = canvas.coverage(_SHIRT)
    canvas.stroke(outline("M 308 380 C 296 430 276 490 262 540"), 12, Solid("#9FB0C0", 0.45, blur=7), inside)
    canvas.stroke(outline("M 204 380 C 216 430 236 490 250 540"), 8, Solid("#B4C2CE", 0.34, blur=6), inside)
    _lapels(canvas)


def draw_tag(canvas: Canvas) -> None:
    badges.draw_tag(canvas, 344, 434)


def draw_neck(canvas: Canvas) -> None:
    canvas.fill(_NECK, Linear((220, 290), (296, 392), colour.NECK))
    clip = canvas.coverage(_NECK)
    for sinew, alpha in (("M 232 332 C 235 354 243 374 252 388", 0.20), ("M 282 332 C 278 354 270 374 261 388", 0.26)):
        canvas.stroke(outline(sinew), 3, Solid(colour.SKIN_DEEP, alpha, blur=2.2), clip)


def draw_chin_shadow(canvas: Canvas) -> None:
    shade = outline("M 194 268 C 203 324 234 348 258 349 C 286 348 310 324 318 268")
    canvas.fill(shade, Solid(colour.UNDER_CHIN, 0.58, blur=7), canvas.coverage(_NECK))


def draw_collar(canvas: Canvas) -> None:
    seam = outline("M 309 378 L 284 410 L 262 399")
    for side in (-1, 1):
        wing, stitch = (shape if side > 0 else mirrored(shape, 256) for shape in (_COLLAR, seam))
        canvas.fill(wing, Solid("#4A5A70", 0.34, blur=3.5))
        light = Linear((256 + side * 44, 350), (256 + side * 6, 412), ((0.0, WHITE), (1.0, "#EDF2F6")))
        canvas.fill(wing, light)
        canvas.stroke(stitch, 0.9, Solid("#C3CEDA", 0.7, blur=0.3))


def draw_tie(canvas: Canvas) -> None:
    for part in (_TIE, _KNOT):
        canvas.fill(part, Solid("#1B2B3C", 0.30, blur=3))
    canvas.fill(_TIE, Linear((240, 400), (275, 520), colour.TIE))
    clip = canvas.coverage(_TIE)
    for row in range(5):
        y = 436 + row * 24
        stripe = outline(f"M 228 {y + 14} L 284 {y - 10}")
        canvas.stroke(stripe, 2.2, Solid("#8FC9C2", 0.34, blur=0.4), clip)
    canvas.stroke(outline("M 266 424 L 280 540"), 7, Solid(colour.TIE_DARK, 0.45, blur=3), clip)
    canvas.stroke(outline("M 248 424 C 252 428 260 428 264 424"), 4, Solid(colour.TIE_DARK, 0.6, blur=1.6), clip)
    canvas.fill(_KNOT, Linear((244, 398), (268, 422), colour.TIE))
    knot = canvas.coverage(_KNOT)
    canvas.stroke(outline("M 250 402 C 249 410 250 416 252 421"), 5, Solid("#5FB3AD", 0.45, blur=2), knot)
    canvas.stroke(outline("M 267 400 C 267 410 265 417 262 423"), 5, Solid(colour.TIE_DARK, 0.5, blur=2), knot)


def _jacket(canvas: Canvas) -> None:
    canvas.fill(_JACKET, Linear((90, 370), (430, 520), colour.JACKET))
    clip = canvas.coverage(_JACKET)
    for fold, width, tone, alpha, blur in (
        ("M 106 420 C 114 450 112 490 104 540", 10, colour.JACKET_FOLD, 0.45, 6),
        ("M 408 420 C 400 450 402 490 410 540", 10, "#131F33", 0.5, 6),
        ("M 84 412 C 124 390 178 384 204 366", 8, colour.JACKET_LIGHT, 0.40, 6),
        ("M 168 440 C 172 470 182 510 196 540", 14, colour.JACKET_FOLD, 0.28, 9),
    ):
        canvas.stroke(outline(fold), width, Solid(tone, alpha, blur), clip)
    for seam in ("M 128 390 C 122 424 124 480 120 540", "M 384 390 C 390 424 388 480 392 540"):
        canvas.stroke(outline(seam), 1.6, Solid(colour.JACKET_DARK, 0.5, blur=0.8), clip)


def _lapels(canvas: Canvas) -> None:
    tones = ((0.0, "#4A6488"), (1.0, "#2A3E5B")), ((0.0, "#3A5273"), (1.0, "#22344F"))
    edge = outline("M 305 352 C 318 361 323 369 328 378 L 343 413 L 322 422 L 328 436 C 306 470 280 504 262 534")
    for side, tone in zip((-1, 1), tones, strict=True):
        lapel, stitch = (shape if side > 0 else mirrored(shape, 256) for shape in (_LAPEL, edge))
        canvas.fill(lapel, Solid(colour.JACKET_DARK, 0.42, blur=4))
        canvas.fill(lapel, Linear((256, 360), (300, 520), tone))
        canvas.stroke(stitch, 0.9, Solid(colour.JACKET_LIGHT, 0.35, blur=0.4), canvas.coverage(lapel))
