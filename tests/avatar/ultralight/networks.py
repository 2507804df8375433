"""Networks with random weights in the layouts of the project, and an encoder that anyone can foresee."""

from functools import cache
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from avatar.ultralight.network import Ultralight


@cache
def network() -> Ultralight:
    torch.manual_seed(3)
    made = Ultralight().eval()
    for name, values in made.named_buffers():
        if name.endswith("running_mean"):
            values.normal_(0, 0.1)
        elif name.endswith("running_var"):
            values.uniform_(0.5, 1.5)
    return made


def export(path: Path, heard: tuple[int, ...] = (128, 16, 32)) -> None:
    """A stand-in with the shapes of the published ONNX: the louder, the brighter the face it gives back."""
    face, sound, drawn = (1, 6, 160, 160), (1, *heard), (1, 3, 160, 160)
    nodes = [
        helper.make_node("ReduceMean", ["audio"], ["level"], axes=[0, 1, 2, 3], keepdims=1),
        helper.make_node("Slice", ["input", "from", "to", "axis"], ["seen"]),
        helper.make_node("Add", ["seen", "level"], ["sum"]),
        helper.make_node("Clip", ["sum", "low", "high"], ["output"]),
    ]
    constants = {"from": [0], "to": [3], "axis": [1]}
    given = [numpy_helper.from_array(np.array(value, np.int64), name) for name, value in constants.items()]
    given += [numpy_helper.from_array(np.array(value, np.float32), name) for name, value in (("low", 0), ("high", 1))]
    _save(path, nodes, {"input": face, "audio": sound}, {"output": drawn}, given)


def encoder(path: Path, width: int = 512) -> None:
    """Every feature is the mean of the filter banks over 32: about 0 for speech and -0.5 for silence."""
    nodes = [
        helper.make_node("ReduceMean", ["chunk"], ["level"], axes=[0, 1, 2, 3], keepdims=1),
        helper.make_node("Squeeze", ["level", "axis"], ["one"]),
        helper.make_node("Mul", ["one", "rows"], ["output"]),
    ]
    given = [
        numpy_helper.from_array(np.array([0], np.int64), "axis"),
        numpy_helper.from_array(np.full((1, 16, width), 1 / 32, np.float32), "rows"),
    ]
    shapes = {"chunk": (1, 1, 67, 80), "offset": (1,), "att_cache": (3, 8, 16, 128), "cnn_cache": (3, 1, 512, 14)}
    _save(path, nodes, shapes, {"output": (1, 16, width)}, given)


def _save(
    path: Path,
    nodes: list[onnx.NodeProto],
    inputs: dict[str, tuple[int, ...]],
    outputs: dict[str, tuple[int, ...]],
    constants: list[onnx.TensorProto],
) -> None:
    def value(name: str, shape: tuple[int, ...]) -> onnx.ValueInfoProto:
        kind = TensorProto.INT64 if name == "offset" else TensorProto.FLOAT
        return helper.make_tensor_value_info(name, kind, shape)

    graph = helper.make_graph(
        nodes, "made up", [value(*row) for row in inputs.items()], [value(*row) for row in outputs.items()], constants
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, str(path))
