"""What the network is taught with: batches, the loss, and a layer that reads the mouth's numbers off the sound."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from avatar.mouth_shapes import Mouth
from avatar.training.examples import Examples
from avatar.training.pictures import SIDE
from avatar.wav2lip.generator import FIRST_ROW
from avatar.wav2lip.mel import BANDS, LIMIT
from avatar.wav2lip.network import Wav2Lip, channels

MOUTH: Final = (slice(round(0.52 * SIDE), round(0.95 * SIDE)), slice(round(0.25 * SIDE), round(0.75 * SIDE)))
"""rows and columns in which the mouth moves"""
MOUTH_WEIGHT: Final = 6.0
"""of its pixels, against 1 for the rest of the lower face"""
UPPER_WEIGHT: Final = 0.1
"""of pixels that are never shown"""
EDGES: Final = 1.0
"""of the differences between neighbouring pixels, against the pixels themselves: keeps lines sharp"""
NUMBERS: Final = 0.1
"""of what is read off the sound, against the pictures"""

BATCH: Final = 16
"""examples with pictures"""
LISTENED, LISTENED_ALONE = 64, 192
"""examples without pictures that come with each batch, and where there are no others"""

LOUDER: Final = 0.25
"""standard deviation of a change of level, in units of a mel column (12.5 dB)"""
BRIGHTER: Final = 0.25
"""standard deviation of a tilt from the lowest band to the highest, in the same units"""
GRAIN: Final = 0.08
"""standard deviation of what is added to each number"""


class Pupil(nn.Module):
    """The network, and a layer on its ear that is thrown away when training is over."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self.width = width
        self.net = Wav2Lip(width)
        self.numbers = nn.Linear(channels(512, width), len(Mouth._fields))
        self.net.audio_encoder.register_forward_hook(self._keep)
        self._heard = torch.empty(0)

    def _keep(self, _: nn.Module, __: object, heard: Tensor) -> None:
        self._heard = heard

    def listen(self, mel: Tensor) -> Tensor:
        """The numbers of the mouth (B, 9) as heard."""
        numbers: Tensor = self.numbers(self.net.audio_encoder(mel).flatten(1))
        return numbers

    def forward(self, mel: Tensor, face: Tensor) -> tuple[Tensor, Tensor]:
        """The faces, and the numbers of the mouth (B, 9) as heard."""
        return self.net(mel, face), self.numbers(self._heard.flatten(1))

    def ear(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """`listen` for the examples that are drawn as it hears."""
        self.eval()
        with torch.no_grad():
            numbers: NDArray[np.float32] = self.listen(torch.from_numpy(windows)[:, None]).numpy()
        return numbers


@dataclass(frozen=True, slots=True, eq=False)
class Teacher:
    """Gives batches to a pupil and says what it got wrong."""

    pupil: Pupil
    random: np.random.Generator
    device: str = "cpu"
    half: bool = True
    """16-bit arithmetic, which is quick on processors with AMX and on graphics cards"""

    def together(self, material: Callable[[], Examples], sounds: Examples) -> Iterator[Tensor]:
        """Sound and pictures, without end; `material` is asked anew for every pass."""
        counted = weights().to(self.device)
        while True:
            for batch in batches(material(), BATCH, self.random):
                self.pupil.train()
                alone = self._some(sounds, LISTENED)
                with self._arithmetic():
                    drawn, numbers = self.pupil(self._on(heard(batch, self.random)), self._on(seen(batch)))
                    numbers = torch.cat([numbers, self.pupil.listen(self._on(heard(alone, self.random)))])
                wanted = self._on(torch.from_numpy(np.concatenate([batch["mouth"], alone["mouth"]])))
                wrong = loss(drawn.float(), self._on(pictures(batch["said"])), counted)
                yield wrong + NUMBERS * nn.functional.l1_loss(numbers.float(), wanted)

    def listening(self, sounds: Examples) -> Iterator[Tensor]:
        """Sound alone, without end."""
        while True:
            self.pupil.train()
            alone = self._some(sounds, LISTENED_ALONE)
            with self._arithmetic():
                numbers = self.pupil.listen(self._on(heard(alone, self.random)))
            yield nn.functional.l1_loss(numbers.float(), self._on(torch.from_numpy(alone["mouth"].copy())))

    def finishing(self, material: Examples) -> Iterator[Tensor]:
        """Pictures drawn as the pupil hears, without end; what it hears stays as it is."""
        counted = weights().to(self.device)
        self.pupil.net.audio_encoder.requires_grad_(False)
        while True:
            for batch in batches(material, BATCH, self.random):
                self.pupil.train()
                self.pupil.net.audio_encoder.eval()
                with self._arithmetic():
                    drawn = self.pupil.net(self._on(heard(batch)), self._on(seen(batch)))
                yield loss(drawn.float(), self._on(pictures(batch["said"])), counted)

    def _some(self, sounds: Examples, count: int) -> Examples:
        return sounds[self.random.integers(len(sounds), size=count)]

    def _arithmetic(self) -> torch.autocast:
        return torch.autocast(self.device, torch.bfloat16, enabled=self.half)

    def _on(self, given: Tensor) -> Tensor:
        if given.dim() == 4:
            return given.to(self.device, memory_format=torch.channels_last)
        return given.to(self.device)


def batches(examples: Examples, size: int, random: np.random.Generator) -> Iterator[Examples]:
    """All of them once, mixed; what is left over in the end is left out."""
    order = random.permutation(len(examples))
    for start in range(0, len(order) - size + 1, size):
        yield examples[order[start : start + size]]


def heard(examples: Examples, random: np.random.Generator | None = None) -> Tensor:
    """(B, 1, 80, 16); with `random` at other levels, through other rooms."""
    mel = torch.from_numpy(examples["mel"].astype(np.float32))[:, None]
    if random is None:
        return mel
    count = len(examples)
    level = random.normal(0, LOUDER, (count, 1, 1, 1))
    tilt = random.normal(0, BRIGHTER, (count, 1, 1, 1)) * np.linspace(-1, 1, BANDS)[None, None, :, None]
    change = torch.from_numpy((level + tilt + random.normal(0, GRAIN, mel.shape)).astype(np.float32))
    silent = mel <= -LIMIT
    return torch.where(silent, mel, mel + change).clamp(-LIMIT, LIMIT)


def seen(examples: Examples) -> Tensor:
    """(B, 6, 96, 96): the face at rest with its lower half black, and whole."""
    whole = pictures(examples["rest"])
    masked = whole.clone()
    masked[:, :, SIDE // 2 :] = 0
    return torch.cat([masked, whole], dim=1)


def pictures(crops: NDArray[np.uint8]) -> Tensor:
    """(B, 3, 96, 96), 0…1."""
    return torch.from_numpy(crops).permute(0, 3, 1, 2).float() / 255


def weights() -> Tensor:
    """(96, 96) with mean 1: how much each pixel counts."""
    counted = torch.full((SIDE, SIDE), UPPER_WEIGHT)
    counted[round(FIRST_ROW * SIDE) :] = 1.0
    counted[MOUTH] = MOUTH_WEIGHT
    return counted / counted.mean()


def loss(drawn: Tensor, wanted: Tensor, counted: Tensor) -> Tensor:
    """Differences of pixels and of their edges where they count."""
    apart = drawn - wanted
    pixels = (apart.abs() * counted).mean()
    down = (apart[..., 1:, :] - apart[..., :-1, :]).abs() * counted[1:]
    right = (apart[..., 1:] - apart[..., :-1]).abs() * counted[:, 1:]
    return pixels + EDGES * (down.mean() + right.mean()) / 2
