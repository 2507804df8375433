"""The network of an exported file, to train on from: an office's own recordings need no training from nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from speech.ctc.features import Features
from speech.training.net import JamoNet


def read(path: Path, heard: Sequence[Features]) -> JamoNet:
    """What `export` wrote. The file holds convolutions with their norms folded in; `heard`, features of some utterances
    worn as in training, says anew what each norm has to expect. Raises ValueError for a file of another network."""
    try:
        net = JamoNet()
        net.load_state_dict(_state(onnx.load(path).graph, net))
    except Exception as error:  # protobuf, onnx and torch each raise their own kinds
        raise ValueError(f"{path} is no exported recogniser to train on from: {error}") from error
    _renew_norms(net.eval(), heard)
    return net


def _state(graph: Any, net: JamoNet) -> dict[str, Tensor]:
    given = {one.name.removesuffix("_half"): numpy_helper.to_array(one) for one in graph.initializer}
    convolutions, lstms, products = (
        [[given[name] for name in node.input if name in given] for node in graph.node if node.op_type == kind]
        for kind in ("Conv", "LSTM", "MatMul")
    )
    state: dict[str, NDArray[Any]] = {name: value.numpy() for name, value in net.state_dict().items()}
    names = ["reduce.0", "reduce.3", *(f"blocks.{block}.conv" for block in range(len(net.blocks)))]
    for name, (weight, bias) in zip(names, convolutions, strict=True):
        state |= {f"{name}.weight": weight, f"{name}.bias": bias}
    for name, (inputs, hidden, biases) in zip(("first", "second"), lstms, strict=True):
        state |= _lstm(name, inputs, hidden, biases)
    for name, (weight,) in zip(("middle", "feed_back", "last"), products, strict=True):
        state |= {f"{name}.weight": weight.T, f"{name}.bias": given[f"net.{name}.bias"]}
    return {name: torch.tensor(np.array(value)) for name, value in state.items()}


def _lstm(name: str, inputs: NDArray[Any], hidden: NDArray[Any], biases: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """ONNX orders the gates input, output, forget, cell; torch input, forget, cell, output."""
    state = {}
    for direction, suffix in enumerate(("", "_reverse")):
        for kind, values in (
            ("weight_ih", inputs[direction]),
            ("weight_hh", hidden[direction]),
            ("bias_ih", biases[direction][: len(biases[direction]) // 2]),
            ("bias_hh", biases[direction][len(biases[direction]) // 2 :]),
        ):
            gates = np.split(values, 4)
            state[f"{name}.{kind}_l0{suffix}"] = np.concatenate([gates[0], gates[2], gates[3], gates[1]])
    return state


def _renew_norms(net: JamoNet, heard: Sequence[Features]) -> None:
    """Give each norm the mean and spread it sees, and let it undo both: the network stays the same function."""

    def renew(norm: nn.BatchNorm1d, inputs: tuple[Tensor, ...]) -> None:
        mean, variance = inputs[0].mean((0, 2)), inputs[0].var((0, 2))
        norm.load_state_dict(
            {
                "running_mean": mean,
                "running_var": variance,
                "weight": (variance + norm.eps).sqrt(),
                "bias": mean,
                "num_batches_tracked": torch.tensor(0),
            }
        )

    norms = [module for module in net.modules() if isinstance(module, nn.BatchNorm1d)]
    hooks = [norm.register_forward_pre_hook(renew) for norm in norms]
    with torch.no_grad():
        net(torch.from_numpy(np.concatenate(heard))[None])
    for hook in hooks:
        hook.remove()
