"""A made-up portrait, cues and a network that anyone can foresee, for the tests of Wav2Lip."""

import threading

import numpy as np

from avatar.types import Cue, Cues, Line, Mood, Portrait, State
from avatar.wav2lip.generator import Floats, Pictures
from speech.types import Speech

SIDE = 96
BOX = (60, 40, 200, 200)
FPS = 25
RATE = 16_000


def portrait(frames: int = 1, box: tuple[int, int, int, int] = BOX) -> Portrait:
    """A grey picture with a face of soft shades, which drifts a little over the loop."""
    y, x = np.mgrid[0:256, 0:256]
    pictures = [
        np.stack([120 + 60 * np.sin(x / 40 + i / 9), 110 + 50 * np.cos(y / 35), 100 + (x + y) / 8], axis=2)
        for i in range(frames)
    ]
    return Portrait(
        name="sitter",
        frames=np.stack(pictures).astype(np.uint8),
        fps=FPS,
        boxes=np.tile(np.array(box, np.int32), (frames, 1)),
        landmarks=np.tile(_landmarks(box), (frames, 1, 1)),
        neutral=0,
        licence="made up",
        consent="not a person",
    )


def _landmarks(box: tuple[int, int, int, int]) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    left, top, right, bottom = box
    points = np.full((68, 2), 0.5)
    angle = np.linspace(np.pi, 0, 17)
    points[:17] = np.stack([0.5 + 0.45 * np.cos(angle), 0.4 + 0.55 * np.sin(angle)], axis=1)
    points[33] = (0.5, 0.6)
    for first, count, middle, size in (
        (36, 6, (0.3, 0.3), 0.06),
        (42, 6, (0.7, 0.3), 0.06),
        (48, 20, (0.5, 0.77), 0.15),
    ):
        angle = np.pi - np.arange(count) * 2 * np.pi / count
        points[first : first + count] = np.stack([np.cos(angle), np.sin(angle) / 3], axis=1) * size + middle
    return (points * (right - left, bottom - top) + (left, top)).astype(np.float32)


def voice(seconds: float, rate: int = RATE, pitch: float = 180.0) -> Speech:
    times = np.arange(round(seconds * rate)) / rate
    return Speech((0.2 * np.sin(2 * np.pi * pitch * times)).astype(np.float32), rate, "아")


def silence(seconds: float, rate: int = RATE) -> Speech:
    return Speech(np.zeros(round(seconds * rate), np.float32), rate, "")


def cues(*lines: Line, seed: int = 0) -> Cues:
    cue = Cue(State.SPEAKING, Mood.CALM, since=-10.0)
    return Cues(cue, cue, lines, seed)


class Painter:
    """Draws a face whose brightness is the mean of the sound it was given; remembers what it was asked for."""

    side = SIDE

    def __init__(self) -> None:
        self.mels: list[Floats] = []
        self._lock = threading.Lock()

    def draw(self, mels: Floats, faces: Pictures) -> Pictures:
        with self._lock:
            self.mels.append(mels)
        level = (mels.mean(axis=(1, 2, 3)) + 4) * 31
        return np.broadcast_to(level[:, None, None, None], faces.shape).astype(np.uint8)

    @property
    def drawn(self) -> int:
        return sum(len(mels) for mels in self.mels)
