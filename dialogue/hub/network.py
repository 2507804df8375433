"""Networks of the model hub with exactly the weights of their folder. Imports PyTorch, transformers: import late."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification

from dialogue.polyencoder.checkpoint import fill, fingerprint, read

CONFIG: Final = "config.json"
TOKENIZER: Final = "tokenizer.json"
SINGLE: Final = ("model.safetensors", "pytorch_model.bin")
PARTS: Final = ("model.safetensors.index.json", "pytorch_model.bin.index.json")
"""tables of weights that come in several files"""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Batch:
    """Each (texts, length)."""

    ids: Tensor
    mask: Tensor
    """1 where there is no padding"""
    segments: Tensor


class Network:
    """A network and its tokenizer. Safe to share between threads."""

    def __init__(self, folder: Path, model: nn.Module, config: Any, files: Sequence[Path], longest: int) -> None:
        self._model = model
        self._padding = int(config.pad_token_id or 0)
        self._segments = int(getattr(config, "type_vocab_size", 0)) > 1
        self.width = int(config.hidden_size)
        self.fingerprint = fingerprint(*files, folder / TOKENIZER)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        except Exception as error:  # the tokenizers raise plain exceptions of their own
            raise ValueError(f"{folder / TOKENIZER} is no tokenizer: {error}") from error
        if self._tokenizer.get_vocab_size() > int(config.vocab_size):
            raise ValueError(f"{folder}: the tokenizer has more tokens than the network")
        self._tokenizer.enable_truncation(_most(config, longest))
        self._tokenizer.no_padding()

    def __call__(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> tuple[Any, Batch]:
        """What the network gives for texts or pairs, and what it was given."""
        batch = self._batch(texts)
        given = {"input_ids": batch.ids, "attention_mask": batch.mask}
        if self._segments:
            given["token_type_ids"] = batch.segments
        with torch.inference_mode():
            return self._model(**given), batch

    def _batch(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> Batch:
        rows = self._tokenizer.encode_batch(list(texts))
        shape = len(rows), max(len(row.ids) for row in rows)
        ids, mask, segments = np.full(shape, self._padding), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for i, row in enumerate(rows):
            ids[i, : len(row.ids)], segments[i, : len(row.ids)] = row.ids, row.type_ids
            mask[i, : len(row.ids)] = 1
        device = next(self._model.parameters()).device
        return Batch(*(torch.from_numpy(array).to(device) for array in (ids, mask, segments)))


def open_encoder(folder: Path, device: str, longest: int) -> Network:
    """A network whose last layer is asked for. ValueError when the folder holds another one."""
    config = _config(folder)
    return _open(folder, AutoModel, config, device, longest, ("pooler.",))


def open_scorer(folder: Path, device: str, longest: int) -> Network:
    """A network that gives one number for a pair. ValueError when the folder holds another one."""
    config = _config(folder)
    if config.num_labels != 1:
        raise ValueError(f"{folder} gives {config.num_labels} numbers for a pair, so it is no reranker")
    return _open(folder, AutoModelForSequenceClassification, config, device, longest, ())


def _open(folder: Path, kind: Any, config: Any, device: str, longest: int, unneeded: Sequence[str]) -> Network:
    files = _files(folder)
    try:
        model = kind.from_config(config, trust_remote_code=False)
    except Exception as error:  # whatever a strange config makes transformers do
        raise ValueError(f"{folder / CONFIG} describes no network that is known here: {error}") from error
    tensors = {name: tensor.float() for file in files for name, tensor in read(file).items()}
    fill(model, tensors, folder, unneeded)
    return Network(folder, model.to(device).eval(), config, files, longest)


def _config(folder: Path) -> Any:
    try:
        values = json.loads((folder / CONFIG).read_text("utf-8"))
        if "auto_map" in values:
            raise ValueError("it needs code of its own, which is never run")
        return AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # transformers raises whatever its parts raise
        raise ValueError(f"{folder / CONFIG} describes no network that is known here: {error}") from error


def _files(folder: Path) -> list[Path]:
    for name in SINGLE:
        if (folder / name).is_file():
            return [folder / name]
    for name in PARTS:
        if (folder / name).is_file():
            return _parts(folder, folder / name)
    raise FileNotFoundError(f"{folder} lacks {' or '.join(SINGLE)}; copy the whole repository")


def _parts(folder: Path, table: Path) -> list[Path]:
    try:
        rows: Mapping[str, str] = json.loads(table.read_text("utf-8"))["weight_map"]
        files = [folder / Path(name).name for name in sorted(set(rows.values()))]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{table} is no table of weights: {error!r}") from error
    if missing := [file.name for file in files if not file.is_file()]:
        raise FileNotFoundError(f"{folder} lacks {', '.join(missing)}; copy the whole repository")
    return files


def _most(config: Any, longest: int) -> int:
    """Tokens at a time; RoBERTa counts its places from the padding on."""
    places = int(getattr(config, "max_position_embeddings", longest))
    if "roberta" in str(config.model_type):
        places -= int(config.pad_token_id or 0) + 1
    return min(longest, places)
