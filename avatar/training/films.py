"""The same seconds three times: her face at rest, as the drawing speaks, and as the network makes it speak."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from avatar.mouth_shapes import Mouth
from avatar.portraits.drawn import landmarks
from avatar.portraits.smoothing import boxes
from avatar.training.clips import Clip
from avatar.training.pictures import SIDE, Painter, poses
from avatar.types import Portrait
from avatar.wav2lip.faces import Faces
from avatar.wav2lip.generator import Generator

FPS: Final = 25
BATCH: Final = 8

Pictures = NDArray[np.uint8]
"""n x height x width x 3, RGB"""


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    rest: Pictures
    drawn: Pictures
    """what the network should have made"""
    mean: Pictures
    """with one mouth for everything"""
    made: Pictures
    """by the network, laid back into the picture at rest"""
    boxes: NDArray[np.int32]
    """n x 4: left, top, right, bottom of the face"""

    def faces(self, which: Pictures, index: int) -> Pictures:
        """The face out of one picture."""
        left, top, right, bottom = self.boxes[index]
        return which[index, top:bottom, left:right]


def film(clip: Clip, moment: float, mean: Mouth, painter: Painter, generator: Generator) -> Film:
    """The whole clip at FPS, over her idle life from `moment` on."""
    times = np.arange(0, clip.seconds - 0.3, 1 / FPS)
    pairs = [poses(clip.cues, at, moment + at) for at in times]
    rest = np.stack([painter.draw(resting) for resting, _ in pairs])
    drawn = np.stack([painter.draw(said) for _, said in pairs])
    same = np.stack([painter.draw(resting._replace(**mean._asdict())) for resting, _ in pairs])
    points = np.stack([landmarks(resting) for resting, _ in pairs])
    portrait = Portrait("film", rest, FPS, boxes(points), points, 0, "Apache-2.0", "not a person")
    faces = Faces.of(portrait, SIDE)
    mels = np.stack([clip.window(at)[None] for at in times])
    made = rest.copy()
    for first in range(0, len(times), BATCH):
        mouths = generator.draw(mels[first : first + BATCH], faces.crops[first : first + BATCH])
        for index, mouth in enumerate(mouths, first):
            faces.laid_back(made[index], index, mouth, 1.0)
    return Film(rest, drawn, same, made, portrait.boxes)


def sheet(film: Film, indices: list[int]) -> Pictures:
    """Drawn above, made below, one moment beside the other; RGB."""
    size = (192, 192)
    columns = [
        np.concatenate([cv2.resize(film.faces(which, index), size) for which in (film.drawn, film.made)])
        for index in indices
    ]
    return np.asarray(np.concatenate(columns, axis=1), np.uint8)
