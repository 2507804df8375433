"""Recordings as a network learns from them: tokens, sound at its rate without silence around, pitch.

Imports PyTorch: import it late.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from speech.audio import read_wav
from speech.jets.text import Front
from speech.loudness import voiced_power
from speech.training.jets.clips import Clip
from speech.types import Samples

EDGE: Final = 0.1
"""seconds of silence that stay before and after the voice"""
ALIKE: Final = 8
"""batches whose recordings are sorted by length together"""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    clip: Clip
    ids: Tensor
    """shape (tokens,)"""
    sound: Tensor
    """shape (samples,)"""
    pitch: Tensor
    """shape (frames, 1)"""


def prepare(clip: Clip, front: Front, rate: int, pitch: Any, features: Any) -> Lesson:
    """`pitch`, `features`: ESPnet's extractors."""
    sound = torch.from_numpy(_trimmed(read_wav(clip.path, rate).samples, rate))
    ids = list(chain.from_iterable(front.ids(utterance) for utterance in front.utterances(clip.text)))
    length = torch.tensor([len(sound)])
    with torch.no_grad():
        _, frames = features(sound[None], length)
        found, _ = pitch(sound[None], length, feats_lengths=frames)
    return Lesson(clip, torch.tensor(ids), sound, found[0])


def long_enough(lesson: Lesson, segment: int) -> bool:
    """`segment`: frames that one step looks at. Every token needs a frame."""
    return len(lesson.pitch) > max(segment, len(lesson.ids))


def batches(lessons: Sequence[Lesson], size: int, random: np.random.Generator) -> Iterator[list[Lesson]]:
    """Once through all lessons by chance; those of one batch are about as long as each other."""
    order = [lessons[index] for index in random.permutation(len(lessons))]
    for begin in range(0, len(order), size * ALIKE):
        some = sorted(order[begin : begin + size * ALIKE], key=lambda lesson: len(lesson.sound))
        groups = [some[at : at + size] for at in range(0, len(some), size)]
        yield from (groups[index] for index in random.permutation(len(groups)))


def together(lessons: Sequence[Lesson], device: str) -> dict[str, Tensor]:
    """As ESPnet's model takes them."""
    parts = {
        "text": [lesson.ids for lesson in lessons],
        "speech": [lesson.sound for lesson in lessons],
        "pitch": [lesson.pitch for lesson in lessons],
    }
    padded = {name: pad_sequence(rows, batch_first=True) for name, rows in parts.items()}
    lengths = {f"{name}_lengths": torch.tensor([len(row) for row in rows]) for name, rows in parts.items()}
    return {name: tensor.to(device) for name, tensor in {**padded, **lengths}.items()}


def _trimmed(samples: Samples, rate: int) -> Samples:
    size = round(rate * 0.02)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    loud = np.flatnonzero(np.square(frames).mean(axis=1) > voiced_power(samples, rate) * 10 ** (-25 / 10))
    if not len(loud):
        return samples
    edge = round(EDGE * rate)
    return samples[max(0, int(loud[0]) * size - edge) : int(loud[-1] + 1) * size + edge]
