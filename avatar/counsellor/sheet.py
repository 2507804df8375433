"""Contact sheets of the counsellors, for looking at: mouth shapes, states, and a strip of 안녕하세요.

`python -m avatar.counsellor.sheet OUT.png --who man --show visemes` writes one; `--show` is `visemes`, `states`,
`strip`, `bow`, or `faces` for the states of both counsellors. Needs nothing but what draws the picture.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar import mouth_shapes
from avatar.animators.counsellor import PEOPLE, Counsellor, Who, load
from avatar.counsellor.background import Background
from avatar.counsellor.portrait import Portrait
from avatar.counsellor.pose import Pose
from avatar.mouth_shapes import Mouth
from avatar.types import Cue, Cues, Line, Mood, State
from speech.types import Mark, Speech

Picture = NDArray[np.uint8]
"""height x width x 3, RGB"""

GAP: Final = 20
"""pixels"""
LABEL: Final = 40
"""pixels of height below a cell"""
PAPER, INK = (251, 248, 242), (18, 52, 59)
FACE: Final = np.s_[150:402, 130:382]
"""the part of the picture that shows the mouth"""
SHAPES: Final[tuple[tuple[str, Mouth], ...]] = (
    ("쉼", mouth_shapes.REST),
    ("ㅏ", mouth_shapes.A),
    ("ㅓ", mouth_shapes.EO),
    ("ㅗ", mouth_shapes.O),
    ("ㅜ", mouth_shapes.U),
    ("ㅣ", mouth_shapes.I),
    ("ㅡ", mouth_shapes.EU),
    ("ㅔ ㅐ", mouth_shapes.E),
    ("ㅁ ㅂ ㅃ ㅍ", mouth_shapes.M),
    ("ㅅ ㅈ ㅊ", mouth_shapes.S),
    ("ㄴ ㄷ ㄹ ㅌ", mouth_shapes.N),
    ("말 사이", mouth_shapes.PAUSED),
)
HELLO: Final = "ㅏㄴㄴㅕㅇㅎㅏㅅㅔㅛ"
EACH: Final = 0.10
"""seconds that each of its sounds lasts"""


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    picture: Picture


def sheet(cells: list[Cell], columns: int) -> Picture:
    """The cells row by row, each with its label."""
    tall, wide = cells[0].picture.shape[:2]
    rows = ceil(len(cells) / columns)
    size = (rows * (tall + LABEL) + (rows + 1) * GAP, columns * wide + (columns + 1) * GAP, 3)
    page = np.full(size, PAPER, np.uint8)
    font = cv2.FontFace("uni")
    for index, cell in enumerate(cells):
        left, top = GAP + index % columns * (wide + GAP), GAP + index // columns * (tall + LABEL + GAP)
        page[top : top + tall, left : left + wide] = cell.picture
        cv2.putText(page, cell.label, (left + 2, top + tall + 28), INK, font, 20, 500)
    return page


def visemes(portrait: Portrait) -> Iterator[Cell]:
    for label, mouth in SHAPES:
        yield Cell(label, portrait.draw(Pose(**mouth._asdict()))[FACE])


def states(counsellor: Counsellor) -> Iterator[Cell]:
    """Each as it is drawn in a call, at a telling moment."""
    moments: tuple[tuple[str, State, Mood, float], ...] = (
        ("대기", State.IDLE, Mood.CALM, 2.0),
        ("들음", State.LISTENING, Mood.CALM, 2.0),
        ("생각", State.THINKING, Mood.CALM, 0.8),
        ("반가움", State.IDLE, Mood.WARM, 1.2),
        ("진지함 (위기)", State.SPEAKING, Mood.SERIOUS, 2.0),
        ("기다림", State.WAITING, Mood.CALM, 3.4),
    )
    for label, state, mood, since in moments:
        yield Cell(label, _at(counsellor, Cue(state, mood, 0.0), since))
    yield Cell("말함", _at(counsellor, Cue(State.SPEAKING, Mood.CALM, -5.0), 0.62, _hello()))
    yield Cell("인사", _at(counsellor, Cue(State.SPEAKING, Mood.WARM, 0.0), 0.6))


def strip(counsellor: Counsellor) -> Iterator[Cell]:
    cue = Cue(State.SPEAKING, Mood.CALM, -5.0)
    for at in np.arange(-0.12, len(HELLO) * EACH + 0.24, 0.12):
        said = HELLO[int(at / EACH)] if 0 <= at < len(HELLO) * EACH else "쉼"
        yield Cell(f"{at:.2f} s  {said}", _at(counsellor, cue, at, _hello())[FACE])


def bow(counsellor: Counsellor) -> Iterator[Cell]:
    for at in np.arange(0.0, 1.5, 0.125):
        yield Cell(f"{at:.2f} s", _at(counsellor, Cue(State.SPEAKING, Mood.WARM, 0.0), at, _hello()))


def faces(background: Background) -> list[Cell]:
    """The states of both, small; without waiting and the bow, which are told by movement."""
    cells: list[Cell] = []
    for who in PEOPLE:
        for cell in (cell for cell in states(load(who, background)) if cell.label not in ("기다림", "인사")):
            small = cv2.resize(cell.picture, (200, 200), interpolation=cv2.INTER_AREA)
            cells.append(Cell(cell.label, np.asarray(small, np.uint8)))
    return cells


def _at(counsellor: Counsellor, cue: Cue, at: float, speech: Speech | None = None) -> Picture:
    lines = () if speech is None else (Line(speech, 0.0),)
    return counsellor.animate(Cues(cue, cue, lines, seed=4), at).image


def _hello() -> Speech:
    marks = tuple(Mark("phoneme", sound, index * EACH, (index + 1) * EACH) for index, sound in enumerate(HELLO))
    hum = 0.2 * np.sin(2 * np.pi * 180 / 16_000 * np.arange(round(len(HELLO) * EACH * 16_000)))
    return Speech(hum.astype(np.float32), 16_000, "안녕하세요", marks)


def main() -> None:
    shown: dict[str, tuple[Callable[[Who, Background], list[Cell]], int]] = {
        "visemes": (lambda who, background: list(visemes(Portrait(background, PEOPLE[who]))), 6),
        "states": (lambda who, background: list(states(load(who, background))), 4),
        "strip": (lambda who, background: list(strip(load(who, background))), 6),
        "bow": (lambda who, background: list(bow(load(who, background))), 6),
        "faces": (lambda _, background: faces(background), 6),
    }
    asked = argparse.ArgumentParser(description="Write a contact sheet of a counsellor.")
    asked.add_argument("out", type=Path)
    asked.add_argument("--who", choices=tuple(PEOPLE), default="woman")
    asked.add_argument("--background", choices=get_args(Background), default="day")
    asked.add_argument("--show", choices=tuple(shown), default="visemes")
    chosen = asked.parse_args()
    cells, columns = shown[chosen.show]
    page = sheet(cells(chosen.who, chosen.background), columns)
    if not cv2.imwrite(str(chosen.out), page[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9]):
        raise OSError(f"{chosen.out} cannot be written")


if __name__ == "__main__":
    main()
