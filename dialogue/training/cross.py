"""`python -m dialogue.training.cross --data FOLDER --out FOLDER`: trains the cross-encoder, from the encoder's weights.

It learns to choose from lists: a question, the nearest wordings of the right entry (missing in some lists) and those of
the entries that lie nearest. Listwise softmax for the order, binary loss for the certainty.
"""

import argparse
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from dialogue.letters import read, stack
from dialogue.rerank import LONGEST, LONGEST_KNOWN, WORDINGS, Rarity
from dialogue.training import loop, texts
from dialogue.training.encoder import worn
from dialogue.training.families import Family, Vectors, families
from dialogue.training.net import WIDTH, CrossNet, EncoderNet

LISTS: Final = 20
"""in a batch"""
LIST: Final = 8
"""wordings in a list"""
MISSING: Final = 0.15
"""share of lists without the right entry"""
OFF_TOPIC: Final = 0.1
"""share of lists that nothing in the base answers"""
ALONE: Final = 0.25
"""share of entries of which one wording is read"""
SOURCES: Final = {"own": 0.42, "styles": 0.33, "welfare": 0.25}
PEAK: Final = 6e-4


@dataclass(frozen=True, slots=True)
class Listed:
    question: str
    wordings: tuple[str, ...]
    """of an entry each, one after the other"""
    right: int | None
    rarity: Rarity


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m dialogue.training.cross", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds public_service/ and text/")
    parser.add_argument("--out", type=Path, required=True, help="folder of the encoder's checkpoint and of this one's")
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    encoder = read_encoder(options.out / "encoder.pt")
    net = CrossNet()
    net.body.load_state_dict(encoder.body.state_dict())
    net.pool.load_state_dict(encoder.pool.state_dict())
    known = families(options.data, vectors_of(encoder))
    talk = [sentence for sentence, _ in texts.small_talk(options.data, measured=False)]
    random = np.random.default_rng()

    def loss() -> Tensor:
        name = random.choice(list(SOURCES), p=list(SOURCES.values()))
        return choose(net, [draw(known[name], talk, random) for _ in range(LISTS)], random)

    loop.train(net, loss, options.out / "cross.pt", options.minutes, PEAK)


def draw(family: Family, talk: list[str], random: np.random.Generator) -> Listed:
    """A question with its list, the right entry first and missing now and then; with talk, a list of wrong ones."""
    asked = int(random.choice(family.askable()))
    near = family.near[asked]
    ranks = np.minimum(random.exponential(len(near) / 5, 3 * LIST).astype(int), len(near) - 1)
    wrong = [_known(family, near[rank], random) for rank in dict.fromkeys(ranks.tolist())]
    if random.random() < OFF_TOPIC:
        return Listed(str(random.choice(talk)), tuple(wrong[:LIST]), None, family.rarity)
    question = family.wordings[asked]
    if random.random() < MISSING:
        return Listed(question, tuple(wrong[:LIST]), None, family.rarity)
    right = _known(family, _right(family, asked, random), random)
    return Listed(question, (right, *wrong[: LIST - 1]), 0, family.rarity)


def _known(family: Family, wordings: NDArray[np.int64], random: np.random.Generator) -> str:
    """Now and then one wording alone: not every entry has more."""
    known = dict.fromkeys(int(i) for i in wordings[: 1 if random.random() < ALONE else WORDINGS])
    return " ".join(family.wordings[i] for i in known)


def _right(family: Family, asked: int, random: np.random.Generator) -> NDArray[np.int64]:
    """The nearest two of some of the entry's other wordings."""
    likeness = family.likeness[asked]
    others = np.flatnonzero(likeness >= 0)
    kept = random.choice(others, int(random.integers(1, min(len(others), 10) + 1)), replace=False)
    nearest: NDArray[np.int64] = family.siblings[asked, kept[np.argsort(-likeness[kept])]]
    return nearest


def choose(net: CrossNet, lists: list[Listed], random: np.random.Generator) -> Tensor:
    """Listwise and binary loss of a batch."""
    questions, wordings, question_rarity, wording_rarity = [], [], [], []
    for one in lists:
        asked = read(worn(one.question, random), LONGEST)
        for wording in one.wordings:
            ids = read(wording, LONGEST_KNOWN)
            questions.append(asked)
            wordings.append(ids)
            question_rarity.append(one.rarity(asked))
            wording_rarity.append(one.rarity(ids))
    scores = net(
        torch.from_numpy(stack(questions)),
        torch.from_numpy(stack(wordings)),
        torch.from_numpy(filled(question_rarity)),
        torch.from_numpy(filled(wording_rarity)),
    ).float()
    losses = []
    for one, part in zip(lists, scores.split([len(one.wordings) for one in lists]), strict=True):
        target = torch.zeros_like(part)
        if one.right is not None:
            target[one.right] = 1
            losses.append(functional.cross_entropy(part[None], torch.tensor([one.right])))
        weight = torch.where(target > 0, 1.0, 0.4)
        losses.append(functional.binary_cross_entropy_with_logits(part, target, weight))
    return torch.stack(losses).sum() / len(lists)


def filled(rarities: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    rows = np.zeros((len(rarities), max(len(one) for one in rarities)), np.float32)
    for row, one in zip(rows, rarities, strict=True):
        row[: len(one)] = one
    return rows


def read_encoder(checkpoint: Path) -> EncoderNet:
    net = EncoderNet()
    net.load_state_dict(torch.load(checkpoint, weights_only=True)["net"])
    return net.eval()


def vectors_of(net: EncoderNet, at_once: int = 64) -> Vectors:
    def vectors(sentences: Sequence[str]) -> NDArray[np.float32]:
        ids = [read(sentence) for sentence in sentences]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        found = np.empty((len(ids), WIDTH), np.float32)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for start in range(0, len(order), at_once):
                together = order[start : start + at_once]
                found[together] = net(torch.from_numpy(stack([ids[i] for i in together]))).float().numpy()
        return found

    return vectors


if __name__ == "__main__":
    main()
