"""How well lips fit the sound: SyncNet v2 (Chung and Zisserman 2016, joonson/syncnet_python), with its tensors' names.

Gives LSE-D and LSE-C of the Wav2Lip paper. Measures only; no call needs it. Imports PyTorch: import it late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from avatar.wav2lip import checkpoint
from avatar.wav2lip.generator import Pictures
from avatar.wav2lip.mfcc import mfcc
from speech.types import Samples

SIDE: Final = 224
"""pixels of the square faces"""
FPS: Final = 25
FAR: Final = 15
"""pictures by which the sound is moved to and fro"""
_PICTURES, _ROWS, _ROWS_A_PICTURE = 5, 20, 4
"""in one look, and rows of cepstra in one hearing"""
_BATCH: Final = 8


@dataclass(frozen=True, slots=True)
class Sync:
    offset: int
    """pictures by which the lips are behind the sound; 0 is in time"""
    distance: float
    """LSE-D: the smaller, the better"""
    confidence: float
    """LSE-C: the larger, the better"""


def _layers(
    kind: Any, norm: Any, given: int, made: int, kernel: tuple[int, ...], **options: Any
) -> Iterator[nn.Module]:
    yield kind(given, made, kernel, **options)
    yield norm(made)
    yield nn.ReLU()


def _heard(*shape: Any, **options: Any) -> Iterator[nn.Module]:
    return _layers(nn.Conv2d, nn.BatchNorm2d, *shape, **options)


def _seen(*shape: Any, **options: Any) -> Iterator[nn.Module]:
    return _layers(nn.Conv3d, nn.BatchNorm3d, *shape, **options)


def _embedding() -> nn.Sequential:
    return nn.Sequential(nn.Linear(512, 512), nn.BatchNorm1d(512), nn.ReLU(), nn.Linear(512, 1024))


class SyncNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.netcnnaud = nn.Sequential(
            *_heard(1, 64, (3, 3), padding=1),
            nn.MaxPool2d(1),
            *_heard(64, 192, (3, 3), padding=1),
            nn.MaxPool2d(3, (1, 2)),
            *_heard(192, 384, (3, 3), padding=1),
            *_heard(384, 256, (3, 3), padding=1),
            *_heard(256, 256, (3, 3), padding=1),
            nn.MaxPool2d(3, 2),
            *_heard(256, 512, (5, 4)),
        )
        self.netcnnlip = nn.Sequential(
            *_seen(3, 96, (5, 7, 7), stride=(1, 2, 2)),
            nn.MaxPool3d((1, 3, 3), (1, 2, 2)),
            *_seen(96, 256, (1, 5, 5), stride=(1, 2, 2), padding=(0, 1, 1)),
            nn.MaxPool3d((1, 3, 3), (1, 2, 2), (0, 1, 1)),
            *_seen(256, 256, (1, 3, 3), padding=(0, 1, 1)),
            *_seen(256, 256, (1, 3, 3), padding=(0, 1, 1)),
            *_seen(256, 256, (1, 3, 3), padding=(0, 1, 1)),
            nn.MaxPool3d((1, 3, 3), (1, 2, 2)),
            *_seen(256, 512, (1, 6, 6)),
        )
        self.netfcaud = _embedding()
        self.netfclip = _embedding()

    def hear(self, cepstra: Tensor) -> Tensor:
        """(n, 1024) of (n, 1, 13, 20)."""
        found: Tensor = self.netfcaud(self.netcnnaud(cepstra).flatten(1))
        return found

    def see(self, faces: Tensor) -> Tensor:
        """(n, 1024) of (n, 3, 5, 224, 224): BGR, 0…255."""
        found: Tensor = self.netfclip(self.netcnnlip(faces).flatten(1))
        return found


def load(path: Path) -> SyncNet:
    """From `syncnet_v2.model`. FileNotFoundError without it, ValueError for another file."""
    network = SyncNet()
    checkpoint.fill(network, checkpoint.read(path), path)
    return network.eval()


def score(network: SyncNet, faces: Pictures, samples: Samples) -> Sync:
    """Of faces (n, 224, 224, 3), BGR, 25 a second, and their sound at 16 kHz. ValueError when it is too short."""
    cepstra = torch.from_numpy(mfcc(samples).T.copy())
    count = min(len(faces), len(samples) // (16_000 // FPS)) - _PICTURES
    if count < 1:
        raise ValueError(f"{len(faces)} pictures with {len(samples)} samples are too short to compare")
    seen, heard = [], []
    with torch.inference_mode():
        for first in range(0, count, _BATCH):
            looks = range(first, min(first + _BATCH, count))
            pictures = np.stack([faces[i : i + _PICTURES].transpose(3, 0, 1, 2) for i in looks])
            seen.append(network.see(torch.from_numpy(pictures).float()))
            rows = [cepstra[:, i * _ROWS_A_PICTURE : i * _ROWS_A_PICTURE + _ROWS] for i in looks]
            heard.append(network.hear(torch.stack(rows)[:, None]))
    return compared(torch.cat(seen), torch.cat(heard))


def compared(seen: Tensor, heard: Tensor) -> Sync:
    """Of the embeddings of what is seen and heard at the same times, both (n, 1024)."""
    around = functional.pad(heard, (0, 0, FAR, FAR))
    distances = torch.stack(
        [functional.pairwise_distance(seen, around[move : move + len(seen)]).mean() for move in range(2 * FAR + 1)]
    )
    best = int(distances.argmin())
    least = float(distances[best])
    return Sync(FAR - best, least, float(distances.median()) - least)
