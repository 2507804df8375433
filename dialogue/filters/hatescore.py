"""Transformers from the model hub that know the ten labels: HateScore's and UnSmile's (KcBERT, one sigmoid a label).

Made for web comments: measure them on what your callers say before they may block anything.
"""

import importlib.util
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dialogue.filters.labels import LABELS, order
from dialogue.hub.cache import folder_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import nn

HATESCORE: Final = "sgunderscore/hatescore-korean-hate-speech"
UNSMILE: Final = "smilegate-ai/kor_unsmile"
LONGEST: Final = 128
"""tokens of a text that are read"""
CONFIG: Final = "config.json"
WEIGHTS: Final = ("model.safetensors", "pytorch_model.bin")
VOCABULARY: Final = ("tokenizer.json", "vocab.txt")


class HubFilter:
    """Safe to share between threads."""

    def __init__(self, network: "nn.Module", tokenizer: "Tokenizer", labels: Sequence[str]) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._labels = labels

    def judge(self, text: str) -> Mapping[str, float]:
        """Each of the ten labels with its probability 0…1; several may be high at once."""
        import torch

        read = self._tokenizer.encode(text)
        device = next(self._network.parameters()).device
        ids, mask, segments = (
            torch.tensor([row], device=device) for row in (read.ids, read.attention_mask, read.type_ids)
        )
        with torch.inference_mode():
            logits = self._network(input_ids=ids, attention_mask=mask, token_type_ids=segments).logits[0]
        found = dict(zip(self._labels, torch.sigmoid(logits.float()).tolist(), strict=True))
        return {label: found[label] for label in LABELS}


def load(weights: str = HATESCORE, device: str = "cpu", threads: int = 1) -> HubFilter:
    """`weights`: a folder in the model hub's layout (config.json, tokenizer.json or vocab.txt, model.safetensors or
    pytorch_model.bin), or an id whose copy lies in the hub's cache, `smilegate-ai/kor_unsmile` say; nothing is fetched;
    `device`: cpu or cuda; `threads`: of PyTorch, for the whole process.

    Raises ModuleNotFoundError without the packages, FileNotFoundError without the weights, ValueError for weights that
    are not exactly those of the network that the folder describes.
    """
    for package in ("torch", "transformers", "tokenizers"):
        if importlib.util.find_spec(package) is None:
            raise ModuleNotFoundError(f"{package} is not installed: `make full` brings it")
    if threads < 1:
        raise ValueError(f"threads {threads} must be at least 1")
    folder = folder_of(weights, (CONFIG,))
    file, vocabulary = _one_of(folder, WEIGHTS), _one_of(folder, VOCABULARY)
    import torch

    if device.startswith("cuda") and not torch.cuda.is_available():
        raise ValueError("this machine has no CUDA device; use device cpu")
    torch.set_num_threads(threads)
    config = _config(folder / CONFIG)
    labels = order(config.id2label)
    tokenizer = _tokenizer(vocabulary, min(LONGEST, int(config.max_position_embeddings)))
    if tokenizer.get_vocab_size() > config.vocab_size:
        raise ValueError(f"{vocabulary} has {tokenizer.get_vocab_size()} tokens, the network {config.vocab_size}")
    judge = HubFilter(_network(config, file).to(device).eval(), tokenizer, labels)
    judge.judge("준비")
    return judge


def _one_of(folder: Path, names: Sequence[str]) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"{folder} lacks {' or '.join(names)}; copy the whole repository")


def _config(path: Path) -> Any:
    from transformers import BertConfig

    try:
        values = json.loads(path.read_text("utf-8"))
        config = BertConfig.from_dict(values)
    except Exception as error:  # transformers raises whatever its parts raise
        raise ValueError(f"{path} describes no network that is known here: {error}") from error
    if values.get("model_type", "bert") != "bert":
        raise ValueError(f"{path} describes {values['model_type']}, not bert")
    return config


def _network(config: Any, file: Path) -> "nn.Module":
    from transformers import BertForSequenceClassification

    from dialogue.polyencoder.checkpoint import fill, read

    network: nn.Module = BertForSequenceClassification(config)
    fill(network, read(file), file)
    return network


def _tokenizer(vocabulary: Path, longest: int) -> "Tokenizer":
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(vocabulary)) if vocabulary.suffix == ".json" else _word_pieces(vocabulary)
    except Exception as error:  # the tokenizers raise plain exceptions of their own
        raise ValueError(f"{vocabulary} is no vocabulary: {error}") from error
    tokenizer.enable_truncation(longest)
    tokenizer.no_padding()
    return tokenizer


def _word_pieces(vocabulary: Path) -> "Tokenizer":
    """As transformers makes it of vocab.txt; upper case stays unless tokenizer_config.json says otherwise."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    settings = vocabulary.parent / "tokenizer_config.json"
    lower = bool(json.loads(settings.read_text("utf-8")).get("do_lower_case", False)) if settings.is_file() else False
    pieces = models.WordPiece.from_file(str(vocabulary), unk_token="[UNK]")
    tokenizer = Tokenizer(pieces)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lower, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    begin, end = (tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
    if begin is None or end is None:
        raise ValueError("it has no [CLS] or no [SEP]")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", end), ("[CLS]", begin))
    return tokenizer
