"""`python -m dialogue.training.ranker --data FOLDER`: trains the judge over the networks in the weights folder.

It asks bases of several kinds (`bases.py`) and learns to choose between the candidates and none of them. Five networks
are each taught without a fifth of the questions; what they say of those fits the correction.
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
from torch import Tensor, nn
from torch.nn import functional

from dialogue import encoder, networks, rerank
from dialogue.judge import Judge
from dialogue.ranking import CANDIDATES, Candidates, NeuralRanker, Weights
from dialogue.training import export, manifest, texts
from dialogue.training.bases import Base, bank, bases

NETWORKS: Final = 5
UNITS: Final = 24
STEPS: Final = 1500
BATCH: Final = 512
DECAY: Final = 0.02
PEAK: Final = 5e-3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cases:
    candidates: NDArray[np.float32]
    """(cases, CANDIDATES, F)"""
    there: NDArray[np.bool_]
    """(cases, CANDIDATES)"""
    whole: NDArray[np.float32]
    """(cases, G)"""
    right: NDArray[np.int64]
    """the right candidate, CANDIDATES for none"""
    fold: NDArray[np.int64]
    """0…NETWORKS - 1; one fold for all questions of an entry"""


class JudgeNet(nn.Module):
    """What `dialogue.judge.Judge` computes, for one network."""

    def __init__(self, candidate_features: int, whole_features: int) -> None:
        super().__init__()
        self.candidate_hidden = nn.Linear(candidate_features, UNITS)
        self.candidate_out = nn.Linear(UNITS + candidate_features, 1)
        self.whole_hidden = nn.Linear(whole_features, UNITS)
        self.whole_out = nn.Linear(UNITS + whole_features, 1)

    def forward(self, candidates: Tensor, there: Tensor, whole: Tensor) -> Tensor:
        """Scores (cases, CANDIDATES + 1), the last of none."""
        units = torch.cat([self.candidate_hidden(candidates).tanh(), candidates], -1)
        scores = self.candidate_out(units)[..., 0].masked_fill(~there, -1e4)
        none = self.whole_out(torch.cat([self.whole_hidden(whole).tanh(), whole], -1))
        return torch.cat([scores, none], -1)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m dialogue.training.ranker", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds public_service/ and text/")
    parser.add_argument("--weights", type=Path, default=networks.PACKAGED, help="folder of the exported networks")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    sentences = encoder.load(options.weights)
    talk = _small(sentences.vectors(bank(options.data)))
    unjudged = Weights(sentences, rerank.load(options.weights), _no_judge(), _unit(talk))
    cases = together([ask(base, unjudged) for base in bases(options.data, random)])
    log.info("%d questions, %.3f with an answer", len(cases.right), (cases.right < CANDIDATES).mean())
    arrays = fit(cases) | {"small_talk": talk}
    np.savez_compressed(options.weights / "ranker.npz", allow_pickle=False, **arrays)
    manifest.enter(options.weights, "ranker", "ranker.npz", export.TERMS)


def ask(base: Base, weights: Weights) -> Cases:
    """The base's questions with all that is known of their candidates. A right entry that is no candidate counts as
    none."""
    ranker = NeuralRanker(base.entries, weights)
    places = {entry.id: i for i, entry in enumerate(base.entries)}
    found = [ranker.candidates(one.text) for one in base.asked]
    right = [
        _right(candidates, places.get(one.entry_id or "")) for candidates, one in zip(found, base.asked, strict=True)
    ]
    log.info("%s: %d entries, %d questions", base.name, len(base.entries), len(found))
    features = np.zeros((len(found), CANDIDATES, found[0].features.shape[1]), np.float32)
    there = np.zeros((len(found), CANDIDATES), np.bool_)
    for i, one in enumerate(found):
        features[i, : len(one.features)] = one.features
        there[i, : len(one.features)] = True
    folds = np.array([int(texts.share(f"fold {one.group}") * NETWORKS) for one in base.asked])
    return Cases(features, there, np.stack([one.whole for one in found]), np.array(right), folds)


def _right(found: Candidates, place: int | None) -> int:
    at = [i for i, entry in enumerate(found.entries) if entry == place]
    return at[0] if at else CANDIDATES


def together(parts: list[Cases]) -> Cases:
    return Cases(*(np.concatenate([getattr(part, name) for part in parts]) for name in Cases.__slots__))


def fit(cases: Cases) -> dict[str, NDArray[np.float32]]:
    """The arrays of a `Judge`."""
    rows = cases.candidates[cases.there]
    scales = {
        "candidate_mean": rows.mean(0),
        "candidate_spread": rows.std(0) + 1e-3,
        "whole_mean": cases.whole.mean(0),
        "whole_spread": cases.whole.std(0) + 1e-3,
    }
    candidates = torch.from_numpy((cases.candidates - scales["candidate_mean"]) / scales["candidate_spread"])
    whole = torch.from_numpy((cases.whole - scales["whole_mean"]) / scales["whole_spread"])
    there, right = torch.from_numpy(cases.there), torch.from_numpy(cases.right)
    nets, unseen = [], torch.zeros(len(right), CANDIDATES + 1)
    for fold in range(NETWORKS):
        taught = torch.from_numpy(np.flatnonzero(cases.fold != fold))
        kept = torch.from_numpy(np.flatnonzero(cases.fold == fold))
        net = _teach(candidates, there, whole, right, taught)
        with torch.no_grad():
            unseen[kept] = net(candidates[kept], there[kept], whole[kept]).softmax(-1)
        nets.append(net)
    _tell(unseen.numpy(), cases.right)
    return scales | _arrays(nets) | {"correction": _correction(unseen.numpy(), cases.right)}


def _teach(candidates: Tensor, there: Tensor, whole: Tensor, right: Tensor, taught: Tensor) -> JudgeNet:
    net = JudgeNet(candidates.shape[-1], whole.shape[-1])
    optimizer = torch.optim.AdamW(net.parameters(), lr=PEAK, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, PEAK, total_steps=STEPS)
    for _ in range(STEPS):
        some = taught[torch.randint(len(taught), (BATCH,))]
        loss = functional.cross_entropy(net(candidates[some], there[some], whole[some]), right[some])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    return net.eval()


def _arrays(nets: list[JudgeNet]) -> dict[str, NDArray[np.float32]]:
    def layer(name: str) -> NDArray[np.float32]:
        layers = [getattr(net, name) for net in nets]
        return np.stack([torch.cat([one.weight.T, one.bias[None]]).detach().numpy() for one in layers])

    return {
        "candidate_hidden": layer("candidate_hidden"),
        "candidate_out": layer("candidate_out")[..., 0],
        "whole_hidden": layer("whole_hidden"),
        "whole_out": layer("whole_out")[..., 0],
    }


def _correction(unseen: NDArray[np.float32], right: NDArray[np.int64]) -> NDArray[np.float32]:
    """Slope and offset that make the total probability of any candidate fit (Platt 1999)."""
    total = np.clip(1 - unseen[:, -1], 1e-6, 1 - 1e-6)
    odds = torch.from_numpy(np.log(total / (1 - total)))
    answered = torch.from_numpy((right < CANDIDATES).astype(np.float32))
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=50)

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = functional.binary_cross_entropy_with_logits(line[0] * odds + line[1], answered)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    fitted: NDArray[np.float32] = line.detach().numpy()
    return fitted


def _tell(unseen: NDArray[np.float32], right: NDArray[np.int64]) -> None:
    answered = right < CANDIDATES
    first = unseen[:, :-1].argmax(1)
    log.info("right first, of those with a right candidate: %.4f", (first == right)[answered].mean())
    sure = unseen[:, :-1].max(1)
    order = np.argsort(-sure)
    wrong = np.cumsum(first[order] != right[order]) / np.arange(1, len(order) + 1)
    last = int(np.flatnonzero(wrong <= 0.01)[-1]) if (wrong <= 0.01).any() else 0
    log.info(
        "at 1 %% wrong: threshold %.3f, answers %.3f of the answerable",
        sure[order[last]],
        answered[order[:last]].sum() / answered.sum(),
    )


def _no_judge() -> Judge:
    """Of any size; only the candidates are asked for."""
    one = np.zeros(1, np.float32)
    return Judge(one, one, one, one, one, one, one, one, one)


def _unit(vectors: NDArray[np.float16]) -> NDArray[np.float32]:
    wide = vectors.astype(np.float32)
    return np.asarray(wide / np.linalg.norm(wide, axis=1, keepdims=True), np.float32)


def _small(vectors: NDArray[np.float32]) -> NDArray[np.float16]:
    return vectors.astype(np.float16)


if __name__ == "__main__":
    main()
