"""AutoVC with pitch: any voice becomes the one voice the other networks were taught with (Qian et al. 2020)."""

from typing import Final

import torch
from torch import Tensor, nn

from avatar.makeittalk.features import PITCHES

BANDS: Final = 80
PRINT: Final = 256
"""numbers of a voice print"""
_NECK: Final = 16
_EVERY: Final = 16
"""frames for which there is one code"""
_WIDE: Final = 512
_GROUPS: Final = 32


class _Conv(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(inputs, outputs, kernel_size=5, padding=2)

    def forward(self, frames: Tensor) -> Tensor:
        made: Tensor = self.conv(frames)
        return made


class _Linear(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.linear_layer = nn.Linear(inputs, outputs)

    def forward(self, frames: Tensor) -> Tensor:
        made: Tensor = self.linear_layer(frames)
        return made


def _layer(inputs: int, outputs: int, groups: int = _GROUPS) -> nn.Sequential:
    return nn.Sequential(_Conv(inputs, outputs), nn.GroupNorm(groups, outputs))


class _Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(_layer(BANDS + PRINT if not n else _WIDE, _WIDE) for n in range(3))
        self.lstm = nn.LSTM(_WIDE, _NECK, 2, batch_first=True, bidirectional=True)

    def forward(self, frames: Tensor) -> Tensor:
        for layer in self.convolutions:
            frames = torch.relu(layer(frames))
        states, _ = self.lstm(frames.transpose(1, 2))
        ahead, back = states[:, _EVERY - 1 :: _EVERY, :_NECK], states[:, ::_EVERY, _NECK:]
        return torch.cat((ahead, back), dim=-1).repeat_interleave(_EVERY, dim=1)


class _Decoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(2 * _NECK + PRINT + PITCHES, _WIDE, 3, batch_first=True)
        self.linear_projection = _Linear(_WIDE, BANDS)

    def forward(self, frames: Tensor) -> Tensor:
        made: Tensor = self.linear_projection(self.lstm(frames)[0])
        return made


class _Postnet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        inner = [_layer(BANDS if not n else _WIDE, _WIDE) for n in range(4)]
        self.convolutions = nn.ModuleList([*inner, _layer(_WIDE, BANDS, groups=5)])

    def forward(self, frames: Tensor) -> Tensor:
        *inner, last = self.convolutions
        for layer in inner:
            frames = torch.tanh(layer(frames))
        made: Tensor = last(frames)
        return made


class AutoVC(nn.Module):
    """Entry `model` of ckpt_autovc.pth."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = _Encoder()
        self.decoder = _Decoder()
        self.postnet = _Postnet()

    def forward(self, mel: Tensor, voice: Tensor, pitch: Tensor, target: Tensor) -> Tensor:
        """(1, T, 80), (1, 256), (1, T, 257), (1, 256) → (1, T, 80); T a multiple of 16."""
        frames = mel.shape[1]
        said_by = voice.unsqueeze(-1).expand(-1, -1, frames)
        codes = self.encoder(torch.cat((mel.transpose(1, 2), said_by), dim=1))
        spoken = self.decoder(torch.cat((codes, target.unsqueeze(1).expand(-1, frames, -1), pitch), dim=-1))
        made: Tensor = spoken + self.postnet(spoken.transpose(1, 2)).transpose(1, 2)
        return made
