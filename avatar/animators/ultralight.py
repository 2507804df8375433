"""A face whose mouth a network trained on that one person draws from the sound. See docs/models/ultralight.md."""

import logging
import time
from collections.abc import Callable
from math import ceil
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from avatar.portraits import store
from avatar.ultralight import encoder as encoders
from avatar.ultralight import onnx_generator
from avatar.ultralight.encoder import CHUNK, Encoder
from avatar.ultralight.faces import faces
from avatar.ultralight.hearing import FEATURES_A_SECOND, HEARD, Features
from avatar.wav2lip.faces import Faces
from avatar.wav2lip.files import kind
from avatar.wav2lip.generator import Generator
from avatar.wav2lip.mouths import Mouths, Pace
from avatar.wav2lip.moving import MovingFace

log = logging.getLogger(__name__)

WEIGHTS: Final = "var/models/ultralight/unet.onnx"
ENCODER: Final = "var/models/ultralight/encoder.onnx"
PORTRAIT: Final = "var/portraits/ultralight"
_BUSY: Final = 0.75
"""share of the time that hearing and drawing may take"""
_MOST_HELD: Final = 3
"""pictures for one mouth; with fewer mouths lips cannot be read"""


def load(
    weights: str = WEIGHTS,
    encoder: str = ENCODER,
    portrait: str = PORTRAIT,
    threads: int = 1,
    fps: int = 25,
    hold: int = 0,
    batch: int = 1,
) -> MovingFace:
    """`weights`: a checkpoint of Ultralight-Digital-Human trained with WeNet features, or its ONNX; `encoder`: the
    project's encoder.onnx; `portrait`: a folder of avatar/portraits of the very person in the training; `threads`: of
    onnxruntime, or of PyTorch for the whole process; `fps`: pictures a second; `hold`: pictures from one drawn mouth
    to the next, mixed in between, 0 to measure what the machine can do; `batch`: mouths drawn at once.

    Raises FileNotFoundError without the files, ModuleNotFoundError when a checkpoint is given without PyTorch,
    ValueError for files that are not exactly those networks and for a portrait with too little around its face.
    """
    if threads < 1 or not 1 <= batch <= 32 or not 1 <= fps <= 60 or not 0 <= hold <= _MOST_HELD:
        raise ValueError(f"threads {threads}, batch {batch}, fps {fps} or hold {hold} is out of range")
    for file in (weights, encoder):
        if not Path(file).is_file():
            raise FileNotFoundError(f"there is no file {file}: docs/models/ultralight.md tells where it comes from")
    generator = _generator(Path(weights), threads)
    known = encoders.load(Path(encoder), threads)
    cut_out = faces(store.read(Path(portrait)))
    cv2.setNumThreads(1)
    log.info("%s: draws one person alone; see that %s is a portrait of that person", weights, portrait)
    measured = _hold(generator, known, cut_out, fps)
    held = hold or measured
    return MovingFace(cut_out, Mouths(generator, cut_out, Pace(fps / held, batch), Features(known)), fps, held)


def _hold(generator: Generator, encoder: Encoder, cut_out: Faces, fps: int) -> int:
    """Pictures from mouth to mouth with which the machine keeps up; the networks are warm afterwards."""
    heard = np.zeros((1, *HEARD), np.float32)
    generator.draw(heard, cut_out.crops[:1])
    drawing = _seconds(lambda: generator.draw(heard, cut_out.crops[:1]))
    hearing = _seconds(lambda: encoder.features(np.ones(CHUNK, np.int16)))
    left = _BUSY - hearing * FEATURES_A_SECOND
    hold = ceil(fps * drawing / left) if left > 0 else _MOST_HELD + 1
    if hold > 1:
        log.warning(
            "too slow for %d mouths a second: %.0f ms a mouth, %.0f ms a feature", fps, 1e3 * drawing, 1e3 * hearing
        )
    return min(hold, _MOST_HELD)


def _seconds(work: Callable[[], object]) -> float:
    """Of this thread, not of the clock, so that a moment in which the machine is busy does not count."""
    began = time.thread_time()
    work()
    return time.thread_time() - began


def _generator(weights: Path, threads: int) -> Generator:
    if kind(weights) == "onnx":
        return onnx_generator.load(weights, threads)
    try:
        import torch
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("torch is not installed: `make full` brings it, or use weights as ONNX") from error
    from avatar.ultralight import torch_generator

    torch.set_num_threads(threads)
    return torch_generator.load(weights)
