"""A checkpoint of the project, run by PyTorch. Imports PyTorch: import it late."""

from pathlib import Path
from typing import Final

import torch

from avatar.ultralight.generator import CROP, inputs, laid_in
from avatar.ultralight.network import CHANNELS, Ultralight
from avatar.wav2lip import checkpoint
from avatar.wav2lip.generator import Floats, Pictures

_FIRST_OF_SOUND: Final = "audio_model.conv1.conv.0.weight"
_HUBERT: Final = 16
"""channels that the branch for HuBERT's features takes"""


class TorchGenerator:
    side = CROP

    def __init__(self, network: Ultralight) -> None:
        self._network = network.eval()

    def draw(self, mels: Floats, faces: Pictures) -> Pictures:
        """`mels`: of avatar/ultralight/hearing.py."""
        with torch.inference_mode():
            drawn = self._network(torch.from_numpy(inputs(faces)), torch.from_numpy(mels))
        return laid_in(drawn.numpy(), faces)


def load(path: Path) -> TorchGenerator:
    """FileNotFoundError, or ValueError with every difference when the file does not hold exactly this network."""
    tensors = checkpoint.read(path)
    first = tensors.get(_FIRST_OF_SOUND)
    if first is not None and first.shape[1:2] == (_HUBERT,):
        raise ValueError(f"{path} was trained with HuBERT features; only WeNet's ({CHANNELS[2]} channels) are known")
    network = Ultralight()
    checkpoint.fill(network, tensors, path)
    return TorchGenerator(network)
