"""Checkpoints of Wav2Lip with random weights, in the layouts that are on the net."""

import io
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from avatar.wav2lip.network import Wav2Lip

SMALL = 0.125
"""width of the networks that most tests use"""


def network(width: float = SMALL) -> Wav2Lip:
    torch.manual_seed(3)
    made = Wav2Lip(width).eval()
    for name, values in made.named_buffers():
        if name.endswith("running_mean"):
            values.normal_(0, 0.1)
        elif name.endswith("running_var"):
            values.uniform_(0.5, 1.5)
    return made


def training(tensors: dict[str, Tensor]) -> dict[str, object]:
    """What the published training script saves, names as DataParallel gives them."""
    return {
        "state_dict": {f"module.{name}": tensor for name, tensor in tensors.items()},
        "optimizer": {"state": {0: {"step": 7, "exp_avg": torch.zeros(2)}}, "param_groups": [{"lr": 1e-4}]},
        "global_step": 7,
        "global_epoch": 1,
    }


def old_pickle(path: Path, content: object) -> None:
    torch.save(content, path, _use_new_zipfile_serialization=False)


def new_zip(path: Path, content: object) -> None:
    torch.save(content, path)


def torchscript(path: Path, made: Wav2Lip) -> None:
    jit: Any = torch.jit
    traced = jit.trace(made, (torch.zeros(1, 1, 80, 16), torch.zeros(1, 6, 96, 96)), check_trace=False)
    whole = io.BytesIO()
    jit.save(traced, whole)
    path.write_bytes(whole.getvalue())


def onnx(path: Path, made: Wav2Lip, licence: str = "") -> None:
    """As our own networks are shipped."""
    import onnx as format_

    mel, face = torch.zeros(2, 1, 80, 16), torch.zeros(2, 6, 96, 96)
    axes = {name: {0: "n"} for name in ("mel", "face", "mouth")}
    torch.onnx.export(
        made,
        (mel, face),
        str(path),
        input_names=["mel", "face"],
        output_names=["mouth"],
        dynamic_axes=axes,
        dynamo=False,
    )
    if licence:
        model = format_.load(str(path))
        format_.helper.set_model_props(model, {"licence": licence})
        format_.save(model, str(path))
