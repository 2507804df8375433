"""What one round of training hears: fresh synthetic speech and the recordings, worn afresh, as features."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import soxr
import torch
from numpy.typing import NDArray
from torch import Tensor

from speech.audio import RATE
from speech.ctc.features import BANDS, Features, log_mel
from speech.ctc.jamo import spell
from speech.training import voices
from speech.training.masking import masked
from speech.training.recordings import Recording
from speech.training.splices import Splices
from speech.training.wear import Wear, drawn
from speech.types import Samples

SPEED: Final = (0.85, 1.17)
"""how fast recordings are played"""
_BABBLERS: Final = 40


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    features: NDArray[np.float16]
    target: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    features: Tensor
    """(utterances, frames, BANDS), zero behind each utterance"""
    lengths: Tensor
    """frames of each"""
    targets: Tensor
    """all symbols in one row"""
    target_lengths: Tensor


def babblers(sentences: Sequence[str], random: np.random.Generator) -> list[Samples]:
    """Voices to mix into a babble."""
    return [voices.say(drawn(sentences, random), voices.taught(), random) for _ in range(_BABBLERS)]


def synthetic(sentences: Sequence[str], seconds: float, wear: Wear, random: np.random.Generator) -> list[Example]:
    """Sentences drawn by chance until there are `seconds` of speech."""
    examples: list[Example] = []
    while seconds > 0:
        text = drawn(sentences, random)
        said = voices.say(text, voices.taught(), random)
        seconds -= len(said) / RATE
        examples.append(_example(wear(said), text))
    return examples


def recorded(recordings: Sequence[Recording], seconds: float, wear: Wear, random: np.random.Generator) -> list[Example]:
    """Recordings without repeating until `seconds` are full or all were taken, each at another speed."""
    examples: list[Example] = []
    for index in random.permutation(len(recordings)):
        if seconds <= 0:
            break
        seconds -= recordings[index].seconds
        examples.append(_played(recordings[index], wear, random))
    return examples


def spliced(splices: Splices, seconds: float, wear: Wear, random: np.random.Generator) -> list[Example]:
    """Words of readers in new sentences until `seconds` are full, each at another speed."""
    examples: list[Example] = []
    while seconds > 0:
        recording = splices.draw(random)
        seconds -= recording.seconds
        examples.append(_played(recording, wear, random))
    return examples


def batches(examples: Sequence[Example], seconds: float, random: np.random.Generator) -> Iterator[Batch]:
    """Every example once, changed by chance, in batches of about `seconds`, of like lengths, in random order."""
    order = sorted(range(len(examples)), key=lambda index: len(examples[index].features) * random.uniform(0.9, 1.1))
    groups: list[list[Example]] = [[]]
    for index in order:
        frames = len(examples[index].features)
        if groups[-1] and (len(groups[-1]) + 1) * frames > seconds * 100:
            groups.append([])
        groups[-1].append(examples[index])
    for group in random.permutation(len(groups)):
        yield batch([(masked(one.features.astype(np.float32), random), one.target) for one in groups[group]])


def batch(utterances: Sequence[tuple[Features, Sequence[int]]]) -> Batch:
    """Padded together."""
    lengths = [len(features) for features, _ in utterances]
    padded = np.zeros((len(utterances), max(lengths), BANDS), np.float32)
    for row, (features, _) in zip(padded, utterances, strict=True):
        row[: len(features)] = features
    return Batch(
        torch.from_numpy(padded),
        torch.tensor(lengths),
        torch.tensor([symbol for _, target in utterances for symbol in target]),
        torch.tensor([len(target) for _, target in utterances]),
    )


def _played(recording: Recording, wear: Wear, random: np.random.Generator) -> Example:
    played: Samples = soxr.resample(recording.samples, RATE * random.uniform(*SPEED), RATE, quality="LQ")
    return _example(wear(played), recording.text)


def _example(samples: Samples, text: str) -> Example:
    return Example(log_mel(samples).astype(np.float16), spell(text))
