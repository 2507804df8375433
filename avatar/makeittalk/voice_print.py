"""Resemblyzer's speaker encoder: 256 numbers that tell one voice from another (Wan et al. 2018)."""

import torch
from torch import Tensor, nn

from avatar.makeittalk.features import PRINT_BANDS


class VoicePrint(nn.Module):
    """Entry `model_state` of pretrained.pt; `similarity_weight` and `similarity_bias` of it are not needed."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(PRINT_BANDS, 256, 3, batch_first=True)
        self.linear = nn.Linear(256, 256)

    def forward(self, slices: Tensor) -> Tensor:
        """(n, 160, 40) → (256,), of length 1."""
        state = torch.relu(self.linear(self.lstm(slices)[1][0][-1]))
        each = nn.functional.normalize(state, dim=1)
        return nn.functional.normalize(each.mean(dim=0), dim=0)
