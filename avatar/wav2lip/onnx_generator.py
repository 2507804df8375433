"""A generator as ONNX, run without PyTorch: `mel` (n, 1, 80, 16) and `face` (n, 6, side, side) → `mouth`."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime

from avatar.wav2lip.generator import Floats, Pictures, inputs, pictures

LICENCE: Final = "licence"
"""name of the entry in the file's metadata"""


class OnnxGenerator:
    def __init__(self, session: Any) -> None:
        self._session = session
        shapes = {given.name: given.shape for given in session.get_inputs()}
        self.side = int(shapes["face"][-1])
        self._single = shapes["face"][0] == 1

    @property
    def licence(self) -> str:
        """As the file states it; empty when it does not."""
        return str(self._session.get_modelmeta().custom_metadata_map.get(LICENCE, ""))

    def draw(self, mels: Floats, faces: Pictures) -> Pictures:
        given = inputs(faces)
        step = 1 if self._single else len(given)
        drawn = [
            self._session.run(["mouth"], {"mel": mels[i : i + step], "face": given[i : i + step]})[0]
            for i in range(0, len(given), step)
        ]
        return pictures(np.concatenate(drawn))


def load(path: Path, threads: int = 1) -> OnnxGenerator:
    """ValueError when the file is no network of this kind."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common class of their own
        raise ValueError(f"{path} is no network that onnxruntime can run: {error}") from error
    shapes = {given.name: list(given.shape) for given in session.get_inputs()}
    outputs = {made.name for made in session.get_outputs()}
    side = shapes.get("face", [None])[-1]
    fits = (
        shapes.keys() == {"mel", "face"}
        and shapes["mel"][1:] == [1, 80, 16]
        and isinstance(side, int)
        and shapes["face"][1:] == [6, side, side]
        and "mouth" in outputs
    )
    if not fits:
        raise ValueError(
            f"{path} is another network: it takes {shapes} and gives {sorted(outputs)} instead of mel (n, 1, 80, 16) "
            "and face (n, 6, side, side) → mouth"
        )
    return OnnxGenerator(session)
