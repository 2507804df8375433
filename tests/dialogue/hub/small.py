"""Tiny networks with random weights, in the layout in which the model hub gives them away."""

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, models, pre_tokenizers, processors

_WORDS = "연금 여권 수도 전기 신청 어떻게 어디서 해요 발급 요금 얼마 주민센터 구청 에서 하세요 은 는 을 query :"
WORDS = tuple(_WORDS.split())


def tokenizer(folder: Path, roberta: bool) -> int:
    """Writes tokenizer.json; the number of its tokens."""
    special = ["<s>", "<pad>", "</s>", "<unk>"] if roberta else ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    begin, end, unknown = (special[0], special[2], special[3]) if roberta else (special[2], special[3], special[1])
    letters = sorted({letter for word in WORDS for letter in word})
    vocabulary = {name: i for i, name in enumerate(dict.fromkeys([*special, *letters, *WORDS]))}
    found = Tokenizer(models.WordLevel(vocabulary, unk_token=unknown))
    found.pre_tokenizer = pre_tokenizers.Whitespace()
    pair = f"{begin}:0 $A:0 {end}:0 {end}:0 $B:0 {end}:0" if roberta else f"{begin}:0 $A:0 {end}:0 $B:1 {end}:1"
    found.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", pair=pair, special_tokens=[(name, vocabulary[name]) for name in (begin, end)]
    )
    found.save(str(folder / "tokenizer.json"))
    return len(vocabulary)


def encoder(
    folder: Path, roberta: bool = True, pooling: str | None = "mean_tokens", file: str = "model.safetensors"
) -> Any:
    """A sentence encoder; the network that was saved."""
    import torch
    from transformers import BertConfig, BertModel, XLMRobertaConfig, XLMRobertaModel

    torch.manual_seed(5)
    folder.mkdir(parents=True)
    size = tokenizer(folder, roberta)
    config = _config(XLMRobertaConfig if roberta else BertConfig, size, roberta)
    model: Any = (XLMRobertaModel if roberta else BertModel)(config)
    model.eval()
    _save(folder, model, config, file)
    if pooling:
        (folder / "1_Pooling").mkdir()
        modes = {f"pooling_mode_{name}": name == pooling for name in ("cls_token", "mean_tokens", "max_tokens")}
        (folder / "1_Pooling" / "config.json").write_text(json.dumps(modes | {"word_embedding_dimension": 32}), "utf-8")
        parts = (("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize"))
        modules = [{"type": f"sentence_transformers.models.{kind}", "path": path} for kind, path in parts]
        (folder / "modules.json").write_text(json.dumps(modules), "utf-8")
    return model


def reranker(folder: Path, labels: int = 1) -> Any:
    import torch
    from transformers import XLMRobertaConfig, XLMRobertaForSequenceClassification

    torch.manual_seed(6)
    folder.mkdir(parents=True)
    config = _config(XLMRobertaConfig, tokenizer(folder, roberta=True), roberta=True)
    config.num_labels = labels
    model: Any = XLMRobertaForSequenceClassification(config)
    model.eval()
    _save(folder, model, config, "model.safetensors")
    return model


def _config(kind: Any, size: int, roberta: bool) -> Any:
    return kind(
        vocab_size=size,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=140,
        type_vocab_size=1 if roberta else 2,
        pad_token_id=1 if roberta else 0,
    )


def _save(folder: Path, model: Any, config: Any, file: str) -> None:
    import torch
    from safetensors.torch import save_file

    (folder / "config.json").write_text(json.dumps(config.to_dict()), "utf-8")
    tensors = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    if file.endswith(".bin"):
        torch.save(tensors | {"embeddings.position_ids": torch.arange(140)[None]}, folder / file)
    else:
        save_file(tensors, folder / file)
