"""The streaming WeNet encoder that the project publishes as `encoder.onnx`, asked without any memory as it does."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from avatar.ultralight import session
from avatar.ultralight.fbank import BANDS, HOP, WINDOW, fbank
from avatar.wav2lip.generator import Floats

FRAMES: Final = 67
"""of the filter banks, in one chunk"""
CHUNK: Final = (FRAMES - 1) * HOP + WINDOW
"""samples at 16 kHz of one chunk: 685 ms"""
FEATURES: Final = (16, 512)
"""shape of what comes out for a chunk"""
_INPUTS: Final = {
    "chunk": (1, 1, FRAMES, BANDS),
    "offset": (1,),
    "att_cache": (3, 8, 16, 128),
    "cnn_cache": (3, 1, 512, 14),
}
_OFFSET: Final = 100
"""position in the sound that every chunk is said to have"""
_KEPT: Final = 256
"""chunks whose features are kept: 12.8 s of sound"""


class Encoder:
    def __init__(self, network: Any) -> None:
        self._network = network
        self._known = lru_cache(_KEPT)(self._worked_out)
        self._nothing = {
            "offset": np.full(1, _OFFSET, np.int64),
            "att_cache": np.zeros(_INPUTS["att_cache"], np.float32),
            "cnn_cache": np.zeros(_INPUTS["cnn_cache"], np.float32),
        }

    def features(self, chunk: NDArray[np.int16]) -> Floats:
        """(16, 512), read only, of `CHUNK` samples at 16 kHz."""
        return self._known(chunk.tobytes())

    def _worked_out(self, chunk: bytes) -> Floats:
        banks = fbank(np.frombuffer(chunk, np.int16))[None, None]
        made = np.asarray(self._network.run(None, {"chunk": banks, **self._nothing})[0], np.float32)
        features = made.reshape(FEATURES)
        features.setflags(write=False)
        return features


def load(path: Path, threads: int = 1) -> Encoder:
    """FileNotFoundError, or ValueError when the file is no encoder of this kind."""
    network = session.load(path, threads)
    inputs = {given.name: list(given.shape) for given in network.get_inputs()}
    if inputs.keys() != _INPUTS.keys():
        raise ValueError(f"{path} is no WeNet encoder of this kind: it takes {inputs} instead of {_INPUTS}")
    encoder = Encoder(network)
    try:
        encoder.features(np.zeros(CHUNK, np.int16))
    except Exception as error:  # onnxruntime's errors have no common class of their own
        raise ValueError(
            f"{path} takes {inputs} and does not make {FEATURES} of a chunk of {FRAMES} frames: {error}"
        ) from error
    return encoder
