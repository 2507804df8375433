"""Silero voice activity detection (MIT) on ONNX Runtime.

A window is 512 samples at 16 kHz, preceded by the last 64 of the window before; everything else the network wants or
gives is recurrent state that is handed back to it. That holds for the files of both packages that carry the network,
silero-vad (one state tensor and the rate) and faster-whisper (two state tensors, no rate).
"""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from speech.types import Samples

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

RATE: Final = 16_000
"""Hz"""
WINDOW: Final = 512
"""samples, 32 ms"""
CONTEXT: Final = 64
"""samples of the previous window"""
FAINTEST: Final = 10 ** (-65 / 20)
"""root mean square of a window from which on it may hold a voice"""
SETTLED: Final = 31
"""fainter windows in a row, 1 s, after which the network is not asked: by then its state is that of silence"""

_PLACES: Final = (("silero_vad", "data/silero_vad_16k_op15.onnx"), ("faster_whisper", "assets/silero_vad_v6.onnx"))


class SileroStream:
    """The recurrent state of one caller."""

    def __init__(self, session: "InferenceSession") -> None:
        self._session = session
        self._faint = 0
        """windows since the last that may have held a voice"""
        self._input = np.zeros((1, CONTEXT + WINDOW), np.float32)
        self._feeds = {"input": self._input}
        for wanted in session.get_inputs():
            if wanted.name == "sr":
                self._feeds["sr"] = np.array(RATE, np.int64)
            elif wanted.name != "input":
                shape = [size if isinstance(size, int) else 1 for size in wanted.shape]
                self._feeds[wanted.name] = np.zeros(shape, np.float32)
        self._states = [name for name in self._feeds if name not in ("input", "sr")]

    def probability(self, window: Samples) -> float:
        """Probability 0…1 of voice in the next 512 samples at 16 kHz. Raises ValueError for any other length."""
        if window.shape != (WINDOW,):
            raise ValueError(f"a window has {WINDOW} samples, not shape {window.shape}")
        self._input[0, :CONTEXT] = self._input[0, -CONTEXT:]
        self._input[0, CONTEXT:] = window
        self._faint = self._faint + 1 if np.dot(window, window) < FAINTEST**2 * WINDOW else 0
        if self._faint > SETTLED:
            return 0.0
        output, *states = self._session.run(None, self._feeds)
        self._feeds.update(zip(self._states, states, strict=True))
        return float(np.asarray(output).reshape(-1)[0])


class Silero:
    """The network, shared by all callers."""

    def __init__(self, session: "InferenceSession") -> None:
        self._session = session

    def stream(self) -> SileroStream:
        return SileroStream(self._session)


def load(model: str | None = None) -> Silero:
    """`model`: an ONNX file; without it the one inside an installed package.

    Raises FileNotFoundError when there is none, ValueError when the file is not this network.
    """
    import onnxruntime

    path = _find(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        silero = Silero(session)
        silero.stream().probability(np.zeros(WINDOW, np.float32))
    except Exception as error:  # ONNX Runtime's errors share no base class
        raise ValueError(f"{path} is not the Silero network: {error}") from error
    return silero


def _find(model: str | None) -> Path:
    places = [Path(model).expanduser()] if model else list(_packaged())
    for path in places:
        if path.is_file():
            return path
    tried = ", ".join(str(path) for path in places) or "packages silero-vad and faster-whisper"
    raise FileNotFoundError(f"no Silero network at {tried}; install silero-vad or name an ONNX file as `model`")


def _packaged() -> Iterator[Path]:
    """Files of installed packages, found without importing them: silero_vad imports torch."""
    for package, name in _PLACES:
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            yield Path(folder) / name
