"""Shoulder-length hair, parted at her right. None of it depends on the pose."""

from avatar.counsellor.strands import Strands
from avatar.counsellor.woman import palette as colour
from avatar.drawing.canvas import Canvas
from avatar.drawing.paint import Linear, Solid, Stop
from avatar.drawing.shapes import moved, outline

_BEHIND = outline(
    "M 256 54 C 190 52 142 94 140 172 C 140 222 147 250 142 280 C 135 306 134 330 146 344 C 156 357 178 361 198 356"
    " C 210 353 219 349 225 343 L 287 343 C 297 353 316 361 338 358 C 356 355 371 343 374 324 C 378 302 374 282 370 258"
    " C 368 236 372 216 371 172 C 369 94 322 52 256 54"
)
_FAR_SIDE = outline(
    "M 222 94 C 232 124 276 130 302 150 C 324 168 336 190 341 222 C 345 250 350 270 346 296 C 344 312 340 322 332 332"
    " C 350 332 366 316 368 292 C 371 262 368 226 370 176 C 372 96 322 53 258 53 C 232 53 214 72 222 94"
)
_NEAR_SIDE = outline(
    "M 236 92 C 224 118 202 132 190 154 C 181 172 176 190 172 212 C 164 226 160 240 160 258 C 158 286 160 316 172 342"
    " C 150 338 139 318 143 286 C 147 250 141 208 142 170 C 146 98 196 53 262 53 C 262 68 246 84 236 92"
)
_FAR_LOCK = outline(
    "M 341 216 C 348 250 357 268 352 296 C 349 314 341 326 330 336 C 346 338 362 330 368 314 C 376 292 366 262 362 232"
)
_NEAR_LOCK = outline(
    "M 171 216 C 165 244 154 262 154 290 C 154 312 160 328 170 340 C 152 338 140 322 141 298 C 142 272 150 246 154 222"
)
_FINE_TONES = ((colour.STRAND, 0.34), ("#1F130E", 0.36), (colour.SHEEN, 0.24), ("#2B1C18", 0.30), (colour.SILVER, 0.16))
_FAR_FINE = Strands(
    outline("M 226 96 C 250 120 306 134 328 168 C 342 194 348 236 342 300"),
    outline("M 250 57 C 322 60 368 104 367 178 C 364 232 374 286 356 322"),
    56,
    _FINE_TONES,
)
_NEAR_FINE = Strands(
    outline("M 230 94 C 210 116 188 136 180 164 C 172 196 163 232 162 300"),
    outline("M 252 57 C 196 62 146 104 145 174 C 146 220 146 262 148 318"),
    40,
    _FINE_TONES,
)
_FAR_TONES: tuple[Stop, ...] = ((0.0, "#6A4A3B"), (0.32, "#51382D"), (0.7, "#3D2A22"), (1.0, "#2D1D18"))
_NEAR_TONES: tuple[Stop, ...] = ((0.0, "#6E4E3F"), (0.4, "#54392F"), (1.0, "#32211B"))


def draw_behind(canvas: Canvas) -> None:
    tones = ((0.0, "#4A332A"), (0.5, "#35231D"), (1.0, "#281A14"))
    canvas.fill(_BEHIND, Linear((150, 80), (360, 350), tones))
    hollow = outline("M 176 240 C 176 300 184 340 222 350 L 292 350 C 330 340 338 300 338 240")
    canvas.fill(hollow, Solid("#1A0F0C", 0.50, blur=8))
    for tip in (
        "M 150 318 C 148 340 158 356 176 364 C 168 350 164 336 164 320",
        "M 364 312 C 368 336 360 354 342 363 C 350 350 352 334 350 318",
    ):
        canvas.fill(outline(tip), Solid("#3A2820"))
    clip = canvas.coverage(_BEHIND)
    for strand, alpha in (
        ("M 150 220 C 146 262 142 300 152 336 C 158 350 176 356 196 352", 0.40),
        ("M 160 240 C 156 284 156 316 168 338 C 178 350 196 352 210 346", 0.30),
        ("M 362 230 C 366 270 370 300 364 332 C 356 350 338 356 318 352", 0.36),
        ("M 352 250 C 354 290 354 314 346 336 C 338 348 322 352 308 348", 0.28),
    ):
        canvas.stroke(outline(strand), 3.2, Solid("#8A6450", alpha, blur=1.6), clip)


