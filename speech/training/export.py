"""`python -m speech.training.export CHECKPOINT… --variant real --licence … --terms …`: the mean of the checkpoints'
averaged weights as an ONNX file (half precision in the file, single in the arithmetic) with its row in the manifest."""

import argparse
import hashlib
import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from speech.ctc.features import BANDS
from speech.ctc.weights import MANIFEST, PACKAGED
from speech.training.net import JamoNet

_SMALL: Final = 256
"""tensors of fewer numbers stay in single precision"""


class _Exported(nn.Module):
    def __init__(self, net: JamoNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, features: Tensor) -> Tensor:
        probabilities: Tensor = self.net(features)[0].log_softmax(-1)
        return probabilities


def averaged(checkpoints: Sequence[Path]) -> JamoNet:
    """The network whose weights are the mean of the checkpoints': branches of one training."""
    states = [torch.load(path, map_location="cpu", weights_only=True)["mean"] for path in checkpoints]
    net = JamoNet()
    net.load_state_dict({name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]})
    return net.eval()


def write(net: JamoNet, path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own age and of LSTM batches, which stay 1 here
        torch.onnx.export(
            _Exported(net).eval(),
            (torch.zeros(1, 400, BANDS),),
            str(path),
            input_names=["features"],
            output_names=["log_probabilities"],
            dynamic_axes={"features": {1: "frames"}, "log_probabilities": {1: "frames_out"}},
            opset_version=17,
            dynamo=False,
        )
    model = onnx.load(path)
    _halve(model.graph)
    onnx.save(model, path)


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


def enter(folder: Path, variant: str, file: str, licence: str, terms: str, surest: Sequence[float]) -> None:
    """Put the variant's row in the manifest."""
    path = folder / MANIFEST
    rows = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    sha256 = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    rows[variant] = {"file": file, "sha256": sha256, "licence": licence, "terms": terms, "surest": list(surest)}
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.training.export", description=__doc__)
    parser.add_argument("checkpoints", nargs="+", type=Path)
    parser.add_argument("--variant", required=True)
    parser.add_argument("--licence", required=True)
    parser.add_argument("--terms", required=True, help="what the licence asks, in a sentence")
    parser.add_argument("--surest", nargs=2, type=float, default=(0.0, 1.0), metavar=("OFFSET", "SLOPE"))
    parser.add_argument("--out", type=Path, default=PACKAGED)
    options = parser.parse_args()
    file = f"korean-{options.variant}.onnx"
    write(averaged(options.checkpoints), options.out / file)
    enter(options.out, options.variant, file, options.licence, options.terms, options.surest)


if __name__ == "__main__":
    main()
