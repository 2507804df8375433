"""Cuts the lettering of the badge and the name tag out of a font, so that no font is needed at run time.

`python -m avatar.counsellor.letter NotoSansCJK-Bold.ttc` writes the masks of `lettering/` again; needs Pillow.
Noto Sans CJK is under the SIL Open Font License 1.1.
"""

import sys
from importlib import import_module
from pathlib import Path

import cv2
import numpy as np

FOLDER = Path(__file__).parent / "lettering"
DENSITY = 4
"""mask pixels for each unit of the drawing"""
WORDS = {"badge": ("AI 상담원", 25), "tag": ("말벗", 18)}
"""file name → what it says and the font size in units"""


def cut(font_file: Path) -> None:
    # not imported by name: a tool for this one task, never among the installed packages
    image, drawing, fonts = (import_module(f"PIL.{part}") for part in ("Image", "ImageDraw", "ImageFont"))
    FOLDER.mkdir(exist_ok=True)
    for name, (text, size) in WORDS.items():
        font = fonts.truetype(font_file, size * DENSITY, index=1)  # the collection's Korean face
        left, top, right, bottom = font.getbbox(text)
        mask = image.new("L", (int(right - left), int(bottom - top)))
        drawing.Draw(mask).text((-left, -top), text, fill=255, font=font)
        cv2.imwrite(str(FOLDER / f"{name}.png"), np.asarray(mask))


if __name__ == "__main__":
    cut(Path(sys.argv[1]))
