"""Examples made afresh: sound, her face at rest, her face as it should look, and the mouth as numbers.

Most of the time goes into drawing, so there are also examples without pictures, for the network's ear alone.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from avatar.counsellor.pose import Pose
from avatar.mouth_shapes import Mouth
from avatar.training import clips
from avatar.training.clips import WINDOW, Clip
from avatar.training.pictures import SIDE, Painter, box, poses
from avatar.wav2lip.mel import BANDS

log = logging.getLogger(__name__)

FILE_HOLDS: Final = 1024
"""examples with pictures"""
CLIPS_A_FILE: Final = 60
"""of examples without pictures"""
FPS: Final = 25
"""moments a second of those"""
MOMENTS: Final = 10
"""of each clip, that are drawn"""
BOXES: Final = 2
"""around each drawn face, each strayed in its own way"""
CLIPS_A_VOICE: Final = 6
IDLE_LIFE: Final = 3600.0
"""seconds of it from which faces at rest are taken"""

_SOUND: Final = [("mel", np.float16, (BANDS, WINDOW)), ("mouth", np.float32, (len(Mouth._fields),))]
_PICTURES: Final = [("rest", np.uint8, (SIDE, SIDE, 3)), ("said", np.uint8, (SIDE, SIDE, 3))]
Ear = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Windows (n, 80, 16) → the numbers of the mouth as somebody hears them, (n, 9)"""
Examples = NDArray[np.void]
"""Records of `mel` (80, 16) and `mouth` (9,), the numbers of a Mouth; those with pictures also of `rest` and `said`
(96, 96, 3), BGR"""


@dataclass(frozen=True, slots=True, eq=False)
class Studio:
    """Where examples are made."""

    sentences: Sequence[str]
    painter: Painter
    random: np.random.Generator
    ear: Ear | None = None
    """draws the mouth as this ear hears it, instead of what is said: then the sound decides all of the picture"""

    def clips(self) -> Iterator[Clip]:
        """Without end."""
        while True:
            speaker = clips.voice(clips.taught(self.random), self.random)
            for _ in range(CLIPS_A_VOICE):
                said = self.random.choice(len(self.sentences), int(self.random.integers(1, 3)), replace=False)
                yield clips.clip(speaker, [self.sentences[index] for index in said], self.random)

    def examples(self) -> Iterator[Examples]:
        """BOXES records at a time, without end."""
        for clip in self.clips():
            for at in self.random.uniform(0, clip.seconds - 0.2, MOMENTS):
                yield self.drawn(clip, float(at))

    def drawn(self, clip: Clip, at: float) -> Examples:
        """One moment, in BOXES ways."""
        rest, said = poses(clip.cues, at, self.random.uniform(0, IDLE_LIFE))
        if self.ear is not None:
            numbers = np.clip(self.ear(clip.window(at)[None])[0], 0, 1)
            said = rest._replace(**dict(zip(Mouth._fields, map(float, numbers), strict=True)))
        resting, speaking = self.painter.draw(rest), self.painter.draw(said)
        made = np.zeros(BOXES, _SOUND + _PICTURES)
        made["mel"] = clip.window(at)
        made["mouth"] = _numbers(said)
        for one in made:
            around = box(rest, self.random)
            one["rest"], one["said"] = around.cut(resting), around.cut(speaking)
        return made


def listened(clip: Clip) -> Examples:
    """Every moment of it, without pictures."""
    times = np.arange(0, clip.seconds - 0.2, 1 / FPS)
    made = np.zeros(len(times), _SOUND)
    made["mel"] = [clip.window(at) for at in times]
    made["mouth"] = [_numbers(poses(clip.cues, at, 0.0)[1]) for at in times]
    return made


def draw(folder: Path, count: int, sentences: Sequence[str], seed: int, ear: Ear | None = None) -> None:
    """Files of examples with pictures until there are `count`; those that are there are kept."""
    painter = Painter()

    def records(number: int) -> Examples:
        made = Studio(sentences, painter, np.random.default_rng([seed, number]), ear).examples()
        return np.concatenate([next(made) for _ in range(FILE_HOLDS // BOXES)])

    _fill(folder, -(-count // FILE_HOLDS), records)


def listen(folder: Path, count: int, sentences: Sequence[str], seed: int) -> None:
    """`count` files of examples without pictures; those that are there are kept."""
    painter = Painter()

    def records(number: int) -> Examples:
        made = Studio(sentences, painter, np.random.default_rng([seed, 1, number])).clips()
        return np.concatenate([listened(next(made)) for _ in range(CLIPS_A_FILE)])

    _fill(folder, count, records)


def _fill(folder: Path, count: int, records: Callable[[int], Examples]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"{number:04}.npy"
        if path.is_file():
            continue
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            np.save(file, records(number), allow_pickle=False)
        part.replace(path)
        log.info("made: %s", path)


def _numbers(pose: Pose) -> list[float]:
    return [getattr(pose, field) for field in Mouth._fields]


def read(folder: Path) -> Examples:
    """All files of the folder, one after the other. Raises FileNotFoundError when there are none."""
    paths = sorted(folder.glob("*.npy"))
    if not paths:
        raise FileNotFoundError(f"no examples in {folder}: draw some first")
    return np.concatenate([np.load(path, allow_pickle=False) for path in paths])