def draw_shadow(canvas: Canvas) -> None:
    """The shade that the front hair throws on the face."""
    canvas.fill(moved(_FAR_SIDE, -1, 6), Solid(colour.UNDER_HAIR, 0.42, blur=5))
    edge = outline(
        "M 236 92 C 224 118 202 132 190 154 C 181 172 176 190 172 212 C 172 236 176 250 182 262 L 150 260 L 150 90"
    )
    canvas.fill(edge, Solid(colour.UNDER_HAIR, 0.36, blur=6))


def draw_front(canvas: Canvas) -> None:
    canvas.fill(_FAR_SIDE, Linear((230, 60), (374, 320), _FAR_TONES))
    canvas.fill(_NEAR_SIDE, Linear((262, 56), (146, 320), _NEAR_TONES))
    _far_strands(canvas)
    _near_strands(canvas)
    canvas.stroke(outline("M 226 97 C 228 86 236 74 248 62"), 1.6, Solid("#23150F", 0.42, blur=1))
    _locks(canvas)
    _loose_strands(canvas)


def _far_strands(canvas: Canvas) -> None:
    clip = canvas.coverage(_FAR_SIDE)
    for strand, width, alpha in (
        ("M 232 92 C 262 112 320 128 342 184 C 352 216 358 262 350 318", 2.6, 0.40),
        ("M 232 84 C 280 94 336 118 354 178 C 360 220 366 270 358 316", 3.4, 0.34),
        ("M 236 76 C 290 74 350 104 364 174", 2.6, 0.30),
        ("M 228 98 C 250 118 300 134 324 164", 2.2, 0.35),
    ):
        canvas.stroke(outline(strand), width, Solid(colour.STRAND, alpha, blur=1.2), clip)
    _FAR_FINE.draw(canvas, clip, seed=1)
    canvas.stroke(outline("M 276 88 C 312 100 336 122 348 152"), 12, Solid(colour.SHEEN, 0.46, blur=6), clip)
    canvas.stroke(outline("M 346 250 C 352 272 354 290 350 312"), 7, Solid(colour.STRAND, 0.30, blur=4), clip)
    shade = outline("M 224 98 C 240 122 290 132 314 158 C 332 178 340 206 344 236")
    canvas.stroke(shade, 4, Solid("#20130F", 0.34, blur=2.4), clip)


def _near_strands(canvas: Canvas) -> None:
    clip = canvas.coverage(_NEAR_SIDE)
    for strand, width, alpha in (
        ("M 226 92 C 202 110 180 134 168 178 C 158 214 148 250 150 300", 2.6, 0.40),
        ("M 226 80 C 190 94 160 126 154 178 C 150 216 146 256 144 300", 3.2, 0.34),
    ):
        canvas.stroke(outline(strand), width, Solid(colour.STRAND, alpha, blur=1.2), clip)
    _NEAR_FINE.draw(canvas, clip, seed=2)
    canvas.stroke(outline("M 212 92 C 186 106 168 128 160 158"), 12, Solid("#D0A588", 0.46, blur=6), clip)


def _locks(canvas: Canvas) -> None:
    """Layered locks beside the cheeks that break the outline."""
    far = ((0.0, "#5A4034", 0.0), (0.35, "#5F4437", 0.9), (1.0, "#3A2720", 1.0))
    canvas.fill(_FAR_LOCK, Linear((340, 230), (366, 330), far, blur=1.2))
    near = ((0.0, "#5A4034", 0.0), (0.35, "#644839", 0.9), (1.0, "#3A2720", 1.0))
    canvas.fill(_NEAR_LOCK, Linear((170, 230), (146, 330), near, blur=1.2))
    for glint in ("M 350 244 C 358 272 362 292 354 314", "M 158 250 C 148 276 146 298 152 320"):
        canvas.stroke(outline(glint), 3.2, Solid("#B58A70", 0.42, blur=1.6))


def _loose_strands(canvas: Canvas) -> None:
    """Fine single hairs; the silver ones at the parting and the temples are her years."""
    for strand, alpha in (
        ("M 228 94 C 250 110 292 120 318 144", 0.26),
        ("M 222 96 C 206 114 188 134 178 164", 0.26),
        ("M 233 90 C 262 100 306 114 332 152", 0.20),
        ("M 180 160 C 172 182 168 204 164 228", 0.28),
        ("M 326 168 C 336 186 343 208 347 232", 0.24),
    ):
        canvas.stroke(outline(strand), 1.6, Solid(colour.SILVER, alpha, blur=0.7))
    for strand, tone, alpha in (
        ("M 230 100 C 250 128 300 140 322 176", "#3D2A22", 0.55),
        ("M 340 228 C 344 256 346 284 338 310", "#2D1D18", 0.6),
    ):
        canvas.stroke(outline(strand), 1.3, Solid(tone, alpha, blur=0.3))
