"""A sentence encoder of the model hub: texts as vectors, the nearer two of them, the likelier they ask the same."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from dialogue.hub.cache import folder_of

if TYPE_CHECKING:
    from dialogue.hub.network import Batch, Network

LONGEST: Final = 128
"""tokens of a text that are read"""
FILES: Final = ("config.json", "tokenizer.json")

Pooling = Literal["first", "mean"]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a folder says that vectors are made."""

    pooling: Pooling
    prompt: str
    """put before every text"""


class Encoder:
    """Safe to share between threads."""

    def __init__(self, network: "Network", reading: Reading) -> None:
        self._network = network
        self._reading = reading
        self.width = network.width
        self.fingerprint = f"{network.fingerprint} {reading.pooling} {reading.prompt}"

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, (texts, width)."""
        output, batch = self._network([self._reading.prompt + text for text in texts])
        found: Floats = self._pool(output.last_hidden_state, batch).float().cpu().numpy()
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9))

    def _pool(self, hidden: Any, batch: "Batch") -> Any:
        """(texts, length, width) → (texts, width)"""
        if self._reading.pooling == "first":
            return hidden[:, 0]
        there = batch.mask[:, :, None].to(hidden.dtype)
        return (hidden * there).sum(1) / there.sum(1).clamp(min=1)


def load(model: str, device: str = "cpu") -> Encoder:
    """`model`: a folder, or an id whose copy lies in the hub's cache. FileNotFoundError when it is not on this machine,
    ValueError when it is no sentence encoder."""
    folder = folder_of(model, FILES)
    reading = read(folder)
    from dialogue.hub.network import open_encoder

    return Encoder(open_encoder(folder, device, LONGEST), reading)


def read(folder: Path) -> Reading:
    """What sentence-transformers wrote beside the network; without it the mean of all tokens. ValueError for a way of
    making vectors that is not known here."""
    modules = _json(folder / "modules.json") or [{"type": "Transformer", "path": ""}, {"type": "Pooling", "path": ""}]
    kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise ValueError(f"{folder} makes its vectors by {', '.join(kinds)}, which is not known here")
    place = str(modules[1]["path"])
    pooling = _json(folder / place / "config.json") if place else None
    prompts = _json(folder / "config_sentence_transformers.json") or {}
    named = (prompts.get("prompts") or {}).get(prompts.get("default_prompt_name") or "query") or ""
    return Reading(_pooling(folder, pooling) if pooling else "mean", str(named))


def _pooling(folder: Path, values: Any) -> Pooling:
    chosen = [
        name.removeprefix("pooling_mode_") for name, on in values.items() if "pooling_mode_" in name and on is True
    ]
    if chosen == ["cls_token"]:
        return "first"
    if chosen == ["mean_tokens"]:
        return "mean"
    raise ValueError(f"{folder} pools by {', '.join(chosen) or 'nothing'}, which is not known here")


def _json(path: Path) -> Any:
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} is not JSON: {error}") from error
