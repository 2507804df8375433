"""The content branch: what the lips do for the sounds."""

from typing import Final

import torch
from torch import Tensor, nn

WINDOW: Final = 18
"""frames that are looked at for one"""
FACE: Final = 204
"""68 landmarks of three numbers"""
_INSIDE: Final = 161


class Content(nn.Module):
    """Entry `model_g_face_id` of ckpt_content_branch.pth."""

    def __init__(self) -> None:
        super().__init__()
        self.fc_prior = nn.Sequential(
            nn.Linear(80, 256), nn.BatchNorm1d(256), nn.LeakyReLU(0.2), nn.Linear(256, _INSIDE)
        )
        self.fc = nn.Sequential(
            nn.Linear(256 + FACE, 512),
            nn.BatchNorm1d(512),
            nn.LeakyReLU(0.2),
            nn.Linear(512, 256),
            nn.BatchNorm1d(256),
            nn.LeakyReLU(0.2),
            nn.Linear(256, FACE),
        )
        self.bilstm = nn.LSTM(_INSIDE, 256, 3, batch_first=True)

    def forward(self, windows: Tensor, face: Tensor) -> Tensor:
        """(B, 18, 80), (1, 204) → displacement (B, 204)."""
        frames = self.fc_prior(windows.flatten(0, 1)).unflatten(0, windows.shape[:2])
        last = self.bilstm(frames)[0][:, -1]
        made: Tensor = self.fc(torch.cat((last, face.expand(len(last), -1)), dim=1))
        return made
