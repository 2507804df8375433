"""The two networks: one turns a text into a vector, the other reads a question and a wording together.

Both share one body: a letter is the sum of what it is, its jamo and its place; a convolution sees neighbours, two
layers of attention the rest (Vaswani et al. 2017, norms before as in Xiong et al. 2020).
"""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from dialogue.letters import FINALS, INITIALS, LETTERS, LONGEST, MEDIALS, PAD, UNKNOWN

WIDTH: Final = 256
HEADS: Final = 4
LAYERS: Final = 2
HIDDEN: Final = 1024
POOLS: Final = 4
LETTER_DROP: Final = 0.25
"""share of letters known by their jamo alone in training"""
SIMILARITIES: Final = 3
"""likeness of two letters, of two runs of two, of two runs of three"""
TOTALS: Final = 10
"""how much of each text the other covers, in all"""


class Letters(nn.Module):
    """Ids (texts, letters, 5) → (texts, letters, WIDTH)"""

    def __init__(self) -> None:
        super().__init__()
        self.letter = nn.Embedding(LETTERS, WIDTH, padding_idx=PAD)
        self.initial = nn.Embedding(INITIALS, WIDTH)
        self.medial = nn.Embedding(MEDIALS, WIDTH)
        self.final = nn.Embedding(FINALS, WIDTH)
        self.begins = nn.Embedding(2, WIDTH)
        self.place = nn.Embedding(LONGEST, WIDTH)
        for table in (self.letter, self.initial, self.medial, self.final, self.begins, self.place):
            nn.init.normal_(table.weight, std=0.3)
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, ids: Tensor, places: Tensor) -> Tensor:
        letter = ids[..., 0]
        if self.training:
            hidden = (torch.rand(letter.shape) < LETTER_DROP) & (letter > UNKNOWN) & (ids[..., 1] > 0)
            letter = torch.where(hidden, UNKNOWN, letter)
        total = self.letter(letter) + self.initial(ids[..., 1]) + self.medial(ids[..., 2]) + self.final(ids[..., 3])
        result: Tensor = self.norm(total + self.begins(ids[..., 4]) + self.place(places))
        return result


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.looks = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x (texts, letters, WIDTH); bias (texts, 1 or HEADS, 1 or letters, letters), added to the attention."""
        texts, letters, _ = x.shape
        query, key, value = self.looks(self.before(x)).view(texts, letters, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        weights = (query @ key.transpose(-1, -2)) * (WIDTH // HEADS) ** -0.5 + bias.to(query.dtype)
        seen = (weights.softmax(-1).to(value.dtype) @ value).transpose(1, 2).reshape(texts, letters, WIDTH)
        x = x + self.out(seen)
        result: Tensor = x + self.down(functional.relu(self.up(self.between(x))))
        return result


class Body(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.letters = Letters()
        self.neighbours = nn.Linear(3 * WIDTH, WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, letters: Tensor, there: Tensor, bias: Tensor) -> Tensor:
        """Embedded letters; there (texts, letters), 1 or 0."""
        x = letters * there[..., None]
        wide = functional.pad(x, (0, 0, 1, 1))
        beside = torch.cat([wide[:, :-2], x, wide[:, 2:]], -1)
        x = x + functional.relu(self.neighbours(beside))
        for layer in self.layers:
            x = layer(x, bias)
        result: Tensor = self.norm(x)
        return result


class Pool(nn.Module):
    """Four weighted means of a quarter of the width each."""

    def __init__(self) -> None:
        super().__init__()
        self.weigh = nn.Linear(WIDTH, POOLS)
        self.value = nn.Linear(WIDTH, WIDTH)

    def forward(self, x: Tensor, there: Tensor) -> Tensor:
        weights = (self.weigh(x) - 30.0 * (1 - there[..., None])).softmax(1)
        values = self.value(x).view(x.shape[0], x.shape[1], POOLS, WIDTH // POOLS)
        pooled: Tensor = (weights[..., None] * values).sum(1).flatten(1)
        return pooled


class EncoderNet(nn.Module):
    """Ids (texts, letters, 5) → unit vectors (texts, WIDTH)"""

    def __init__(self) -> None:
        super().__init__()
        self.body = Body()
        self.pool = Pool()

    def forward(self, ids: Tensor) -> Tensor:
        there = (ids[..., 0] > PAD).float()
        places = torch.arange(ids.shape[1])[None]
        x = self.body(self.body.letters(ids, places), there, (there - 1)[:, None, None, :] * 30.0)
        vectors: Tensor = functional.normalize(self.pool(x, there).float(), dim=-1)
        return vectors


class CrossNet(nn.Module):
    """Question and wording, each (pairs, letters, 5), with the rarity of each of their letters' surroundings
    (pairs, letters) → log-odds (pairs,) that they ask the same.

    What matches what is not left to be discovered: the likeness of letters and of runs of letters in the two texts is
    given to each letter, guides the attention and is summed up.
    """

    def __init__(self) -> None:
        super().__init__()
        self.body = Body()
        self.side = nn.Embedding(2, WIDTH)
        nn.init.zeros_(self.side.weight)
        self.match = nn.Linear(2 * SIMILARITIES + 1, WIDTH)
        self.guide = nn.Linear(2 * SIMILARITIES, HEADS)
        nn.init.zeros_(self.guide.weight)
        nn.init.zeros_(self.guide.bias)
        self.pool = Pool()
        self.judge = nn.Sequential(nn.Linear(WIDTH + TOTALS, 128), nn.ReLU(), nn.Linear(128, 1))

    def forward(self, question: Tensor, wording: Tensor, question_rarity: Tensor, wording_rarity: Tensor) -> Tensor:
        there = [(ids[..., 0] > PAD).float() for ids in (question, wording)]
        likeness = _likeness(question, wording) * (there[0][:, :, None] * there[1][:, None, :])[..., None]
        best = [likeness.amax(2), likeness.amax(1)]
        rarity = [question_rarity * there[0], wording_rarity * there[1]]
        seen = [torch.cat([b, b * r[..., None], r[..., None]], -1) for b, r in zip(best, rarity, strict=True)]
        x = torch.cat(
            [
                self.body.letters(ids, torch.arange(ids.shape[1])[None]) + self.side.weight[at] + self.match(features)
                for at, (ids, features) in enumerate(zip((question, wording), seen, strict=True))
            ],
            1,
        )
        both = torch.cat(there, 1)
        x = self.body(x, both, self._bias(likeness, both))
        result: Tensor = self.judge(torch.cat([self.pool(x, both), _totals(best, rarity, there)], -1)).squeeze(-1)
        return result

    def _bias(self, likeness: Tensor, there: Tensor) -> Tensor:
        """Added to the attention (pairs, HEADS, letters, letters); letters that are not there are left out."""
        across = self.guide(torch.cat([likeness, likeness**4], -1)).permute(0, 3, 1, 2)
        pairs, heads, questions, wordings = across.shape
        above = torch.cat([across.new_zeros(pairs, heads, questions, questions), across], 3)
        below = torch.cat([across.transpose(2, 3), across.new_zeros(pairs, heads, wordings, wordings)], 3)
        return torch.cat([above, below], 2) + (there - 1)[:, None, None, :] * 30.0


def _likeness(a: Tensor, b: Tensor) -> Tensor:
    """How alike letters are by their jamo, alone and with the one and two that follow; 0…1.

    (pairs, letters of a, letters of b, SIMILARITIES)
    """
    one, other = a[:, :, None], b[:, None]
    jamo = (one[..., 1:4] == other[..., 1:4]).float().mean(-1)
    plain = (one[..., 0] == other[..., 0]).float()
    single = torch.where((one[..., 1] > 0) & (other[..., 1] > 0), jamo, plain)
    ahead = functional.pad(single, (0, 1, 0, 1))
    double = (single + ahead[:, 1:, 1:]) / 2
    further = functional.pad(single, (0, 2, 0, 2))[:, 2:, 2:]
    triple = (single + ahead[:, 1:, 1:] + further) / 3
    return torch.stack([single, double, triple], -1)


def _totals(best: list[Tensor], rarity: list[Tensor], there: list[Tensor]) -> Tensor:
    """Rarity-weighted cover by twos and threes, the rarest thing not covered, the length; for both texts."""
    totals = []
    for covered, rare, present in zip(best, rarity, there, strict=True):
        weight = rare.sum(1).clamp(min=1e-3)
        totals += [(rare * covered[..., 1]).sum(1) / weight, (rare * covered[..., 2]).sum(1) / weight]
        totals += [(rare * (1 - covered[..., 1])).amax(1), (present * covered[..., 0] ** 4).sum(1) / present.sum(1)]
        totals += [present.sum(1) / 20.0]
    return torch.stack(totals, -1)
