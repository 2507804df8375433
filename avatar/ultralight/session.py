"""An ONNX file as a network that onnxruntime runs on the processor."""

from pathlib import Path
from typing import Any

import onnxruntime

from avatar.wav2lip.files import kind


def load(path: Path, threads: int) -> Any:
    """FileNotFoundError, or ValueError when onnxruntime cannot run the file."""
    if kind(path) != "onnx":
        raise ValueError(f"{path} is no ONNX network")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common class of their own
        raise ValueError(f"{path} is no network that onnxruntime can run: {error}") from error
