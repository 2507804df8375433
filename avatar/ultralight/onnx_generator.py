"""The network as ONNX, run without PyTorch: a face (n, 6, 160, 160) and features (n, 128, 16, 32) → a face."""

from pathlib import Path
from typing import Any, Final

import numpy as np

from avatar.ultralight import session
from avatar.ultralight.generator import CROP, SIDE, inputs, laid_in
from avatar.ultralight.hearing import HEARD
from avatar.wav2lip.generator import Floats, Pictures

_FACE: Final = (6, SIDE, SIDE)
_DRAWN: Final = (3, SIDE, SIDE)
_HUBERT: Final = (16, 32, 32)


class OnnxGenerator:
    side = CROP

    def __init__(self, network: Any) -> None:
        self._network = network
        face, heard = network.get_inputs()
        self._names = (face.name, heard.name) if tuple(face.shape[1:]) == _FACE else (heard.name, face.name)
        self._single = face.shape[0] == 1

    def draw(self, mels: Floats, faces: Pictures) -> Pictures:
        """`mels`: of avatar/ultralight/hearing.py."""
        given = inputs(faces)
        step = 1 if self._single else len(given)
        face, heard = self._names
        drawn = [
            self._network.run(None, {face: given[i : i + step], heard: mels[i : i + step]})[0]
            for i in range(0, len(given), step)
        ]
        return laid_in(np.concatenate(drawn), faces)


def load(path: Path, threads: int = 1) -> OnnxGenerator:
    """FileNotFoundError, or ValueError when the file is no network of this kind."""
    network = session.load(path, threads)
    shapes = [tuple(given.shape[1:]) for given in network.get_inputs()]
    made = [tuple(output.shape[1:]) for output in network.get_outputs()]
    if _HUBERT in shapes:
        raise ValueError(f"{path} was trained with HuBERT features; only WeNet's are known here")
    if len(shapes) != 2 or set(shapes) != {_FACE, HEARD} or made != [_DRAWN]:
        raise ValueError(
            f"{path} is another network: it takes {shapes} and gives {made} instead of {_FACE} and {HEARD} → {_DRAWN}"
        )
    return OnnxGenerator(network)
