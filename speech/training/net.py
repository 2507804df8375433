"""The network: two strided convolutions, five residual ones, two bidirectional LSTM layers, jamo out.

Trained with CTC (Graves et al. 2006) on the last layer and on a middle one whose guesses are fed back
(self-conditioned CTC, Nozaki and Komatsu 2021).
"""

from typing import Final

import torch
from torch import Tensor, nn

from speech.ctc.features import BANDS
from speech.ctc.jamo import BLANK, SYMBOLS

WIDTH: Final = 192
BLOCKS: Final = 5
KERNEL: Final = 5
REDUCTION: Final = 4
"""frames of sound for one frame of output: 25 a second"""
DROPOUT: Final = 0.1
MIDDLE_WEIGHT: Final = 0.3


class _Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=KERNEL // 2)
        self.norm = nn.BatchNorm1d(WIDTH)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor) -> Tensor:
        added: Tensor = self.drop(torch.relu(self.norm(self.conv(x))))
        return x + added


class JamoNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.reduce = nn.Sequential(
            nn.Conv1d(BANDS, WIDTH, KERNEL, stride=2, padding=KERNEL // 2),
            nn.BatchNorm1d(WIDTH),
            nn.ReLU(),
            nn.Conv1d(WIDTH, WIDTH, KERNEL, stride=2, padding=KERNEL // 2),
            nn.BatchNorm1d(WIDTH),
            nn.ReLU(),
        )
        self.blocks = nn.Sequential(*(_Block() for _ in range(BLOCKS)))
        self.first = nn.LSTM(WIDTH, WIDTH, bidirectional=True, batch_first=True)
        self.second = nn.LSTM(2 * WIDTH, WIDTH, bidirectional=True, batch_first=True)
        self.drop = nn.Dropout(DROPOUT)
        self.middle = nn.Linear(2 * WIDTH, SYMBOLS)
        self.feed_back = nn.Linear(SYMBOLS, 2 * WIDTH)
        self.last = nn.Linear(2 * WIDTH, SYMBOLS)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, frames, BANDS) → logits of the last and the middle head, each (batch, ⌈frames / 4⌉, SYMBOLS)."""
        x = self.blocks(self.reduce(features.transpose(1, 2))).transpose(1, 2)
        x = self.drop(self.first(x)[0])
        middle = self.middle(x)
        x = x + self.feed_back(middle.softmax(-1))
        return self.last(self.drop(self.second(x)[0])), middle


def loss(heads: tuple[Tensor, Tensor], lengths: Tensor, targets: Tensor, target_lengths: Tensor) -> Tensor:
    """CTC of both heads, a mean over symbols. `lengths`: frames of features of each utterance, without padding."""
    frames = torch.div(lengths + REDUCTION - 1, REDUCTION, rounding_mode="floor")
    last, middle = (
        nn.functional.ctc_loss(
            head.float().log_softmax(-1).transpose(0, 1), targets, frames, target_lengths, BLANK, zero_infinity=True
        )
        for head in heads
    )
    return (1 - MIDDLE_WEIGHT) * last + MIDDLE_WEIGHT * middle
