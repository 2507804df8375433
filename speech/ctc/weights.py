"""The embedded weights: an ONNX file for each variant and a manifest that says what they are and under which terms."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from speech.ctc.beam import LogProbabilities
from speech.ctc.features import BANDS, Features
from speech.ctc.jamo import SYMBOLS

PACKAGED: Final = Path(__file__).parents[1] / "weights"
MANIFEST: Final = "manifest.json"
LANGUAGE: Final = "language.npz"
"""counts of jamo in everyday Korean"""


@dataclass(frozen=True, slots=True)
class Weights:
    """One row of the manifest."""

    file: str
    sha256: str
    licence: str
    terms: str
    """what the licence asks, in a sentence"""
    surest: tuple[float, float]
    """offset and slope of the logistic curve from mean log-probability to confidence"""


def entry(folder: Path, variant: str) -> Weights:
    """The manifest's row. Raises FileNotFoundError without it, ValueError for an unknown variant or a broken file."""
    path = folder / MANIFEST
    if not path.is_file():
        raise FileNotFoundError(f"no {MANIFEST} in {folder}; train weights with `python -m speech.training`")
    try:
        rows = json.loads(path.read_text("utf-8"))
        if variant not in rows:
            raise ValueError(f"no variant {variant!r} in {path}: choose one of {', '.join(rows)}")
        row = rows[variant]
        return Weights(row["file"], row["sha256"], row["licence"], row["terms"], tuple(row["surest"]))
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is not a manifest of weights: {error!r}") from error


class Network:
    """Features in, log-probabilities out; one thread."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def __call__(self, features: Features) -> LogProbabilities:
        """(frames, BANDS) → (⌈frames / 4⌉, SYMBOLS)"""
        result: LogProbabilities = self._session.run(None, {"features": features[None]})[0][0]
        return result


def network(folder: Path, weights: Weights) -> Network:
    """The network, checked. Raises ModuleNotFoundError without onnxruntime, FileNotFoundError without the file,
    ValueError when the file is not the one of the manifest or no network of this kind."""
    import onnxruntime

    path = folder / weights.file
    if not path.is_file():
        raise FileNotFoundError(f"no weights at {path}; train them with `python -m speech.training`")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != weights.sha256:
        raise ValueError(f"{path} is damaged or another file than the manifest says (sha256 differs)")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        loaded = Network(onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"]))
        shape = loaded(np.zeros((40, BANDS), np.float32)).shape
    except Exception as error:  # onnxruntime has no common base for its errors
        raise ValueError(f"{path} is no recogniser of this kind: {error}") from error
    if shape != (10, SYMBOLS):
        raise ValueError(f"{path} gives shape {shape} for 40 frames, not (10, {SYMBOLS})")
    return loaded
