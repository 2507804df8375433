"""Whisper networks in the layouts in which real ones come, small enough to make on the spot.

`fixed` is written by hand, not trained: the position alone decides the next token, so it says SAID whatever it hears,
and a later part of SAID when something stands before it. `unschooled` has weights at random.
"""

import json
import struct
import warnings
from pathlib import Path
from typing import Final

import numpy as np
import pytest
import tokenizers
import torch
from ctranslate2.specs import WhisperSpec  # type: ignore[import-untyped]
from numpy.typing import NDArray
from whisper.model import ModelDimensions, Whisper
from whisper.tokenizer import LANGUAGES, get_tokenizer

SAID: Final = "기초연금은 언제 나오나요?"
PARTS: Final = (" 기초", "연금은", " 언", "제", " 나", "오", "나", "요", "?")
"""SAID in as many parts as it has tokens, for the vocabulary of CTranslate2's layout"""
WIDTH, HEADS, LAYERS, BANDS, POSITIONS = 64, 2, 2, 80, 448
MULTILINGUAL, ENGLISH = 51_865, 51_864
"""vocabulary sizes; the last token is the one that tells them apart"""
END: Final = 50_257
START: Final = 4
"""tokens before the text: start, language, task, no time stamps"""


@pytest.fixture(scope="session")
def pt_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pt(tmp_path_factory.mktemp("pt") / "fixed.pt", fixed(MULTILINGUAL))


@pytest.fixture(scope="session")
def english_pt_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pt(tmp_path_factory.mktemp("pt") / "fixed.pt", fixed(ENGLISH))


@pytest.fixture(scope="session")
def unschooled_pt_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pt(tmp_path_factory.mktemp("pt") / "unschooled.pt", unschooled())


@pytest.fixture(scope="session")
def hub_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hub(tmp_path_factory.mktemp("hub"), fixed(MULTILINGUAL))


@pytest.fixture(scope="session")
def ct2_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ct2(tmp_path_factory.mktemp("ct2"), fixed(MULTILINGUAL))


@pytest.fixture(scope="session")
def english_ct2_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ct2(tmp_path_factory.mktemp("ct2"), fixed(ENGLISH))


@pytest.fixture(scope="session")
def unschooled_ct2_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ct2(tmp_path_factory.mktemp("ct2"), unschooled())


@pytest.fixture(scope="session", autouse=True)
def vocabulary_read() -> None:
    """Whisper leaves its vocabulary file open; the warning must not hit whichever test comes first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        get_tokenizer(multilingual=True)


def text_tokens() -> list[int]:
    return list(get_tokenizer(multilingual=True).encode(f" {SAID}"))


def network(vocabulary: int) -> Whisper:
    return Whisper(ModelDimensions(BANDS, 1500, WIDTH, HEADS, LAYERS, vocabulary, POSITIONS, WIDTH, HEADS, LAYERS))


@torch.no_grad()
def unschooled() -> Whisper:
    torch.manual_seed(7)
    made = network(MULTILINGUAL)
    for parameter in made.parameters():
        parameter.normal_(0, 0.2)
    return made


@torch.no_grad()
def fixed(vocabulary: int) -> Whisper:
    """Each token to be said has an axis of its own, and each position points along that of the token to come."""
    said = [*text_tokens(), END]
    axes = {token: axis for axis, token in enumerate(dict.fromkeys(said))}
    made = network(vocabulary)
    for block in made.decoder.blocks:
        for silent in (block.attn.out, block.cross_attn.out, block.mlp[2]):
            silent.weight.zero_()
            silent.bias.zero_()
    tokens, positions = made.decoder.token_embedding.weight.zero_(), made.decoder.positional_embedding.zero_()
    for token, axis in axes.items():
        tokens[token, axis] = 4
    for place, token in enumerate(said, start=START - 1):
        positions[place, axes[token]] = 1000
    positions[START - 1 + len(said) :, axes[END]] = 1000
    return made


def write_pt(path: Path, made: Whisper) -> Path:
    """OpenAI's layout: {dims, model_state_dict}."""
    torch.save({"dims": vars(made.dims), "model_state_dict": made.state_dict()}, path)
    return path


HUB_NAMES: Final = {
    ".blocks.": ".layers.",
    ".cross_attn_ln.": ".encoder_attn_layer_norm.",
    ".cross_attn.": ".encoder_attn.",
    ".attn_ln.": ".self_attn_layer_norm.",
    ".attn.": ".self_attn.",
    ".query.": ".q_proj.",
    ".key.": ".k_proj.",
    ".value.": ".v_proj.",
    ".out.": ".out_proj.",
    ".mlp_ln.": ".final_layer_norm.",
    ".mlp.0.": ".fc1.",
    ".mlp.2.": ".fc2.",
    "encoder.ln_post.": "encoder.layer_norm.",
    "decoder.ln.": "decoder.layer_norm.",
    ".token_embedding.": ".embed_tokens.",
    ".positional_embedding": ".embed_positions.weight",
}


