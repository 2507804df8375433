"""What of a face differs from person to person: colours and proportions of skin, eyes, brows and lips."""

from dataclasses import dataclass

from avatar.drawing.paint import Stop


@dataclass(frozen=True, slots=True)
class Look:
    skin: tuple[Stop, ...]
    """from the upper left to the lower right of the face"""
    skin_shade: str
    skin_deep: str
    """folds and small shadows"""
    far_shade: str
    near_shade: str
    """outlines of the shade on the two sides of the face"""
    forehead_light: tuple[float, float, float, float, float]
    """left, top, right, bottom and opacity"""

    half_widths: tuple[tuple[float, float], ...]
    """of the face: height and half width, from the temples to the chin"""
    chin: float
    """height of its lowest point"""
    cheek: str
    cheek_place: tuple[float, float]
    """distance from the axis and height of the cheek's middle"""
    blush: float
    """opacity in the middle of the cheek, calm; a third more when warm"""
    fold: tuple[float, float]
    """opacity of the fold from nose to mouth: at rest, and added by a full smile"""

    brow: str
    brow_thick: float
    """1 is the woman's"""
    lash: str
    lash_thick: float
    lash_wing: float
    """how far the outer corner reaches"""
    eye_half_width: float
    eye_rise: float
    """from the middle of the eye up to what pulls the upper lid"""
    crow: float
    """opacity of the strokes beside laughing eyes"""

    lip_upper: str
    lip_lower: str
    lip_line: str
    lip_gloss: float
    """opacity of the light on the lower lip"""
    mouth_half_width: float
    lip_thickness: tuple[float, float]
    """upper and lower"""
    mouth_height: float
    """of its middle line"""


WOMAN = Look(
    skin=((0.0, "#FDE6D6"), (0.45, "#F6D3BC"), (1.0, "#EFC2A8")),
    skin_shade="#E3A98C",
    skin_deep="#C98268",
    far_shade="M 352 150 C 330 190 338 240 318 270 C 300 296 280 306 262 316 L 360 330",
    near_shade="M 160 190 C 176 220 178 256 200 284 L 160 300",
    forehead_light=(216, 130, 290, 164, 0.40),
    half_widths=(
        (112, 64),
        (150, 78),
        (186, 83),
        (216, 83.5),
        (244, 78),
        (268, 66),
        (288, 48.5),
        (302, 29),
        (309.5, 10.5),
    ),
    chin=311.5,
    cheek="#EE8F7E",
    cheek_place=(50, 238),
    blush=0.36,
    fold=(0.16, 0.26),
    brow="#634839",
    brow_thick=1.0,
    lash="#33221D",
    lash_thick=1.0,
    lash_wing=3.0,
    eye_half_width=20.5,
    eye_rise=15.8,
    crow=0.42,
    lip_upper="#C8655F",
    lip_lower="#DB807A",
    lip_line="#8E3B3A",
    lip_gloss=0.42,
    mouth_half_width=30.0,
    lip_thickness=(7.8, 9.2),
    mouth_height=268.0,
)

MAN = Look(
    skin=((0.0, "#F9DDC6"), (0.45, "#EFC6A9"), (1.0, "#E5B393")),
    skin_shade="#D79C7C",
    skin_deep="#B97556",
    far_shade="M 352 150 C 334 190 340 240 322 272 C 304 300 284 310 262 320 L 360 326",
    near_shade="M 160 190 C 174 220 176 258 198 288 L 160 304",
    forehead_light=(214, 132, 296, 166, 0.38),
    half_widths=(
        (112, 66),
        (150, 80),
        (186, 84.5),
        (216, 85),
        (244, 81),
        (267, 73.5),
        (286, 61),
        (302, 43.5),
        (312.5, 21),
    ),
    chin=316.0,
    cheek="#E08770",
    cheek_place=(51, 240),
    blush=0.20,
    fold=(0.20, 0.24),
    brow="#33261F",
    brow_thick=1.35,
    lash="#2A1D18",
    lash_thick=0.72,
    lash_wing=1.0,
    eye_half_width=19.5,
    eye_rise=13.0,
    crow=0.62,
    lip_upper="#B9695C",
    lip_lower="#C98072",
    lip_line="#86443A",
    lip_gloss=0.20,
    mouth_half_width=31.0,
    lip_thickness=(5.6, 8.0),
    mouth_height=270.0,
)
