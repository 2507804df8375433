"""The weights of a JETS voice, read without running what is in the file. Imports PyTorch: import it late."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

PREFIX: Final = "tts.generator."
WRAPPERS: Final = ("model", "state_dict", "model_state_dict")
"""names under which training scripts keep the weights among other things"""
PASSED_OVER: Final = (
    "tts.discriminator.",
    "tts.mel_loss.",
    "feats_extract.",
    "normalize.",
    "pitch_extract.",
    "pitch_normalize.",
    "energy_extract.",
    "energy_normalize.",
)
"""parts of ESPnet's training model that do not speak"""
UNNEEDED: Final = "alignment_module."
"""part of the generator that only training uses; it may be missing"""
SHOWN: Final = 20
"""names in one message"""


def read(path: Path) -> dict[str, Tensor]:
    """All tensors of a file by name, on the CPU. ValueError when it is no plain file of weights."""
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
    return {str(name).removeprefix("module."): tensor for name, tensor in found.items()}


def fill(generator: nn.Module, tensors: Mapping[str, Tensor], path: Path) -> None:
    """Put the tensors into ESPnet's generator. ValueError names all that is missing, unexpected, of another shape, or
    no number."""
    given = {name.removeprefix(PREFIX): tensor for name, tensor in tensors.items() if not name.startswith(PASSED_OVER)}
    wanted = generator.state_dict()
    if faults := list(_faults(wanted, given)):
        raise ValueError(f"{path} does not fit the network of its configuration: {'; '.join(faults)}")
    with torch.no_grad():
        for name, tensor in given.items():
            wanted[name].copy_(tensor)


def _faults(wanted: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> Iterator[str]:
    both = sorted(wanted.keys() & given.keys())
    missing = sorted(name for name in wanted.keys() - given.keys() if not name.startswith(UNNEEDED))
    shapes = [
        f"{name} {_shape(given[name])} instead of {_shape(wanted[name])}"
        for name in both
        if given[name].shape != wanted[name].shape
    ]
    unreal = [name for name in both if not given[name].is_floating_point() or not torch.isfinite(given[name]).all()]
    unexpected = sorted(given.keys() - wanted.keys())
    for what, names in (("missing", missing), ("unexpected", unexpected), ("shapes", shapes), ("no numbers", unreal)):
        if names:
            yield f"{what} ({len(names)}): {_listed(names)}"


def _shape(tensor: Tensor) -> str:
    return "x".join(map(str, tensor.shape)) or "one number"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
