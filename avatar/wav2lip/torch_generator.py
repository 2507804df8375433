"""The published generator, run by PyTorch. Imports PyTorch: import it late."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import Sequential
from torch.nn.utils.fusion import fuse_conv_bn_eval

from avatar.wav2lip import checkpoint
from avatar.wav2lip.generator import Floats, Pictures, Precision, inputs, pictures
from avatar.wav2lip.network import SIDE, Convolution, Enlargement, Wav2Lip

_FROM_24, _FROM_48, _VALID = 8, 18, 40
"""rows from which the last layers are worked out at 24, 48 and 96 rows; of the last, those that are right"""


class TorchGenerator:
    side = SIDE

    def __init__(self, network: Wav2Lip, precision: Precision = "auto") -> None:
        """Takes the network over: folds batch normalisation into it and changes its numbers' type."""
        self._type = torch.bfloat16 if precision == "bf16" or (precision == "auto" and _has_bf16()) else torch.float32
        network.eval()
        _fold(network)
        untyped: Any = network
        self._network = untyped.to(dtype=self._type, memory_format=torch.channels_last)
        self._network.output_block[1].float()  # bf16 has no more than 256 steps of brightness

    def draw(self, mels: Floats, faces: Pictures) -> Pictures:
        with torch.inference_mode():
            drawn = self._lower(self._taken(mels), self._taken(inputs(faces)))
        whole = faces.copy()
        whole[:, _VALID:] = pictures(drawn.numpy())
        return whole

    def _taken(self, values: Floats) -> Tensor:
        return torch.from_numpy(values).to(self._type).contiguous(memory_format=torch.channels_last)

    def _lower(self, mel: Tensor, face: Tensor) -> Tensor:
        """Wav2Lip.forward, with the last layers worked out only for the rows from `_VALID` on.

        Each layer of three rows spoils one row at the cut; the numbers are chosen so that `_VALID` is not reached.
        """
        network = self._network
        skips = []
        for encoder in network.face_encoder_blocks:
            face = encoder(face)
            skips.append(face)
        drawn: Tensor = network.audio_encoder(mel)
        *early, before_last, last = network.face_decoder_blocks
        for decoder in early:
            drawn = torch.cat([decoder(drawn), skips.pop()], dim=1)
        drawn = torch.cat([before_last(drawn[:, :, _FROM_24:]), skips.pop()[:, :, 2 * _FROM_24 :]], dim=1)
        drawn = drawn[:, :, _FROM_48 - 2 * _FROM_24 :]
        drawn = torch.cat([last(drawn), skips.pop()[:, :, 2 * _FROM_48 :]], dim=1)
        narrow, coloured, squashed = network.output_block
        finished: Tensor = squashed(coloured(narrow(drawn).float()))
        return finished[:, :, _VALID - 2 * _FROM_48 :]


def load(path: Path, width: float = 1.0, precision: Precision = "auto") -> TorchGenerator:
    """FileNotFoundError, or ValueError when the file does not hold this network."""
    network = Wav2Lip(width)
    checkpoint.fill(network, checkpoint.read(path), path)
    return TorchGenerator(network, precision)


def _fold(network: Wav2Lip) -> None:
    for block in network.modules():
        if isinstance(block, Convolution | Enlargement):
            layers: Any = block.conv_block
            block.conv_block = Sequential(fuse_conv_bn_eval(layers[0], layers[1], isinstance(block, Enlargement)))


def _has_bf16() -> bool:
    """Whether this processor multiplies bf16 faster than float32; without AMX it only seems to."""
    return bool(torch.cpu._is_amx_tile_supported())
