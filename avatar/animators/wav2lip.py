"""A photographic face whose mouth Wav2Lip draws from the sound. See docs/models/wav2lip.md."""

import logging
import time
from math import ceil
from pathlib import Path
from typing import Final, get_args

import cv2
import numpy as np

from avatar.portraits import store
from avatar.wav2lip.faces import Faces
from avatar.wav2lip.files import kind
from avatar.wav2lip.generator import Generator, Precision
from avatar.wav2lip.mouths import Mouths, Pace
from avatar.wav2lip.moving import MovingFace

log = logging.getLogger(__name__)

WEIGHTS: Final = "var/models/wav2lip/wav2lip_gan.pth"
PORTRAIT: Final = Path(__file__).parents[2] / "portraits" / "counsellor"
_BATCHES: Final = (1, 2, 4, 8)
_BUSY: Final = 0.75
"""share of the time that drawing mouths may take"""
_MOST_HELD: Final = 3
"""pictures for one mouth; with fewer mouths lips cannot be read"""


def load(
    weights: str = WEIGHTS,
    portrait: str = str(PORTRAIT),
    width: float = 1.0,
    precision: Precision = "auto",
    threads: int = 1,
    fps: int = 25,
    batch: int = 0,
    mel_shift_frames: int = 0,
) -> MovingFace:
    """`weights`: a file of the published generator in any of its layouts, or a network of its kind as ONNX; `portrait`:
    a folder of avatar/portraits; `width`: channels of the network over those published; `precision`: fp32, bf16, or
    auto, which takes bf16 where the processor has AMX; `threads`: of PyTorch for the whole process, or of onnxruntime;
    `fps`: pictures a second; `batch`: mouths drawn at once, 0 to measure how many the machine needs;
    `mel_shift_frames`: 0 as published, -1 as it was trained.

    Raises FileNotFoundError without the files, ModuleNotFoundError without PyTorch, ValueError for weights that are not
    exactly those of the network and for a portrait without a face.
    """
    if threads < 1 or batch < 0 or not 1 <= fps <= 60 or precision not in get_args(Precision):
        raise ValueError(f"threads {threads}, batch {batch}, fps {fps} or precision {precision!r} is out of range")
    onnx = kind(Path(weights)) == "onnx"
    sitter = store.read(Path(portrait))
    cv2.setNumThreads(1)
    generator = _onnx(Path(weights), threads) if onnx else _published(Path(weights), width, precision, threads)
    faces = Faces.of(sitter, generator.side)
    pace = _pace(generator, fps, batch, mel_shift_frames)
    return MovingFace(faces, Mouths(generator, faces, pace), fps, round(fps / pace.rate))


def _onnx(weights: Path, threads: int) -> Generator:
    from avatar.wav2lip import onnx_generator

    generator = onnx_generator.load(weights, threads)
    log.info("%s: licence %s", weights, generator.licence or "not stated")
    return generator


def _published(weights: Path, width: float, precision: Precision, threads: int) -> Generator:
    try:
        import torch
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("torch is not installed: `make full` brings it, or use weights as ONNX") from error
    from avatar.wav2lip import torch_generator

    torch.set_num_threads(threads)
    generator = torch_generator.load(weights, width, precision)
    log.warning("%s: the published weights of Wav2Lip are for personal, research and non-commercial use only", weights)
    return generator


def _pace(generator: Generator, fps: int, batch: int, mel_shift_frames: int) -> Pace:
    """The smallest batch with which the machine keeps up; where none does, fewer mouths a second."""
    seconds = 0.0
    for count in (batch,) if batch else _BATCHES:
        seconds = _seconds(generator, count)
        if batch or seconds <= _BUSY * count / fps:
            return Pace(fps, count, mel_shift_frames)
    largest = _BATCHES[-1]
    each = min(_MOST_HELD, ceil(seconds * fps / largest / _BUSY))
    log.warning("too slow for %d mouths a second: the mouth moves every %d pictures", fps, each)
    return Pace(fps / each, largest, mel_shift_frames)


def _seconds(generator: Generator, count: int) -> float:
    """Of work for a batch; the first is not counted, in it the libraries make themselves ready for this size.

    Seconds of this thread, not of the clock, so that a moment in which the machine is busy does not count.
    """
    mels = np.full((count, 1, 80, 16), -4, np.float32)
    faces = np.full((count, generator.side, generator.side, 3), 128, np.uint8)
    generator.draw(mels, faces)
    began = time.thread_time()
    generator.draw(mels, faces)
    return time.thread_time() - began
