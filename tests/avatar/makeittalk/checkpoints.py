"""A folder as MakeItTalk's user has it, with random weights in the published layouts and made-up text files."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from avatar.makeittalk import texts
from avatar.makeittalk.autovc import AutoVC
from avatar.makeittalk.content import Content
from avatar.makeittalk.photograph import UNET
from avatar.makeittalk.speaker import Speaker
from avatar.makeittalk.talker import AUTOVC, CONTENT, SPEAKER, VOICE_PRINT
from avatar.makeittalk.unet import UNet
from avatar.makeittalk.voice_print import VoicePrint

NETWORKS: dict[str, tuple[type[nn.Module], str]] = {
    AUTOVC: (AutoVC, "model"),
    CONTENT: (Content, "model_g_face_id"),
    SPEAKER: (Speaker, "G"),
    VOICE_PRINT: (VoicePrint, "model_state"),
    UNET: (UNet, "G"),
}
"""file → network and entry"""


def write_networks(folder: Path, *names: str, also: dict[str, Any] | None = None) -> None:
    torch.manual_seed(3)
    for name in names or NETWORKS:
        kind, entry = NETWORKS[name]
        torch.save({"epoch": 7, **(also or {}), entry: random_weights(kind)}, folder / name)


def random_weights(kind: type[nn.Module]) -> dict[str, torch.Tensor]:
    """Small numbers in the network's layout; much quicker than to set the network up."""
    with torch.device("meta"):
        layout = kind().state_dict()
    return {name: _random(name, tensor) for name, tensor in layout.items()}


def _random(name: str, like: torch.Tensor) -> torch.Tensor:
    if not like.is_floating_point():
        return torch.zeros(like.shape, dtype=like.dtype)
    spread = 3 / max(1, like[0].numel() if like.dim() > 1 else 4) ** 0.5
    return torch.rand(like.shape) + 0.5 if name.endswith("running_var") else (torch.rand(like.shape) * 2 - 1) * spread


def write_texts(folder: Path) -> None:
    chance = np.random.default_rng(3)
    np.savetxt(folder / texts.TARGET, chance.random(256) / 16)
    np.savetxt(folder / texts.MEAN_STD, np.concatenate([np.full(80, 0.5), np.full(80, 0.2)]))
    np.savetxt(folder / texts.STANDARD, chance.normal(0, 0.3, (68, 3)))
