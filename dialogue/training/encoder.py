"""`python -m dialogue.training.encoder --data FOLDER --out FOLDER`: trains the sentence encoder from nothing.

Contrastive learning in the batch (van den Oord et al. 2018): texts that ask the same come together, all others of the
batch move apart; neighbours of one topic in a batch are the hard ones.
"""

import argparse
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dialogue.letters import read, stack
from dialogue.training import loop, texts
from dialogue.training.net import EncoderNet
from dialogue.training.noise import mishear

TEMPERATURE: Final = 0.05
PAIRS: Final = 112
"""in a batch"""
NOISED: Final = 0.5
"""share of texts with recognition errors"""
NOISE: Final = 0.25
"""the most errors a text gets, as a share of its syllables"""
NEIGHBOURS: Final = 28
"""groups in a row that come into a batch together"""
LETTERS_SEEN: Final = 40
"""of a text in training; of a longer one it is now its beginning, now a piece"""
ANSWERED: Final = 0.25
"""share of our entries of which a wording is paired with the answer"""
PEAK: Final = 1e-3

Pair = tuple[str, str, str]
"""two texts that belong together, and the name of what they belong to"""
Source = Callable[[np.random.Generator], list[Pair]]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m dialogue.training.encoder", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds public_service/ and text/")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    net = EncoderNet()
    random = np.random.default_rng()
    sources = _sources(options.data)
    weights = np.array([weight for weight, _ in sources])

    def loss() -> Tensor:
        chosen = random.choice(len(sources), 2, replace=False, p=weights / weights.sum())
        first, second = (sources[i][1](random) for i in chosen)
        return contrast(net, [*first[: PAIRS * 3 // 4], *second[: PAIRS // 4]], random)

    loop.train(net, loss, options.out / "encoder.pt", options.minutes, PEAK)


def contrast(net: EncoderNet, pairs: Sequence[Pair], random: np.random.Generator) -> Tensor:
    """How badly each text finds its partner among all others; partners of the same name do not count against it."""
    ids = [read(worn(piece(text, random), random), LETTERS_SEEN) for one, other, _ in pairs for text in (one, other)]
    vectors = net(torch.from_numpy(stack(ids)))
    one, other = vectors[::2].float(), vectors[1::2].float()
    names = np.array([name for *_, name in pairs])
    same = torch.from_numpy(names[:, None] == names[None]) & ~torch.eye(len(pairs), dtype=torch.bool)
    across = (one @ other.T / TEMPERATURE).masked_fill(same, -30.0)
    target = torch.arange(len(pairs))
    return (functional.cross_entropy(across, target) + functional.cross_entropy(across.T, target)) / 2


def piece(text: str, random: np.random.Generator) -> str:
    """All of a short text; the beginning or some other piece of a long one."""
    words = text.split()
    spare = len(text) - LETTERS_SEEN - len(words)
    if spare <= 0 or random.random() < 0.5:
        return text
    return " ".join(words[random.integers(max(1, len(words) * spare // len(text))) :])


def worn(text: str, random: np.random.Generator) -> str:
    return mishear(text, random.uniform(0.02, NOISE), random) if random.random() < NOISED else text


def _sources(data: Path) -> list[tuple[float, Source]]:
    asked = [row for row in texts.welfare_questions(data) if texts.share(row.question) >= texts.HELD]
    services: dict[str, list[texts.Asked]] = defaultdict(list)
    for row in asked:
        services[row.service].append(row)
    return [
        (0.36, _own_entries),
        (0.24, _rows_of(texts.styles(data, held=False))),
        (0.14, _services(services)),
        (0.12, _answers(services)),
        (0.08, _documents(services, texts.booklet(data))),
        (0.06, _rows_of(texts.grouped(texts.small_talk(data, measured=False)))),
        (0.10, _fixed(texts.likely_pairs(data))),
    ]


def _two(group: Sequence[str], random: np.random.Generator) -> tuple[str, str]:
    one, other = random.choice(len(group), 2, replace=False)
    return group[one], group[other]


def _own_entries(random: np.random.Generator) -> list[Pair]:
    """Every entry at most once, in random order; now and then with its answer."""
    pairs = []
    entries = texts.own_entries()
    for i in random.permutation(len(entries)):
        entry = entries[i]
        known = [wording for wording in entry.wordings if not texts.held(wording)]
        if len(known) < 2:
            continue
        one, other = _two(known, random)
        if random.random() < ANSWERED:
            other = f"{entry.title} {entry.answer}" if random.random() < 0.7 else " ".join((entry.title, *entry.steps))
        pairs.append((one, other, entry.id))
    return pairs


def _rows_of(groups: Sequence[Sequence[str]]) -> Source:
    def pairs(random: np.random.Generator) -> list[Pair]:
        starts = random.integers(len(groups), size=-(-PAIRS // NEIGHBOURS))
        chosen = dict.fromkeys(int(at) for start in starts for at in range(start, min(start + NEIGHBOURS, len(groups))))
        return [(*_two(groups[at], random), str(at)) for at in random.permutation(list(chosen))]

    return pairs


def _services(services: dict[str, list[texts.Asked]]) -> Source:
    names = [name for name, rows in services.items() if len(rows) > 1]

    def pairs(random: np.random.Generator) -> list[Pair]:
        chosen = random.choice(names, PAIRS, replace=False)
        return [(*_two([row.question for row in services[name]], random), name) for name in chosen]

    return pairs


def _answers(services: dict[str, list[texts.Asked]]) -> Source:
    """Several questions of a service together, so that the intent decides."""
    names = sorted(services)

    def pairs(random: np.random.Generator) -> list[Pair]:
        found = []
        for name in random.choice(names, PAIRS // 4, replace=False):
            rows = services[name]
            some = [rows[i] for i in random.permutation(len(rows))[:4]]
            found += [(row.question, row.answer, row.answer) for row in some]
        return [found[i] for i in random.permutation(len(found))]

    return pairs


def _documents(services: dict[str, list[texts.Asked]], pieces: dict[str, list[str]]) -> Source:
    names = sorted(services.keys() & pieces.keys())

    def pairs(random: np.random.Generator) -> list[Pair]:
        found = []
        for name in random.choice(names, min(PAIRS, len(names)), replace=False):
            rows = services[name]
            piece = pieces[name][random.integers(len(pieces[name]))]
            found.append((rows[random.integers(len(rows))].question, f"{name} {piece}", name))
        return found

    return pairs


def _fixed(pairs: Sequence[tuple[str, str]]) -> Source:
    def chosen(random: np.random.Generator) -> list[Pair]:
        return [(*pairs[i], str(i)) for i in random.choice(len(pairs), PAIRS, replace=False)]

    return chosen


if __name__ == "__main__":
    main()
