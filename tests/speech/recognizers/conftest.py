"""Whisper networks in the two layouts in which real ones come, small enough to make on the spot.

They are written by hand, not trained: the position alone decides the next token, so each says SAID whatever it hears.
"""

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
WIDTH, HEADS, LAYERS, BANDS, POSITIONS = 64, 2, 2, 80, 448
MULTILINGUAL, ENGLISH = 51_865, 51_864
"""vocabulary sizes; the last token is the one that tells them apart"""
END, FIRST_TIME = 50_257, 50_364
PROMPT: Final = 3
"""tokens before the text: start, language, task"""


@pytest.fixture(scope="session")
def pt_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pt(tmp_path_factory.mktemp("pt") / "fixed.pt", MULTILINGUAL)


@pytest.fixture(scope="session")
def english_pt_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pt(tmp_path_factory.mktemp("pt") / "fixed.pt", ENGLISH)


@pytest.fixture(scope="session")
def ct2_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ct2(tmp_path_factory.mktemp("ct2"), MULTILINGUAL)


@pytest.fixture(scope="session")
def english_ct2_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ct2(tmp_path_factory.mktemp("ct2"), ENGLISH)


@pytest.fixture(scope="session", autouse=True)
def vocabulary_read() -> None:
    """Whisper leaves its vocabulary file open; the warning must not hit whichever test comes first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        get_tokenizer(multilingual=True)


def text_tokens() -> list[int]:
    return list(get_tokenizer(multilingual=True).encode(f" {SAID}"))


def tables(vocabulary: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Token embeddings and position embeddings: each token to be said has an axis of its own, and each position points
    along that of the token to come."""
    said = [FIRST_TIME, *text_tokens(), FIRST_TIME + 50, END]
    axes = {token: axis for axis, token in enumerate(dict.fromkeys(said))}
    tokens = np.zeros((vocabulary, WIDTH), np.float32)
    positions = np.zeros((POSITIONS, WIDTH), np.float32)
    for token, axis in axes.items():
        tokens[token, axis] = 4
    for place, token in enumerate(said, start=PROMPT - 1):
        positions[place, axes[token]] = 1000
    positions[PROMPT - 1 + len(said) :, axes[END]] = 1000
    return tokens, positions


def write_pt(path: Path, vocabulary: int) -> Path:
    """OpenAI's layout: {dims, model_state_dict}."""
    dims = ModelDimensions(BANDS, 1500, WIDTH, HEADS, LAYERS, vocabulary, POSITIONS, WIDTH, HEADS, LAYERS)
    network = Whisper(dims)
    tokens, positions = tables(vocabulary)
    with torch.no_grad():
        for block in network.decoder.blocks:
            for silent in (block.attn.out, block.cross_attn.out, block.mlp[2]):
                silent.weight.zero_()
                silent.bias.zero_()
        network.decoder.token_embedding.weight.copy_(torch.from_numpy(tokens))
        network.decoder.positional_embedding.copy_(torch.from_numpy(positions))
    torch.save({"dims": vars(dims), "model_state_dict": network.state_dict()}, path)
    return path


def write_ct2(folder: Path, vocabulary: int) -> Path:
    """CTranslate2's layout: model.bin, config.json, vocabulary.json, tokenizer.json."""
    words = [f"t{token}" for token in range(vocabulary)]
    for token, name in special_tokens().items():
        words[token] = name
    for token, syllables in zip(text_tokens(), spread(SAID, len(text_tokens())), strict=True):
        words[token] = syllables
    if vocabulary == MULTILINGUAL:
        words[END - 1] = ""  # CTranslate2 knows a multilingual model by its empty token
    spec = WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    fill(spec, *tables(vocabulary))
    spec.register_vocabulary(words)
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
    spec.config.lang_ids = [token for token, name in special_tokens().items() if name[2:-2] in LANGUAGES]
    spec.config.alignment_heads = [(1, 0)]
    spec.validate()
    spec.save(str(folder))
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: token for token, word in enumerate(words)}, unk_token="t0")
    )
    tokenizer.decoder = tokenizers.decoders.Fuse()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def special_tokens() -> dict[int, str]:
    codes = list(LANGUAGES)[:99]
    names = [*codes, "translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    return {END: "<|endoftext|>", END + 1: "<|startoftranscript|>"} | {
        END + 2 + index: f"<|{name}|>" for index, name in enumerate(names)
    }


def spread(text: str, count: int) -> list[str]:
    """The text in `count` parts, all different: some parts are spaces of another width."""
    parts = [" " + text[:-1], text[-1]]
    return parts + ["\u200b" * (index + 1) for index in range(count - len(parts))]


def fill(spec: WhisperSpec, tokens: NDArray[np.float32], positions: NDArray[np.float32]) -> None:
    spec.encoder.conv1.weight, spec.encoder.conv2.weight = zeros(WIDTH, BANDS, 3), zeros(WIDTH, WIDTH, 3)
    spec.encoder.conv1.bias = spec.encoder.conv2.bias = zeros(WIDTH)
    spec.encoder.position_encodings.encodings = zeros(1500, WIDTH)
    spec.decoder.embeddings.weight = spec.decoder.projection.weight = tokens
    spec.decoder.position_encodings.encodings = positions
    for half in (spec.encoder, spec.decoder):
        norm(half.layer_norm)
        for layer in half.layer:
            for part in (layer.self_attention, layer.ffn, *([layer.attention] if half is spec.decoder else [])):
                norm(part.layer_norm)
            linear(layer.self_attention.linear[0], 3 * WIDTH, WIDTH)
            linear(layer.self_attention.linear[1], WIDTH, WIDTH)
            linear(layer.ffn.linear_0, 4 * WIDTH, WIDTH)
            linear(layer.ffn.linear_1, WIDTH, 4 * WIDTH)
    for layer in spec.decoder.layer:
        for index, outputs in enumerate((WIDTH, 2 * WIDTH, WIDTH)):
            linear(layer.attention.linear[index], outputs, WIDTH)


def zeros(*shape: int) -> NDArray[np.float32]:
    return np.zeros(shape, np.float32)


def norm(spec: object) -> None:
    spec.gamma, spec.beta = zeros(WIDTH) + 1, zeros(WIDTH)  # type: ignore[attr-defined]


def linear(spec: object, outputs: int, inputs: int) -> None:
    spec.weight, spec.bias = zeros(outputs, inputs), zeros(outputs)  # type: ignore[attr-defined]
