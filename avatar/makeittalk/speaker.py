"""The speaker branch: how this voice moves head and brows."""

from typing import Final

import torch
from torch import Tensor, nn

from avatar.makeittalk.content import FACE

LONGEST: Final = 512
"""frames at once: so many positions are stored"""
_WIDE: Final = 64
_HEADS: Final = 2
_STYLE: Final = 128
"""random numbers the training used; zero here"""


class _Norm(nn.Module):
    """Not PyTorch's layer norm: it divides by the unbiased deviation, and adds to it after the root."""

    def __init__(self) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.ones(_WIDE))
        self.bias = nn.Parameter(torch.zeros(_WIDE))

    def forward(self, frames: Tensor) -> Tensor:
        mean, deviation = frames.mean(-1, keepdim=True), frames.std(-1, keepdim=True)
        return self.alpha * (frames - mean) / (deviation + 1e-6) + self.bias


class _Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.q_linear = nn.Linear(_WIDE, _WIDE)
        self.v_linear = nn.Linear(_WIDE, _WIDE)
        self.k_linear = nn.Linear(_WIDE, _WIDE)
        self.out = nn.Linear(_WIDE, _WIDE)

    def forward(self, frames: Tensor) -> Tensor:
        query, key, value = (
            linear(frames).unflatten(-1, (_HEADS, -1)).transpose(1, 2)
            for linear in (self.q_linear, self.k_linear, self.v_linear)
        )
        mixed = nn.functional.scaled_dot_product_attention(query, key, value)
        made: Tensor = self.out(mixed.transpose(1, 2).flatten(2))
        return made


class _Forward(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.linear_1 = nn.Linear(_WIDE, 2048)
        self.linear_2 = nn.Linear(2048, _WIDE)

    def forward(self, frames: Tensor) -> Tensor:
        made: Tensor = self.linear_2(torch.relu(self.linear_1(frames)))
        return made


class _EncoderLayer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm_1, self.norm_2 = _Norm(), _Norm()
        self.attn, self.ff = _Attention(), _Forward()

    def forward(self, frames: Tensor) -> Tensor:
        frames = frames + self.attn(self.norm_1(frames))
        made: Tensor = frames + self.ff(self.norm_2(frames))
        return made


class _DecoderLayer(nn.Module):
    """Stored in the file, never used to draw."""

    def __init__(self) -> None:
        super().__init__()
        self.norm_1, self.norm_2, self.norm_3 = _Norm(), _Norm(), _Norm()
        self.attn_1, self.attn_2, self.ff = _Attention(), _Attention(), _Forward()


class _Embed(nn.Module):
    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.embed = nn.Linear(inputs, _WIDE)


class _Positions(nn.Module):
    """The stored table is used as it is; its exponents differ from the usual ones."""

    pe: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("pe", torch.zeros(1, LONGEST, _WIDE))


class _Stack(nn.Module):
    def __init__(self, inputs: int, layer: type[nn.Module]) -> None:
        super().__init__()
        self.embed, self.pe = _Embed(inputs), _Positions()
        self.layers = nn.ModuleList([layer(), layer()])
        self.norm = _Norm()

    def forward(self, frames: Tensor) -> Tensor:
        frames = self.embed.embed(frames) * _WIDE**0.5 + self.pe.pe[:, : frames.shape[1]]
        for layer in self.layers:
            frames = layer(frames)
        made: Tensor = self.norm(frames)
        return made


class Speaker(nn.Module):
    """Entry `G` of ckpt_speaker_branch.pth, without `comb_mlp`."""

    def __init__(self) -> None:
        super().__init__()
        self.audio_content_encoder = nn.LSTM(80, 256, 3, batch_first=True)
        self.spk_emb_encoder = nn.Sequential(
            nn.Linear(256, 256), nn.LeakyReLU(0.02), nn.Linear(256, 128), nn.LeakyReLU(0.02), nn.Linear(128, 128)
        )
        self.encoder = _Stack(256 + 128 + _STYLE, _EncoderLayer)
        self.decoder = _Stack(FACE, _DecoderLayer)
        self.out = nn.Sequential(
            nn.Linear(_WIDE + _STYLE, 512),
            nn.LeakyReLU(0.02),
            nn.Linear(512, 256),
            nn.LeakyReLU(0.02),
            nn.Linear(256, FACE),
        )

    def forward(self, windows: Tensor, voice: Tensor) -> Tensor:
        """(B, 18, 80), (1, 256) → displacement (B, 204); the B frames follow each other, at most 512."""
        sound = self.audio_content_encoder(windows)[0][:, -1]
        style = sound.new_zeros(len(sound), _STYLE)
        who = self.spk_emb_encoder(voice).expand(len(sound), -1)
        seen = self.encoder(torch.cat((sound, who, style), dim=1)[None])[0]
        made: Tensor = self.out(torch.cat((seen, style), dim=1))
        return made
