"""The two halves of the compact abuse network in PyTorch, and how they become its arrays."""

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from dialogue.filters.compact.network import (
    CLUES,
    DEPTH,
    FILTERS,
    HIDDEN,
    MEAN_SCALE,
    OUTPUTS,
    SPANS,
    WIDTH,
    Reading,
)
from dialogue.filters.compact.ngrams import BUCKETS
from dialogue.filters.compact.spelling import FINALS, INITIALS, LETTERS, MEDIALS, UNKNOWN

RUNS_DROPPED: Final = 0.6
"""share of runs that are not seen in a training step"""
CLUES_DROPPED: Final = 0.1
"""share of texts whose named groups are not seen in a training step"""
SYLLABLES_DROPPED: Final = 0.15
"""share of letters known by their parts alone in a training step"""

Floats = NDArray[np.float32]


class Runs(nn.Module):
    """Hashed runs and clues → (texts, OUTPUTS)."""

    def __init__(self) -> None:
        super().__init__()
        self.vectors = nn.EmbeddingBag(BUCKETS, WIDTH, mode="sum", sparse=True)
        self.odds = nn.EmbeddingBag(BUCKETS, 1, mode="sum", sparse=True)
        nn.init.normal_(self.vectors.weight, std=0.02)
        nn.init.zeros_(self.odds.weight)
        self.hidden = nn.Linear(WIDTH + CLUES, HIDDEN)
        self.out = nn.Linear(HIDDEN + CLUES, OUTPUTS)

    def forward(self, readings: list[Reading]) -> Tensor:
        clues = torch.from_numpy(np.stack([one.clues for one in readings]))
        counts = torch.tensor([len(one.buckets) for one in readings])
        runs = torch.from_numpy(np.concatenate([one.buckets for one in readings]))
        share = counts.clamp(min=1).float().rsqrt()[:, None]
        if self.training:
            seen = torch.rand(len(runs)) >= RUNS_DROPPED
            owners = torch.repeat_interleave(torch.arange(len(readings)), counts)[seen]
            runs, counts, share = (
                runs[seen],
                torch.bincount(owners, minlength=len(readings)),
                share / (1 - RUNS_DROPPED),
            )
            clues = clues * (torch.rand(len(readings), 1) >= CLUES_DROPPED)
        starts = counts.cumsum(0) - counts
        units = functional.relu(self.hidden(torch.cat([self.vectors(runs, starts) * share, clues], 1)))
        outputs: Tensor = self.out(torch.cat([units, clues], 1))
        return outputs + functional.pad(self.odds(runs, starts) * share, (0, OUTPUTS - 1))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        vectors, scale = _as_bytes(self.vectors.weight.detach().numpy())
        odds, odds_scale = _as_bytes(self.odds.weight.detach().numpy())
        return {
            "bucket_vectors": vectors,
            "bucket_scale": scale,
            "bucket_odds": odds[:, 0],
            "odds_scale": odds_scale,
            "hidden": _affine(self.hidden),
            "out": _affine(self.out),
        }


class Convolved(nn.Module):
    """Letters → (texts, OUTPUTS). It learns the kinds of abuse along with abuse itself, but only the latter is used."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = [nn.Embedding(size, DEPTH) for size in (LETTERS, INITIALS, MEDIALS, FINALS)]
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.3)
        self.filters = [nn.Conv1d(DEPTH, FILTERS, span, padding=span // 2) for span in SPANS]
        self.parts = nn.ModuleList([*self.tables, *self.filters])
        self.pooled = nn.Linear(2 * len(SPANS) * FILTERS, OUTPUTS)

    def forward(self, readings: list[Reading]) -> Tensor:
        lengths = torch.tensor([len(one.letters) for one in readings])
        letters = torch.zeros(len(readings), int(lengths.max()), 4, dtype=torch.long)
        for row, reading in zip(letters, readings, strict=True):
            row[: len(reading.letters)] = torch.from_numpy(reading.letters)
        there = torch.arange(letters.shape[1]) < lengths[:, None]
        if self.training:
            unseen = torch.rand(there.shape) < SYLLABLES_DROPPED
            letters[..., 0] = torch.where(unseen, UNKNOWN, letters[..., 0])
        vectors = torch.stack([table(letters[..., i]) for i, table in enumerate(self.tables)]).sum(0) * there[..., None]
        vectors = functional.dropout(vectors, 0.2, self.training).transpose(1, 2)
        pools = []
        for one in self.filters:
            seen = functional.relu(one(vectors))[..., : letters.shape[1]] * there[:, None]
            pools += [seen.amax(2), seen.sum(2) * (MEAN_SCALE * lengths.float().rsqrt()[:, None])]
        outputs: Tensor = self.pooled(functional.dropout(torch.cat(pools, 1), 0.5, self.training))
        return outputs

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        names = ("letter", "initial", "medial", "final")
        found: dict[str, NDArray[np.generic]] = {
            name: _numbers(table.weight) for name, table in zip(names, self.tables, strict=True)
        }
        for span, one in zip(SPANS, self.filters, strict=True):
            weights = _numbers(one.weight).transpose(2, 1, 0).reshape(span * DEPTH, FILTERS)
            assert one.bias is not None
            found[f"filters_{span}"] = np.concatenate([weights, _numbers(one.bias)[None]])
        found["pooled"] = _affine(self.pooled)[:, :1]
        return found


def _affine(layer: nn.Linear) -> Floats:
    return np.concatenate([_numbers(layer.weight).T, _numbers(layer.bias)[None]])


def _numbers(tensor: Tensor) -> Floats:
    return np.asarray(tensor.detach().numpy(), np.float32)


def _as_bytes(table: Floats) -> tuple[NDArray[np.int8], Floats]:
    """(rows, columns) as int8 and a scale for each column."""
    scale = np.maximum(np.abs(table).max(0), 1e-9) / 127
    return np.round(table / scale).astype(np.int8), scale.astype(np.float32)
