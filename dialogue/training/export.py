"""`python -m dialogue.training.export --run FOLDER`: the trained networks as ONNX files and rows of the manifest.

Weights of the linear layers become 8-bit whole numbers, those of the letters 16-bit floating point.
"""

import argparse
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from dialogue.letters import read, stack
from dialogue.networks import PACKAGED
from dialogue.training.manifest import enter
from dialogue.training.net import CrossNet, EncoderNet

TERMS: Final = (
    "Learnt from Welfare-QA, BOKJIRO_AI's booklet, Question_pair and Chatbot_data (MIT), from StyleKQC and KorSTS "
    "(CC BY-SA 4.0: name them, share alike; whether that reaches weights is unsettled) and from Malbeot's own entries."
)
_SMALL: Final = 256
"""tensors of fewer numbers stay in single precision"""


def encoder(net: EncoderNet, folder: Path) -> None:
    ids = torch.from_numpy(stack([read("기초연금은 어떻게 신청하나요"), read("물값")]))
    axes = {"ids": {0: "texts", 1: "letters"}, "vectors": {0: "texts"}}
    _write(net, (ids,), ["ids"], ["vectors"], axes, folder, "encoder")


def cross(net: CrossNet, folder: Path) -> None:
    question = torch.from_numpy(stack([read("기초연금은 어떻게 신청하나요")] * 2))
    wording = torch.from_numpy(stack([read("노령연금 신청 방법"), read("물값")]))
    inputs = (question, wording, torch.ones(question.shape[:2]), torch.ones(wording.shape[:2]))
    names = ["question", "wording", "question_rarity", "wording_rarity"]
    axes = {name: {0: "pairs", 1: f"letters_{name.partition('_')[0]}"} for name in names} | {"scores": {0: "pairs"}}
    _write(net, inputs, names, ["scores"], axes, folder, "cross")


def _write(
    net: nn.Module, inputs: Any, names: list[str], outputs: list[str], axes: Any, folder: Path, name: str
) -> None:
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own age
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            net.eval(),
            inputs,
            str(full),
            input_names=names,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        small = Path(scratch) / "small.onnx"
        wide = [node.name for node in onnx.load(full).graph.node if "layers" in node.name or "neighbours" in node.name]
        quantize_dynamic(full, small, ["MatMul"], per_channel=True, weight_type=QuantType.QInt8, nodes_to_quantize=wide)
        model = onnx.load(small)
    _halve(model.graph)
    onnx.save(model, folder / f"{name}.onnx")
    enter(folder, name, f"{name}.onnx", TERMS)


def _halve(graph: Any) -> None:
    """Keep large weights as 16-bit numbers, cast when the file is loaded."""
    for index, tensor in enumerate(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < _SMALL:
            continue
        half = numpy_helper.from_array(values.astype("float16"), f"{tensor.name}_half")
        cast = helper.make_node("Cast", [half.name], [tensor.name], to=TensorProto.FLOAT)
        graph.initializer[index].CopyFrom(half)
        graph.node.insert(0, cast)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m dialogue.training.export", description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--out", type=Path, default=PACKAGED)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    first, second = EncoderNet(), CrossNet()
    if _take(first, options.run / "encoder.pt"):
        encoder(first, options.out)
    if _take(second, options.run / "cross.pt"):
        cross(second, options.out)


def _take(net: nn.Module, checkpoint: Path) -> bool:
    if not checkpoint.is_file():
        return False
    net.load_state_dict(torch.load(checkpoint, weights_only=True)["net"])
    return True


if __name__ == "__main__":
    main()
