"""Weights as they lie on a disk, read without ever running what is in them. Imports PyTorch: import it late."""

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

ENDINGS: Final = (".safetensors", ".bin", ".pt", ".pth")
WRAPPERS: Final = ("state_dict", "model_state_dict", "model")
"""names under which training scripts keep the weights among other things"""
PICKLED: Final = (".pickle", ".pkl")
SHOWN: Final = 20
"""names in one message"""

_OLD_NAMES: Final = ((r"LayerNorm\.gamma$", "LayerNorm.weight"), (r"LayerNorm\.beta$", "LayerNorm.bias"))
_LEFT_OVER: Final = re.compile(r"(^|\.)position_ids$")
"""a row of numbers that older files hold and no network needs"""


def find(folder: Path, name: str) -> Path:
    """The file of weights `folder/name.*`, or the one inside `folder/name/`.

    FileNotFoundError when there is none, ValueError when there are several to choose from.
    """
    beside = [folder / f"{name}{ending}" for ending in ENDINGS]
    inside = [folder / name / file for file in ("model.safetensors", "pytorch_model.bin")]
    for path in (*beside, *inside):
        if path.is_file():
            return path
    others = sorted(path for path in (folder / name).glob("*") if path.suffix in ENDINGS)
    if len(others) > 1:
        raise ValueError(f"{folder / name} holds several weights ({_listed([path.name for path in others])}): keep one")
    if not others:
        raise FileNotFoundError(f"no weights at {folder / name}{{{','.join(ENDINGS)}}} nor in the folder {name}/ there")
    return others[0]


def read(path: Path) -> dict[str, Tensor]:
    """The tensors of a file by name, on the CPU; what the file is, its content says. ValueError when it is none."""
    if path.suffix in PICKLED:
        raise ValueError(f"{path} is a pickle, which is never opened; only weights are read")
    try:
        found = _safetensors(path) if _is_safetensors(path) else _torch(path)
    except ModuleNotFoundError:
        raise
    except Exception as error:  # PyTorch raises anything from EOFError to pickle's own errors for a broken file
        raise ValueError(f"{path} holds no weights that can be read safely: {_first_line(error)}") from error
    return {_renamed(name): tensor for name, tensor in found.items() if not _LEFT_OVER.search(name)}


def fill(network: nn.Module, tensors: Mapping[str, Tensor], path: Path, unneeded: Sequence[str] = ()) -> None:
    """Put the tensors into the network. ValueError names everything that is missing, unexpected or of another shape;
    `unneeded`: beginnings of names that may be missing, because nothing reads them."""
    wanted = network.state_dict()
    faults = list(_faults(wanted, tensors, tuple(unneeded)))
    if faults:
        raise ValueError(f"{path} does not fit this network: {'; '.join(faults)}")
    with torch.no_grad():
        for name, tensor in tensors.items():
            wanted[name].copy_(tensor)


def fingerprint(*paths: Path) -> str:
    """Another text for every other content."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()


def _faults(wanted: Mapping[str, Tensor], given: Mapping[str, Tensor], unneeded: tuple[str, ...]) -> Iterator[str]:
    missing = [name for name in wanted.keys() - given.keys() if not name.startswith(unneeded or ("\0",))]
    unexpected = given.keys() - wanted.keys()
    shapes = [
        f"{name} {_shape(given[name])} instead of {_shape(wanted[name])}"
        for name in wanted.keys() & given.keys()
        if given[name].shape != wanted[name].shape
    ]
    kinds = [name for name in wanted.keys() & given.keys() if not given[name].is_floating_point()]
    for what, names in (("missing", missing), ("unexpected", unexpected), ("shapes", shapes), ("no numbers", kinds)):
        if names:
            yield f"{what} ({len(names)}): {_listed(sorted(names))}"


def _shape(tensor: Tensor) -> str:
    return "x".join(map(str, tensor.shape)) or "one number"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _renamed(name: str) -> str:
    name = name.removeprefix("module.")
    for old, new in _OLD_NAMES:
        name = re.sub(old, new, name)
    return name


def _is_safetensors(path: Path) -> bool:
    with path.open("rb") as content:
        begin = content.read(9)
    return begin[8:] == b"{" and not zipfile.is_zipfile(path)


def _safetensors(path: Path) -> Mapping[str, Tensor]:
    from safetensors.torch import load_file

    found: Mapping[str, Tensor] = load_file(path)
    return found


def _torch(path: Path) -> Mapping[str, Tensor]:
    found: Any = torch.load(path, map_location="cpu", weights_only=True)
    for wrapper in WRAPPERS:
        if isinstance(found, Mapping) and isinstance(found.get(wrapper), Mapping):
            found = found[wrapper]
    if not isinstance(found, Mapping) or not found:
        raise ValueError("no names with tensors")
    strange = [str(name) for name, value in found.items() if not isinstance(value, Tensor)]
    if strange:
        raise ValueError(f"not tensors: {_listed(strange)}")
    return {str(name): tensor for name, tensor in found.items()}


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
