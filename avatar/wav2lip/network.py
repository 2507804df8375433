"""The generator of Wav2Lip (Prajwal et al. 2020, arXiv 2008.10010) with the names of tensors that published checkpoints
have. Imports PyTorch: import it late.
"""

from collections.abc import Iterator
from typing import Final

import torch
from torch import Tensor, nn

SIDE: Final = 96
"""pixels of the square face that goes in and comes out"""
BANDS: Final = 80
COLUMNS: Final = 16
"""mel columns of one picture: 200 ms"""
_STEP: Final = 8
"""channel counts are multiples of it"""


def channels(published: int, width: float) -> int:
    """A published channel count, scaled."""
    return max(_STEP, round(published * width / _STEP) * _STEP)


class Convolution(nn.Module):
    """Convolution, batch normalisation, ReLU; with `residual` the input is added before the ReLU."""

    def __init__(
        self,
        given: int,
        made: int,
        kernel: int,
        stride: int | tuple[int, int] = 1,
        padding: int = 0,
        residual: bool = False,
    ) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(nn.Conv2d(given, made, kernel, stride, padding), nn.BatchNorm2d(made))
        self._residual = residual

    def forward(self, given: Tensor) -> Tensor:
        made: Tensor = self.conv_block(given)
        return torch.relu(made + given if self._residual else made)


class Enlargement(nn.Module):
    """Transposed convolution, batch normalisation, ReLU."""

    def __init__(self, given: int, made: int, stride: int, padding: int, output_padding: int) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ConvTranspose2d(given, made, 3, stride, padding, output_padding), nn.BatchNorm2d(made)
        )

    def forward(self, given: Tensor) -> Tensor:
        return torch.relu(self.conv_block(given))


def _same(count: int, repeats: int) -> Iterator[Convolution]:
    for _ in range(repeats):
        yield Convolution(count, count, 3, padding=1, residual=True)


class Wav2Lip(nn.Module):
    """`width` scales the channel counts of the published network; 1.0 has 36,298,035 parameters."""

    def __init__(self, width: float = 1.0) -> None:
        super().__init__()
        c16, c32, c64, c128, c256, c384, c512 = (channels(n, width) for n in (16, 32, 64, 128, 256, 384, 512))
        self.face_encoder_blocks = nn.ModuleList(
            [
                nn.Sequential(Convolution(6, c16, 7, padding=3)),
                nn.Sequential(Convolution(c16, c32, 3, 2, 1), *_same(c32, 2)),
                nn.Sequential(Convolution(c32, c64, 3, 2, 1), *_same(c64, 3)),
                nn.Sequential(Convolution(c64, c128, 3, 2, 1), *_same(c128, 2)),
                nn.Sequential(Convolution(c128, c256, 3, 2, 1), *_same(c256, 2)),
                nn.Sequential(Convolution(c256, c512, 3, 2, 1), *_same(c512, 1)),
                nn.Sequential(Convolution(c512, c512, 3), Convolution(c512, c512, 1)),
            ]
        )
        self.audio_encoder = nn.Sequential(
            Convolution(1, c32, 3, padding=1),
            *_same(c32, 2),
            Convolution(c32, c64, 3, (3, 1), 1),
            *_same(c64, 2),
            Convolution(c64, c128, 3, 3, 1),
            *_same(c128, 2),
            Convolution(c128, c256, 3, (3, 2), 1),
            *_same(c256, 1),
            Convolution(c256, c512, 3),
            Convolution(c512, c512, 1),
        )
        self.face_decoder_blocks = nn.ModuleList(
            [
                nn.Sequential(Convolution(c512, c512, 1)),
                nn.Sequential(Enlargement(c512 + c512, c512, 1, 0, 0), *_same(c512, 1)),
                nn.Sequential(Enlargement(c512 + c512, c512, 2, 1, 1), *_same(c512, 2)),
                nn.Sequential(Enlargement(c512 + c256, c384, 2, 1, 1), *_same(c384, 2)),
                nn.Sequential(Enlargement(c384 + c128, c256, 2, 1, 1), *_same(c256, 2)),
                nn.Sequential(Enlargement(c256 + c64, c128, 2, 1, 1), *_same(c128, 2)),
                nn.Sequential(Enlargement(c128 + c32, c64, 2, 1, 1), *_same(c64, 2)),
            ]
        )
        self.output_block = nn.Sequential(Convolution(c64 + c16, c32, 3, padding=1), nn.Conv2d(c32, 3, 1), nn.Sigmoid())

    def forward(self, mel: Tensor, face: Tensor) -> Tensor:
        """Faces 0…1, BGR, from mel (B, 1, 80, 16) and face (B, 6, 96, 96): masked face, then reference, 0…1, BGR.

        With a time axis, (B, T, 1, 80, 16) and (B, 6, T, 96, 96) give (B, 3, T, 96, 96).
        """
        if face.dim() == 5:
            batch, time = mel.shape[:2]
            folded = self._draw(mel.flatten(0, 1), face.transpose(1, 2).flatten(0, 1))
            return folded.reshape(batch, time, *folded.shape[1:]).transpose(1, 2)
        return self._draw(mel, face)

    def _draw(self, mel: Tensor, face: Tensor) -> Tensor:
        skips = []
        for encoder in self.face_encoder_blocks:
            face = encoder(face)
            skips.append(face)
        drawn: Tensor = self.audio_encoder(mel)
        for decoder in self.face_decoder_blocks:
            drawn = torch.cat([decoder(drawn), skips.pop()], dim=1)
        finished: Tensor = self.output_block(drawn)
        return finished
