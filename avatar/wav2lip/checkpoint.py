"""Published weights of Wav2Lip, read without running what is in the file. Imports PyTorch: import it late."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from avatar.wav2lip import torchscript
from avatar.wav2lip.files import kind

WRAPPERS: Final = ("state_dict", "model", "model_state_dict")
"""names under which training scripts keep the weights among other things"""
COUNTER: Final = "num_batches_tracked"
"""what batch normalisation counts while it learns; old files may lack it"""
SHOWN: Final = 12
"""names in one list of a message"""
_DTYPES: Final = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
}
"""of safetensors"""
_WIDEST: Final = "audio_encoder.12.conv_block.0.weight"
_WIDEST_CHANNELS: Final = 512
"""of the published network"""


def read(path: Path) -> dict[str, Tensor]:
    """All tensors of a file by name, on the CPU, as a network outside DataParallel names them.

    FileNotFoundError, or ValueError when it is no plain file of weights.
    """
    match kind(path):
        case "torchscript":
            tensors = torchscript.read(path)
        case "safetensors":
            tensors = _safetensors(path)
        case "onnx":
            raise ValueError(f"{path} is an ONNX network, not a file of weights for PyTorch")
        case _:
            tensors = _pickled(path)
    return {name.removeprefix("module."): tensor for name, tensor in tensors.items()}


def fill(network: nn.Module, tensors: Mapping[str, Tensor], path: Path) -> None:
    """Put the tensors into the network. ValueError names all that is missing, unexpected, of another shape or no
    number, and says which known network the file is of."""
    wanted = network.state_dict()
    if faults := list(_faults(wanted, tensors)):
        raise ValueError(f"{path} {_variant(wanted, tensors)}; {'; '.join(faults)}")
    with torch.no_grad():
        for name, tensor in tensors.items():
            wanted[name].copy_(tensor)


def _pickled(path: Path) -> dict[str, Tensor]:
    try:
        found: Any = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # PyTorch raises anything from EOFError to pickle's own errors for a broken file
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ValueError(f"{path} holds no weights that can be read safely: {reason}") from error
    for wrapper in WRAPPERS:
        if isinstance(found, Mapping) and isinstance(found.get(wrapper), Mapping):
            found = found[wrapper]
    if not isinstance(found, Mapping) or not all(isinstance(value, Tensor) for value in found.values()):
        raise ValueError(f"{path} holds other things than names with tensors")
    return {str(name): tensor for name, tensor in found.items()}


def _safetensors(path: Path) -> dict[str, Tensor]:
    """8 bytes of length, a JSON header, the bytes of the tensors."""
    data = path.read_bytes()
    begin = 8 + int.from_bytes(data[:8], "little")
    try:
        header = json.loads(data[8:begin])
        header.pop("__metadata__", None)
        return {name: _laid_out(data[begin:], row) for name, row in header.items()}
    except (KeyError, TypeError, ValueError, RuntimeError, AttributeError) as error:
        raise ValueError(f"{path} is a broken safetensors file: {error!r}") from error


def _laid_out(data: bytes, row: Mapping[str, Any]) -> Tensor:
    start, end = row["data_offsets"]
    return torch.frombuffer(bytearray(data[start:end]), dtype=_DTYPES[row["dtype"]]).reshape(row["shape"])


def _faults(wanted: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> Iterator[str]:
    both = sorted(wanted.keys() & given.keys())
    missing = sorted(name for name in wanted.keys() - given.keys() if not name.endswith(COUNTER))
    shapes = [
        f"{name} {_shape(given[name])} instead of {_shape(wanted[name])}"
        for name in both
        if given[name].shape != wanted[name].shape
    ]
    unreal = [name for name in both if not torch.isfinite(given[name]).all()]
    unexpected = sorted(given.keys() - wanted.keys())
    for what, names in (("missing", missing), ("unexpected", unexpected), ("shapes", shapes), ("no numbers", unreal)):
        if names:
            yield f"{what} ({len(names)}): {_listed(names)}"


_KNOWN: Final = {
    "audio_refine.": "is of a fork for 288 or 384 pixels, not of the published 96-pixel network",
    "face_decoder_blocks.7.": "is of a fork for 288 or 384 pixels, not of the published 96-pixel network",
    "face_encoder.": "is the sync expert (lipsync_expert.pth), which judges lips and draws none",
    "binary_pred.": "is the quality discriminator (visual_quality_disc.pth), which judges pictures and draws none",
    "netcnnaud.": "is SyncNet v2 (syncnet_v2.model), which measures lips and draws none",
    "conv3_3_norm.": "is the S3FD face detector",
    "face_encoder_blocks.": "is the generator of Wav2Lip, not this network",
}
"""beginnings of names that tell which published network a file is of"""


def _variant(wanted: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> str:
    for beginning, network in _KNOWN.items():
        if not _any(wanted, beginning) and _any(given, beginning):
            return network
    if not given.keys() & wanted.keys():
        return "is of no network that is known here"
    if _WIDEST in wanted and _WIDEST in given and given[_WIDEST].shape != wanted[_WIDEST].shape:
        return f"is a network of another width: try width = {given[_WIDEST].shape[0] / _WIDEST_CHANNELS:g}"
    return "does not fit the network"


def _any(tensors: Mapping[str, Tensor], beginning: str) -> bool:
    return any(name.startswith(beginning) for name in tensors)


def _shape(tensor: Tensor) -> str:
    return "x".join(map(str, tensor.shape)) or "one number"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
