"""The weights that come with the product: their files, and a manifest that says what they are and under which terms."""

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

PACKAGED: Final = Path(__file__).parent / "weights"
MANIFEST: Final = "manifest.json"
HOW_TO_MAKE: Final = "train them as its card in docs/models/ says"


def session(folder: Path, name: str) -> Any:
    """The ONNX network of that name, on one thread. Raises ModuleNotFoundError without onnxruntime, FileNotFoundError
    without the file, ValueError when it is not the one of the manifest."""
    import onnxruntime

    data = _read(folder, name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no common base for its errors
        raise ValueError(f"the weights {name!r} in {folder} are no network: {error}") from error


def fingerprint(folder: Path, name: str) -> str:
    """Of the network and of what runs it: another one where results may differ. Raises as `session` does."""
    import onnxruntime

    return f"{hashlib.sha256(_read(folder, name)).hexdigest()} {onnxruntime.__version__}"


def arrays(folder: Path, name: str) -> Mapping[str, NDArray[Any]]:
    """The NumPy arrays of that name. Raises as `session` does."""
    data = _read(folder, name)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            return dict(file)
    except (OSError, ValueError, TypeError) as error:
        raise ValueError(f"the weights {name!r} in {folder} are no arrays: {error}") from error


def _read(folder: Path, name: str) -> bytes:
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise FileNotFoundError(f"no {MANIFEST} in {folder}; {HOW_TO_MAKE}")
    try:
        row = json.loads(manifest.read_text("utf-8"))[name]
        file, sha256 = str(row["file"]), str(row["sha256"])
    except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{manifest} has no row for {name!r}: {error!r}") from error
    path = folder / Path(file).name
    if not path.is_file():
        raise FileNotFoundError(f"no weights at {path}; {HOW_TO_MAKE}")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"{path} is damaged or another file than the manifest says (sha256 differs)")
    return data
