"""Whisper networks from the two layouts in which they are given away: OpenAI's file, and the folder of the model hub
(transformers' names of tensors), in which Korean fine-tunes come. Imports PyTorch: import it late.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
import whisper
from whisper.model import ModelDimensions, Whisper

_DIMENSIONS: Final = {
    "n_mels": "num_mel_bins",
    "n_audio_ctx": "max_source_positions",
    "n_audio_state": "d_model",
    "n_audio_head": "encoder_attention_heads",
    "n_audio_layer": "encoder_layers",
    "n_vocab": "vocab_size",
    "n_text_ctx": "max_target_positions",
    "n_text_state": "d_model",
    "n_text_head": "decoder_attention_heads",
    "n_text_layer": "decoder_layers",
}
_NAMES: Final = (
    (r"^model\.", ""),
    (r"\.layers\.", ".blocks."),
    (r"\.self_attn_layer_norm\.", ".attn_ln."),
    (r"\.encoder_attn_layer_norm\.", ".cross_attn_ln."),
    (r"\.self_attn\.", ".attn."),
    (r"\.encoder_attn\.", ".cross_attn."),
    (r"\.([qkv])_proj\.", lambda found: {"q": ".query.", "k": ".key.", "v": ".value."}[found[1]]),
    (r"\.out_proj\.", ".out."),
    (r"\.final_layer_norm\.", ".mlp_ln."),
    (r"\.fc1\.", ".mlp.0."),
    (r"\.fc2\.", ".mlp.2."),
    (r"^encoder\.layer_norm\.", "encoder.ln_post."),
    (r"^decoder\.layer_norm\.", "decoder.ln."),
    (r"\.embed_tokens\.weight", ".token_embedding.weight"),
    (r"\.embed_positions\.weight", ".positional_embedding"),
)
_SIZES: Final = {
    (4, 6, 80): "tiny",
    (6, 8, 80): "base",
    (12, 12, 80): "small",
    (24, 16, 80): "medium",
    (32, 20, 80): "large-v2",
    (32, 20, 128): "large-v3",
    (4, 20, 128): "turbo",
}
"""layers and heads of the decoder, bands; the size tells which heads look where the sound is, fine-tuned or not"""
_DTYPES: Final = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def read(path: Path) -> Whisper:
    """The network of a .pt file or a folder. Raises ValueError for anything else, and for broken ones."""
    try:
        dimensions, tensors = _folder(path) if path.is_dir() else _file(path)
        network = Whisper(ModelDimensions(**dimensions))
        network.load_state_dict(tensors)
        dims = network.dims
        if size := _SIZES.get((dims.n_text_layer, dims.n_text_head, dims.n_mels)):
            network.set_alignment_heads(whisper._ALIGNMENT_HEADS[size])
    except Exception as error:  # PyTorch raises anything from EOFError to pickle's own errors for a broken file
        raise ValueError(f"{path} is not a Whisper checkpoint: {error}") from error
    return network


def _file(path: Path) -> tuple[Mapping[str, int], Mapping[str, torch.Tensor]]:
    checkpoint: Mapping[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return checkpoint["dims"], checkpoint["model_state_dict"]


def _folder(folder: Path) -> tuple[Mapping[str, int], Mapping[str, torch.Tensor]]:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    file = folder / "model.safetensors"
    if file.is_file():
        loaded = safetensors(file)
    else:
        loaded = torch.load(folder / "pytorch_model.bin", map_location="cpu", weights_only=True)
    tensors = {_renamed(name): tensor for name, tensor in loaded.items() if name != "proj_out.weight"}
    return {ours: config[theirs] for ours, theirs in _DIMENSIONS.items()}, tensors


def _renamed(name: str) -> str:
    for pattern, ours in _NAMES:
        name = re.sub(pattern, ours, name)
    return name


def safetensors(file: Path) -> dict[str, torch.Tensor]:
    """Tensors of a safetensors file: 8 bytes of length, a JSON header, the bytes of the tensors."""
    storage = torch.from_file(str(file), shared=False, size=file.stat().st_size, dtype=torch.uint8)
    begin = 8 + int.from_bytes(bytes(storage[:8].tolist()), "little")
    header = json.loads(bytes(storage[8:begin].tolist()))
    header.pop("__metadata__", None)
    return {name: _tensor(storage[begin:], row) for name, row in header.items()}


def _tensor(data: torch.Tensor, row: Mapping[str, Any]) -> torch.Tensor:
    start, end = row["data_offsets"]
    return data[start:end].clone().view(_DTYPES[row["dtype"]]).reshape(row["shape"])
