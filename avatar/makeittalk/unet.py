"""The image translation network: drawn landmarks and a photograph become the photograph with these landmarks."""

from typing import Final

import torch
from torch import Tensor, nn

SIZE: Final = 256
"""pixels a side"""


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.block = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
        )

    def forward(self, picture: Tensor) -> Tensor:
        return torch.relu(self.block(picture) + picture)


class _Level(nn.Module):
    """Half the size going in, twice going out; the next level between the two, its input beside its output."""

    def __init__(self, outer: int, inner: int, given: int | None = None, within: nn.Module | None = None) -> None:
        super().__init__()
        outermost, innermost = given is not None, within is None
        down: list[nn.Module] = [nn.Conv2d(given or outer, inner, 3, stride=2, padding=1, bias=False)]
        if not outermost and not innermost:
            down.append(nn.BatchNorm2d(inner))
        down += [nn.ReLU(), _Residual(inner), _Residual(inner)]
        up: list[nn.Module] = [nn.Upsample(scale_factor=2)]
        up.append(nn.Conv2d(inner if within is None else 2 * inner, outer, 3, padding=1, bias=False))
        if not outermost:
            up += [nn.BatchNorm2d(outer), nn.ReLU(), _Residual(outer), _Residual(outer)]
        self.model = nn.Sequential(*down, *([within] if within is not None else []), *up)
        self._beside = not outermost

    def forward(self, picture: Tensor) -> Tensor:
        drawn = self.model(picture)
        return torch.cat((picture, drawn), dim=1) if self._beside else drawn


class UNet(nn.Module):
    """Entry `G` of ckpt_116_i2i_comb.pth, with or without the prefix `module.`."""

    def __init__(self) -> None:
        super().__init__()
        level = _Level(512, 512)
        for outer, inner in ((512, 512), (256, 512), (128, 256), (64, 128)):
            level = _Level(outer, inner, within=level)
        self.model = _Level(3, 64, given=6, within=level)

    def forward(self, drawn_and_photo: Tensor) -> Tensor:
        """(n, 6, 256, 256) → (n, 3, 256, 256); blue, green, red, 0…1."""
        return torch.tanh(self.model(drawn_and_photo)).clamp_min(0)
