"""The photograph with moved landmarks, by the image translation network. Imports PyTorch: import it late."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from avatar.makeittalk.checkpoints import filled
from avatar.makeittalk.sketch import sketched
from avatar.makeittalk.unet import SIZE, UNet

UNET: Final = "ckpt_116_i2i_comb.pth"


class Photograph:
    """Network and photograph on one device, never changed after loading, so that threads may share them."""

    def __init__(self, folder: Path, picture: NDArray[np.uint8], device: str) -> None:
        """`picture` RGB, square. FileNotFoundError and ValueError name the file that is missing or wrong."""
        self._device = torch.device(device)
        self._network = filled(UNet, folder / UNET, "G").to(self._device)
        small = cv2.resize(picture, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
        self._photo = self._planes(np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2BGR), np.uint8))

    def drawn(self, landmarks: NDArray[np.float64]) -> NDArray[np.uint8]:
        """RGB, 256 x 256; the landmarks (68 x 2) in its pixels."""
        given = torch.cat((self._planes(sketched(landmarks)), self._photo))[None]
        with torch.inference_mode():
            made = self._network(given)[0]
        picture = (made * 255).permute(1, 2, 0).to(torch.uint8).cpu().numpy()
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)

    def _planes(self, picture: NDArray[np.uint8]) -> torch.Tensor:
        return torch.from_numpy(picture).to(self._device).permute(2, 0, 1).float() / 255