def write_hub(folder: Path, made: Whisper) -> Path:
    """The model hub's layout: config.json and model.safetensors, under transformers' names."""
    dims = made.dims
    config = {
        "num_mel_bins": dims.n_mels,
        "max_source_positions": dims.n_audio_ctx,
        "d_model": dims.n_audio_state,
        "encoder_attention_heads": dims.n_audio_head,
        "encoder_layers": dims.n_audio_layer,
        "vocab_size": dims.n_vocab,
        "max_target_positions": dims.n_text_ctx,
        "decoder_attention_heads": dims.n_text_head,
        "decoder_layers": dims.n_text_layer,
        "model_type": "whisper",
    }
    (folder / "config.json").write_text(json.dumps(config))
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    data = b""
    for name, tensor in hub_tensors(made).items():
        content = tensor.numpy().tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(content)],
        }
        data += content
    text = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
    return folder


def hub_tensors(made: Whisper) -> dict[str, torch.Tensor]:
    tensors = {}
    for name, tensor in made.state_dict().items():
        for ours, theirs in HUB_NAMES.items():
            name = name.replace(ours, theirs)
        tensors[f"model.{name}"] = tensor
    return tensors | {"proj_out.weight": made.decoder.token_embedding.weight.detach()}


def write_ct2(folder: Path, made: Whisper) -> Path:
    """CTranslate2's layout: model.bin, config.json, vocabulary.json, tokenizer.json."""
    vocabulary = made.dims.n_vocab
    words = [f"t{token}" for token in range(vocabulary)]
    for token, name in special_tokens().items():
        words[token] = name
    for token, part in zip(text_tokens(), PARTS, strict=True):
        words[token] = part
    if vocabulary == MULTILINGUAL:
        words[END - 1] = ""  # CTranslate2 knows a multilingual model by its empty token
    spec = WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    fill(spec, {name: tensor.numpy() for name, tensor in made.state_dict().items()})
    spec.register_vocabulary(words)
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
    spec.config.lang_ids = [token for token, name in special_tokens().items() if name[2:-2] in LANGUAGES]
    spec.config.alignment_heads = [(1, 0)]
    spec.validate()
    spec.save(str(folder))
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: token for token, word in enumerate(words)}, unk_token="t0")
    )
    parts = "|".join(sorted(PARTS, key=len, reverse=True)).replace("?", r"\?")
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Split(tokenizers.Regex(parts), "isolated")
    tokenizer.decoder = tokenizers.decoders.Fuse()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def special_tokens() -> dict[int, str]:
    codes = list(LANGUAGES)[:99]
    names = [*codes, "translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    return {END: "<|endoftext|>", END + 1: "<|startoftranscript|>"} | {
        END + 2 + index: f"<|{name}|>" for index, name in enumerate(names)
    }


Tensors = dict[str, NDArray[np.float32]]


def fill(spec: WhisperSpec, tensors: Tensors) -> None:
    for index in (1, 2):
        convolution = getattr(spec.encoder, f"conv{index}")
        convolution.weight = tensors[f"encoder.conv{index}.weight"]
        convolution.bias = tensors[f"encoder.conv{index}.bias"]
    spec.encoder.position_encodings.encodings = tensors["encoder.positional_embedding"]
    spec.decoder.position_encodings.encodings = tensors["decoder.positional_embedding"]
    spec.decoder.embeddings.weight = spec.decoder.projection.weight = tensors["decoder.token_embedding.weight"]
    norm(spec.encoder.layer_norm, tensors, "encoder.ln_post")
    norm(spec.decoder.layer_norm, tensors, "decoder.ln")
    for half, side in ((spec.encoder, "encoder"), (spec.decoder, "decoder")):
        for index, layer in enumerate(half.layer):
            block = f"{side}.blocks.{index}"
            norm(layer.self_attention.layer_norm, tensors, f"{block}.attn_ln")
            norm(layer.ffn.layer_norm, tensors, f"{block}.mlp_ln")
            own = layer.self_attention.linear
            linear(own[0], tensors, f"{block}.attn.query", f"{block}.attn.key", f"{block}.attn.value")
            linear(own[1], tensors, f"{block}.attn.out")
            linear(layer.ffn.linear_0, tensors, f"{block}.mlp.0")
            linear(layer.ffn.linear_1, tensors, f"{block}.mlp.2")
            if half is spec.decoder:
                norm(layer.attention.layer_norm, tensors, f"{block}.cross_attn_ln")
                linear(layer.attention.linear[0], tensors, f"{block}.cross_attn.query")
                linear(layer.attention.linear[1], tensors, f"{block}.cross_attn.key", f"{block}.cross_attn.value")
                linear(layer.attention.linear[2], tensors, f"{block}.cross_attn.out")


def norm(spec: object, tensors: Tensors, name: str) -> None:
    spec.gamma, spec.beta = tensors[f"{name}.weight"], tensors[f"{name}.bias"]  # type: ignore[attr-defined]


def linear(spec: object, tensors: Tensors, *names: str) -> None:
    """Several layers side by side; Whisper's keys have no bias."""
    weights = [tensors[f"{name}.weight"] for name in names]
    none = np.zeros(WIDTH, np.float32)
    spec.weight = np.concatenate(weights)  # type: ignore[attr-defined]
    spec.bias = np.concatenate([tensors.get(f"{name}.bias", none) for name in names])  # type: ignore[attr-defined]
