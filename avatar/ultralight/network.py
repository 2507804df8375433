"""The network of Ultralight-Digital-Human with the names of tensors that its checkpoints have. Imports PyTorch.

A U-Net of MobileNetV2's blocks (Sandler et al. 2018, arXiv 1801.04381) whose narrowest place is joined with what a
branch makes of the features of the sound.
"""

from typing import Final

import torch
from torch import Tensor, nn

CHANNELS: Final = (32, 64, 128, 256, 512)
"""from the size of the picture to a sixteenth of it"""
_WIDER: Final = 2
"""channels inside a block, for each that goes in"""


class Inverted(nn.Module):
    """Wider, across, narrower; with `residual` the input is added."""

    def __init__(self, given: int, made: int, stride: int = 1, residual: bool = False) -> None:
        super().__init__()
        inner = given * _WIDER
        self.conv = nn.Sequential(
            nn.Conv2d(given, inner, 1, bias=False),
            nn.BatchNorm2d(inner),
            nn.ReLU(),
            nn.Conv2d(inner, inner, 3, stride, 1, groups=inner, bias=False),
            nn.BatchNorm2d(inner),
            nn.ReLU(),
            nn.Conv2d(inner, made, 1, bias=False),
            nn.BatchNorm2d(made),
        )
        self._residual = residual

    def forward(self, given: Tensor) -> Tensor:
        made: Tensor = self.conv(given)
        return made + given if self._residual else made


class Pair(nn.Module):
    def __init__(self, given: int, made: int, stride: int = 1) -> None:
        super().__init__()
        self.double_conv = nn.Sequential(Inverted(given, made, stride), Inverted(made, made, residual=True))

    def forward(self, given: Tensor) -> Tensor:
        made: Tensor = self.double_conv(given)
        return made


class First(nn.Module):
    def __init__(self, given: int, made: int) -> None:
        super().__init__()
        self.inconv = Inverted(given, made)

    def forward(self, given: Tensor) -> Tensor:
        made: Tensor = self.inconv(given)
        return made


class Down(nn.Module):
    def __init__(self, given: int, made: int) -> None:
        super().__init__()
        self.maxpool_conv = Pair(given, made, stride=2)

    def forward(self, given: Tensor) -> Tensor:
        made: Tensor = self.maxpool_conv(given)
        return made


class Up(nn.Module):
    """Twice as large, joined with what the way down had at that size."""

    def __init__(self, given: int, made: int) -> None:
        super().__init__()
        self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)
        self.conv = Pair(given, made)

    def forward(self, given: Tensor, beside: Tensor) -> Tensor:
        made: Tensor = self.conv(torch.cat([self.up(given), beside], dim=1))
        return made


class Last(nn.Module):
    def __init__(self, given: int, made: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(given, made, 1)

    def forward(self, given: Tensor) -> Tensor:
        made: Tensor = self.conv(given)
        return made


class Sound(nn.Module):
    """WeNet's features, n x 128 x 16 x 32 → n x 512 x 10 x 10."""

    def __init__(self) -> None:
        super().__init__()
        _, _, given, middle, made = CHANNELS
        self.conv1 = Inverted(given, middle)
        self.conv2 = Inverted(middle, middle, residual=True)
        self.conv3 = nn.Conv2d(middle, middle, 3, (1, 2), 1)
        self.bn3 = nn.BatchNorm2d(middle)
        self.conv4 = Inverted(middle, middle, residual=True)
        self.conv5 = nn.Conv2d(middle, made, 3, 2, 3)
        self.bn5 = nn.BatchNorm2d(made)
        self.conv6 = Inverted(made, made, residual=True)
        self.conv7 = Inverted(made, made, residual=True)

    def forward(self, heard: Tensor) -> Tensor:
        made = torch.relu(self.bn3(self.conv3(self.conv2(self.conv1(heard)))))
        made = torch.relu(self.bn5(self.conv5(self.conv4(made))))
        drawn: Tensor = self.conv7(self.conv6(made))
        return drawn


class Ultralight(nn.Module):
    """A face (n, 6, 160, 160), 0…1, and features (n, 128, 16, 32) → that face speaking (n, 3, 160, 160), 0…1."""

    def __init__(self) -> None:
        super().__init__()
        one, two, three, four, five = CHANNELS
        self.audio_model = Sound()
        self.fuse_conv = nn.Sequential(Pair(five * 2, five), Pair(five, four))
        self.inc = First(6, one)
        self.down1 = Down(one, two)
        self.down2 = Down(two, three)
        self.down3 = Down(three, four)
        self.down4 = Down(four, five)
        self.up1 = Up(five, four // 2)
        self.up2 = Up(four, three // 2)
        self.up3 = Up(three, two // 2)
        self.up4 = Up(two, one)
        self.outc = Last(one, 3)

    def forward(self, face: Tensor, heard: Tensor) -> Tensor:
        beside = [self.inc(face)]
        for down in (self.down1, self.down2, self.down3, self.down4):
            beside.append(down(beside[-1]))
        drawn: Tensor = self.fuse_conv(torch.cat([beside.pop(), self.audio_model(heard)], dim=1))
        for up in (self.up1, self.up2, self.up3, self.up4):
            drawn = up(drawn, beside.pop())
        return torch.sigmoid(self.outc(drawn))
