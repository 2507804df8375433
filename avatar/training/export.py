"""`python -m avatar.training.export CHECKPOINT`: the mean of the weights as ONNX, with its row in the manifest.

Half precision in the file, single in the arithmetic.
"""

import argparse
import hashlib
import json
import warnings
from pathlib import Path
from typing import Any, Final

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from avatar.training.pictures import SIDE
from avatar.training.teaching import Pupil
from avatar.wav2lip.mel import BANDS
from avatar.wav2lip.network import COLUMNS, Wav2Lip

PACKAGED: Final = Path(__file__).parents[1] / "weights"
FILE: Final = "small-wav2lip.onnx"
MANIFEST: Final = "manifest.json"
LICENCE: Final = "Apache-2.0"
TERMS: Final = "Learnt from Malbeot's own drawing, its own sentences and the sound of espeak-ng; nothing of others."
_SMALL: Final = 256
"""tensors of fewer numbers stay in single precision"""


def taught(checkpoint: Path) -> Wav2Lip:
    """The mean of a training's weights."""
    state: dict[str, Any] = torch.load(checkpoint, map_location="cpu", weights_only=True)
    pupil = Pupil(state["width"])
    pupil.load_state_dict(state["mean"])
    return pupil.net.eval()


def write(net: Wav2Lip, path: Path) -> None:
    """mel (n, 1, 80, 16) and face (n, 6, 96, 96) → mouth (n, 3, 96, 96)."""
    count = {0: "n"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own age
        torch.onnx.export(
            net,
            (torch.zeros(1, 1, BANDS, COLUMNS), torch.zeros(1, 6, SIDE, SIDE)),
            str(path),
            input_names=["mel", "face"],
            output_names=["mouth"],
            dynamic_axes={"mel": count, "face": count, "mouth": count},
            opset_version=17,
            dynamo=False,
        )
    model = onnx.load(path)
    _halve(model.graph)
    helper.set_model_props(model, {"licence": LICENCE, "terms": TERMS})
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


def enter(path: Path) -> None:
    """Put the file's row in the manifest beside it."""
    manifest = path.with_name(MANIFEST)
    rows = json.loads(manifest.read_text("utf-8")) if manifest.is_file() else {}
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    rows[path.stem] = {"file": path.name, "sha256": sha256, "licence": LICENCE, "terms": TERMS}
    manifest.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m avatar.training.export", description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, default=PACKAGED)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / FILE
    write(taught(options.checkpoint), path)
    enter(path)


if __name__ == "__main__":
    main()
