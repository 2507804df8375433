"""The poly-encoder and the cross-encoder (Humeau et al. 2020) on BERT (Devlin et al. 2019), with the names of tensors
that published checkpoints have. Imports PyTorch: import it late.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

CODES: Final = 16
"""vectors by which the poly-encoder looks at a question"""
SPREAD: Final = 0.02
"""deviation of new weights, as in BERT"""


@dataclass(frozen=True, slots=True)
class Shape:
    vocabulary: int
    layers: int = 12
    width: int = 768
    heads: int = 12
    inner: int = 3072
    positions: int = 512
    segments: int = 2
    dropout: float = 0.1

    @classmethod
    def read(cls, config: Path, vocabulary: int) -> "Shape":
        """From a config.json of the model hub. ValueError when it describes no BERT."""
        try:
            values = json.loads(config.read_text("utf-8"))
            if values.get("hidden_act", "gelu") != "gelu":
                raise ValueError(f"hidden_act is {values['hidden_act']!r}, not 'gelu'")
            shape = cls(
                vocabulary,
                int(values["num_hidden_layers"]),
                int(values["hidden_size"]),
                int(values["num_attention_heads"]),
                int(values["intermediate_size"]),
                int(values["max_position_embeddings"]),
                int(values["type_vocab_size"]),
                float(values.get("hidden_dropout_prob", 0.1)),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{config} describes no BERT: {error!r}") from error
        if min(shape.layers, shape.width, shape.heads, shape.inner) < 1 or shape.width % shape.heads:
            raise ValueError(f"{config}: {shape.heads} heads do not share {shape.width} evenly")
        return shape


class _Embeddings(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(shape.vocabulary, shape.width, padding_idx=0)
        self.position_embeddings = nn.Embedding(shape.positions, shape.width)
        self.token_type_embeddings = nn.Embedding(shape.segments, shape.width)
        self.LayerNorm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, ids: Tensor, segments: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        summed = self.word_embeddings(ids) + self.position_embeddings(places) + self.token_type_embeddings(segments)
        normed: Tensor = self.dropout(self.LayerNorm(summed))
        return normed


class _Self(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self._heads = shape.heads
        self._dropout = shape.dropout

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (
            layer(hidden).unflatten(-1, (self._heads, -1)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        dropped = self._dropout if self.training else 0.0
        found = functional.scaled_dot_product_attention(query, key, value, mask[:, None, None], dropped)
        return found.transpose(1, 2).flatten(2)


class _Residual(nn.Module):
    """A layer whose output is added to what stood before and normed."""

    def __init__(self, shape: Shape, inputs: int) -> None:
        super().__init__()
        self.dense = nn.Linear(inputs, shape.width)
        self.LayerNorm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, hidden: Tensor, before: Tensor) -> Tensor:
        normed: Tensor = self.LayerNorm(self.dropout(self.dense(hidden)) + before)
        return normed


def _named(**modules: nn.Module) -> nn.ModuleDict:
    return nn.ModuleDict(modules)


class _Layer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention = _named(self=_Self(shape), output=_Residual(shape, shape.width))
        self.intermediate = _named(dense=nn.Linear(shape.width, shape.inner))
        self.output = _Residual(shape, shape.inner)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        attended = self.attention["output"](self.attention["self"](hidden, mask), hidden)
        found: Tensor = self.output(functional.gelu(self.intermediate["dense"](attended)), attended)
        return found


class _Encoder(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.layer = nn.ModuleList(_Layer(shape) for _ in range(shape.layers))

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        for layer in self.layer:
            hidden = layer(hidden, mask)
        return hidden


class Bert(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embeddings = _Embeddings(shape)
        self.encoder = _Encoder(shape)
        self.pooler = _named(dense=nn.Linear(shape.width, shape.width))
        """not used, but every checkpoint has it"""
        self.apply(_begin)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor | None = None) -> Tensor:
        """ids (texts, length), mask of the same shape (True: no padding) → (texts, length, width)."""
        hidden: Tensor = self.encoder(
            self.embeddings(ids, torch.zeros_like(ids) if segments is None else segments), mask
        )
        return hidden


def _begin(module: nn.Module) -> None:
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=SPREAD)
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.bias)


class PolyEncoder(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.bert = Bert(shape)
        self.poly_code_embeddings = nn.Embedding(CODES, shape.width)
        nn.init.normal_(self.poly_code_embeddings.weight, std=shape.width**-0.5)

    def questions(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(texts, length) → (texts, CODES, width). The codes look at padding as well, so the length counts."""
        return _attend(self.poly_code_embeddings.weight.expand(len(ids), -1, -1), self.bert(ids, mask))

    def answers(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(texts, length) → (texts, width)."""
        first: Tensor = self.bert(ids, mask)[:, 0]
        return first

    @staticmethod
    def scores(questions: Tensor, answers: Tensor) -> Tensor:
        """(questions, CODES, width), (answers, width) → (questions, answers)."""
        answers = answers.expand(len(questions), -1, -1)
        return (_attend(answers, questions) * answers).sum(-1)


def _attend(query: Tensor, known: Tensor) -> Tensor:
    """(n, queries, width), (n, known, width) → (n, queries, width)."""
    return functional.softmax(query @ known.transpose(1, 2), -1) @ known


class CrossEncoder(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.bert = Bert(shape)
        self.linear = nn.Linear(shape.width, 1)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> Tensor:
        """(pairs, length) each → (pairs,)."""
        scores: Tensor = self.linear(self.bert(ids, mask, segments)[:, 0])
        return scores[:, 0]
