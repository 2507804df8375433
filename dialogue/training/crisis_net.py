"""Learns the convolutional half of the crisis detector with PyTorch."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dialogue.crisis.concepts import NAMES, spoken_of
from dialogue.crisis.detector import LONGEST, letters_of
from dialogue.crisis.network import SIZES, WIDTHS, Network, syllables

DEPTH: Final = 32
FILTERS: Final = 40
HIDDEN: Final = 64
ROUNDS: Final = 10
BATCH: Final = 128
RATE: Final = 2e-3
HIDDEN_SYLLABLES: Final = 0.06
"""share of syllables known by their jamo alone while learning"""
SMOOTHING: Final = 0.03


class Net(nn.Module):
    def __init__(self, kinds: int) -> None:
        super().__init__()
        tables = [nn.Embedding(size, DEPTH, padding_idx=0) for size in SIZES]
        self.filters = nn.ModuleList([nn.Conv1d(DEPTH, FILTERS, width) for width in WIDTHS])
        self.hidden = nn.Linear(len(WIDTHS) * FILTERS + len(NAMES), HIDDEN)
        self.out = nn.Linear(HIDDEN, kinds)
        self.drop = nn.Dropout(0.3)
        for place, table in enumerate(tables):
            nn.init.normal_(table.weight, 0, 0.15 if place else 0.0)  # what never occurs stays nothing
            nn.init.zeros_(table.weight[0])
        self.tables = nn.ModuleList(tables)

    def forward(self, places: Tensor, concepts: Tensor) -> Tensor:
        if self.training:
            kept = (torch.rand(places.shape[:2]) > HIDDEN_SYLLABLES).long()
            places = torch.cat([places[..., :1] * kept[..., None], places[..., 1:]], 2)
        depth = torch.stack([table(places[..., i]) for i, table in enumerate(self.tables)]).sum(0).transpose(1, 2)
        pooled = [torch.relu(one(depth)).amax(2) for one in self.filters]
        inner = self.drop(torch.cat([*pooled, concepts], 1))
        scores: Tensor = self.out(self.drop(torch.relu(self.hidden(inner))))
        return scores


def learn_network(
    texts: Sequence[str], truth: NDArray[np.int64], weight: NDArray[np.float64], random: np.random.Generator
) -> Network:
    """`truth`: places of kinds; `weight` of each kind in the loss."""
    torch.manual_seed(int(random.integers(1 << 31)))
    torch.set_num_threads(1)
    pieces = [letters_of(text)[:LONGEST] for text in texts]
    rows = [syllables(piece) for piece in pieces]
    concepts = np.zeros((len(pieces), len(NAMES)), np.float32)
    for row, piece in zip(concepts, pieces, strict=True):
        row[spoken_of(piece)] = 1
    net = Net(len(weight))
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.02)
    weights = torch.tensor(weight, dtype=torch.float32)
    total, step = ROUNDS * -(-len(rows) // BATCH), 0
    net.train()
    for _ in range(ROUNDS):
        order = np.argsort([len(row) + random.random() * 6 for row in rows])
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        for at in random.permutation(len(batches)):
            batch = batches[at]
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1, step / 200) * max(0.02, 1 - step / total)
            scores = net(_padded([rows[i] for i in batch]), torch.from_numpy(concepts[batch]))
            loss = nn.functional.cross_entropy(
                scores, torch.from_numpy(truth[batch]), weights, label_smoothing=SMOOTHING
            )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return _exported(net)


def _padded(rows: list[NDArray[np.int64]]) -> Tensor:
    """With nothing after every text, as `Network.scores` reads it."""
    longest = max(len(row) for row in rows) + WIDTHS[-1] - 1
    filled = np.zeros((len(rows), longest, len(SIZES)), np.int64)
    for place, row in zip(filled, rows, strict=True):
        place[: len(row)] = row
    return torch.from_numpy(filled)


def _exported(net: Net) -> Network:
    state = {name: values.numpy() for name, values in net.state_dict().items()}
    return Network(
        tuple(state[f"tables.{i}.weight"] for i in range(len(SIZES))),
        tuple(state[f"filters.{i}.weight"].transpose(2, 1, 0).reshape(-1, FILTERS) for i in range(len(WIDTHS))),
        tuple(state[f"filters.{i}.bias"] for i in range(len(WIDTHS))),
        state["hidden.weight"].T.copy(),
        state["hidden.bias"],
        state["out.weight"].T.copy(),
        state["out.bias"],
    )
