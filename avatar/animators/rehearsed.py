"""REHEARSAL: Wav2Lip of the published size with random weights works as long as a taught one would; what is seen is the
drawn counsellor. Tells what a machine can carry, nothing about how well it looks.
"""

import importlib.util

import numpy as np

from avatar.animators import counsellor
from avatar.animators.counsellor import Counsellor
from avatar.types import Cues, Frame, State
from avatar.wav2lip.generator import Generator, Precision

_MEL = np.zeros((1, 1, 80, 16), np.float32)


class RehearsedFace:
    """Safe to call from several threads."""

    def __init__(self, shown: Counsellor, generator: Generator) -> None:
        self.size = shown.size
        self._shown = shown
        self._generator = generator
        self._face = np.zeros((1, generator.side, generator.side, 3), np.uint8)

    def animate(self, cues: Cues, at: float) -> Frame:
        """While she speaks a mouth is drawn for each picture, and thrown away."""
        if cues.now.state is State.SPEAKING:
            self._generator.draw(_MEL, self._face)
        return self._shown.animate(cues, at)


def load(precision: Precision = "auto", threads: int = 1) -> RehearsedFace:
    """`precision`, `threads`: as of Wav2Lip. Raises ModuleNotFoundError without PyTorch."""
    if importlib.util.find_spec("torch") is None:
        raise ModuleNotFoundError("torch is not installed: `make full` brings it")
    import torch

    from avatar.wav2lip.network import Wav2Lip
    from avatar.wav2lip.torch_generator import TorchGenerator

    torch.set_num_threads(threads)
    return RehearsedFace(counsellor.load(), TorchGenerator(Wav2Lip(), precision))
