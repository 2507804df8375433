"""The published files, read without running what is in them. Imports PyTorch: import it late."""

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import torch
from torch import Tensor, nn

PASSED_OVER: Final = ("comb_mlp.", "similarity_weight", "similarity_bias")
"""what some files hold besides the network"""
_SHOWN: Final = 12
"""names in one message"""
Network = TypeVar("Network", bound=nn.Module)


class _Nothing:
    """Stands in for the optimiser that the training script wrote beside its weights; its state goes nowhere."""

    def __setstate__(self, state: object) -> None:
        pass


def _plain_dict(*_: object) -> OrderedDict[object, object]:
    return OrderedDict()


_HARMLESS: Final[list[Any]] = [
    (_Nothing, "torch.optim.adam.Adam"),
    (_plain_dict, "collections.defaultdict"),
    dict,
]
"""besides tensors; the first stand in for what the names say"""
_ASKED_FOR: Final = re.compile(r"GLOBAL ([\w.]+)")


def filled(kind: type[Network], path: Path, entry: str) -> Network:
    """The network of that kind with the weights of that entry, ready to use.

    FileNotFoundError names the file; ValueError says why it cannot be read safely, or all that is missing, unexpected,
    of another shape or no number.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: it is one of MakeItTalk's checkpoints (docs/models/makeittalk.md)")
    given = _tensors(path, entry)
    with torch.device("meta"):  # no memory and no random numbers for weights that are replaced at once
        network = kind()
    wanted = network.state_dict()
    if faults := list(_faults(wanted, given)):
        raise ValueError(f"{path} does not fit {kind.__name__}: {'; '.join(faults)}")
    network.load_state_dict(given, assign=True)
    return network.float().eval().requires_grad_(False)


def _tensors(path: Path, entry: str) -> dict[str, Tensor]:
    try:
        with torch.serialization.safe_globals(_HARMLESS):
            found: Any = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # PyTorch raises anything from EOFError to pickle's own errors for a broken file
        asked = _ASKED_FOR.search(str(error))
        why = f"it asks for the code {asked[1]}" if asked else f"no PyTorch file, or broken ({type(error).__name__})"
        raise ValueError(f"{path} holds no weights that can be read safely: {why}") from error
    weights = found.get(entry) if isinstance(found, Mapping) else None
    if not isinstance(weights, Mapping) or not all(isinstance(tensor, Tensor) for tensor in weights.values()):
        held = f"; it has {', '.join(map(str, list(found)[:_SHOWN]))}" if isinstance(found, Mapping) else ""
        raise ValueError(f"{path} has no entry {entry!r} of names with tensors{held}")
    named = {str(name).removeprefix("module."): tensor for name, tensor in weights.items()}
    return {name: tensor for name, tensor in named.items() if not name.startswith(PASSED_OVER)}


def _faults(wanted: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> Iterator[str]:
    both = sorted(wanted.keys() & given.keys())
    shapes = [
        f"{name} {_shape(given[name])} instead of {_shape(wanted[name])}"
        for name in both
        if given[name].shape != wanted[name].shape
    ]
    kinds = [name for name in both if given[name].is_floating_point() != wanted[name].is_floating_point()]
    unreal = [name for name in both if not torch.isfinite(given[name]).all()]
    groups = {
        "missing": sorted(wanted.keys() - given.keys()),
        "unexpected": sorted(given.keys() - wanted.keys()),
        "shapes": shapes,
        "no numbers": sorted({*kinds, *unreal}),
    }
    for what, names in groups.items():
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            yield f"{what} ({len(names)}): {', '.join(names[:_SHOWN])}{more}"


def _shape(tensor: Tensor) -> str:
    return "x".join(map(str, tensor.shape)) or "one number"
