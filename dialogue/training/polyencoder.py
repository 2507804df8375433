"""`python -m dialogue.training.polyencoder --base FOLDER --out FOLDER`: trains a poly-encoder and a cross-encoder on a
knowledge base, and calibrates them.

Every wording is a question by itself, as callers ask. The poly-encoder tells the right answer from all others of a
batch. The cross-encoder learns to choose from a list that has "none of these" in it, as a score of 0: in some lists the
right answer is missing, and some questions are for no office at all. A tenth of the wordings chooses the best state and
calibrates; another tenth, seen by nothing, is what the figures are measured on.
"""

import argparse
import copy
import json
import logging
import math
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from dialogue.knowledge.entry import Entry
from dialogue.knowledge.jsonl import shipped_entries
from dialogue.polyencoder import checkpoint
from dialogue.polyencoder.calibration import FILE, Calibration, Point, chances
from dialogue.polyencoder.network import Bert, CrossEncoder, PolyEncoder, Shape
from dialogue.polyencoder.off_topic import OFF_TOPIC
from dialogue.polyencoder.pair import CONFIG, CROSS, POLY, load
from dialogue.polyencoder.ranker import PolyRanker, Weighed
from dialogue.polyencoder.tokens import VOCABULARY, Rows, Tokens
from dialogue.retrieval import Index
from dialogue.shelf import open_store
from dialogue.training.noise import mishear
from dialogue.training.texts import share

LEAST: Final = 33
"""questions in a batch of the poly-encoder, so that each answer has 32 others beside it"""
LISTS: Final = 4
"""in a batch of the cross-encoder"""
OTHERS: Final = 15
"""wrong answers in a list"""
NEAREST: Final = 8
"""of them those that lie nearest to the question by its letters"""
WITHOUT: Final = 0.25
"""share of lists in which the right answer is missing"""
STRANGE: Final = 0.1
"""share of lists whose question is for no office"""
NOISED: Final = 0.3
"""share of questions with recognition errors"""
NOISE: Final = 0.2
"""the most errors a question gets, as a share of its syllables"""
MEASURED: Final = 0.1
"""share of the wordings that nothing learns from"""
CALIBRATED: Final = 0.2
"""share of the wordings up to which, without those measured, they choose the best state and calibrate"""
PEAK: Final = 5e-5
WARM_UP: Final = 100
"""steps"""
DECAY: Final = 0.01
STEEPEST: Final = 1.0
"""norm to which gradients are cut"""
LOOKED_AT: Final = 8
"""times in a training that the loss on questions kept back is looked at"""
HELD_BATCHES: Final = 4

log = logging.getLogger(__name__)

Asked = tuple[str, int | None]
"""a question, and the entry that answers it; None when none does"""


@dataclass(frozen=True, slots=True)
class Split:
    learnt: Sequence[Asked]
    calibrated: Sequence[Asked]
    measured: Sequence[Asked]


@dataclass(frozen=True, slots=True)
class Figures:
    """On questions that nothing was learnt from."""

    questions: int
    """with a right answer; as many again without one, and those for no office"""
    right: float
    """share of them whose best answer is the right one"""
    told_apart: float
    """area under the ROC curve: probability of right ones against that of wrong and unanswerable ones"""
    off: float
    """mean distance of probabilities from the share that is right, in ten bins"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dialogue.training.polyencoder", description=__doc__)
    parser.add_argument("--base", type=Path, help="folder of a BERT: config.json, vocab.txt, weights")
    parser.add_argument("--out", type=Path, required=True, help="folder of the trained pair")
    parser.add_argument("--knowledge", help="knowledge base; without it the entries that come with the product")
    parser.add_argument(
        "--steps", type=int, default=3000, help="of the poly-encoder; 0 only calibrates what is in --out"
    )
    parser.add_argument("--cross-steps", type=int, default=3000, help="of the cross-encoder")
    parser.add_argument("--batch", type=int, default=48, help="questions in a batch of the poly-encoder")
    parser.add_argument("--peak", type=float, default=PEAK, help="highest learning rate")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    store = open_store(options.knowledge)
    entries = store.entries() if store else shipped_entries()
    if options.steps:
        if options.base is None:
            parser.error("--base is needed to train")
        steps = options.steps, options.cross_steps
        train(entries, options.base, options.out, steps, options.batch, options.peak, options.device, options.seed)
    print(json.dumps(asdict(calibrate(entries, options.out, options.device))))


def train(
    entries: Sequence[Entry],
    base: Path,
    out: Path,
    steps: tuple[int, int],
    batch: int,
    peak: float = PEAK,
    device: str = "cpu",
    seed: int = 1,
) -> None:
    """Both networks into `out`, each after its steps. ValueError for a batch or a knowledge base that is too small, or
    a base that is no BERT."""
    if batch < LEAST or len({entry.answer for entry in entries}) < LEAST:
        raise ValueError(f"a batch and a knowledge base of at least {LEAST} different answers are needed")
    parts = split(entries)
    if all(entry is None for _, entry in parts.calibrated):
        raise ValueError("no wording is left to choose and calibrate by: the entries need more wordings each")
    tokens = Tokens(base / VOCABULARY)
    shape = Shape.read(base / CONFIG, tokens.size)
    poly, cross = PolyEncoder(shape).to(device), CrossEncoder(shape).to(device)
    for network in (poly, cross):
        begin(network.bert, base)
    answers = [entry.answer for entry in entries]
    lists = _Lists(entries, parts)
    _fit(
        poly, lambda asked, random: poly_loss(poly, tokens, answers, asked, batch, random), parts, steps[0], peak, seed
    )
    _fit(cross, lambda asked, random: cross_loss(cross, tokens, lists, asked, random), parts, steps[1], peak, seed)
    out.mkdir(parents=True, exist_ok=True)
    _save(poly, out / f"{POLY}.safetensors")
    _save(cross, out / f"{CROSS}.safetensors")
    shutil.copyfile(base / VOCABULARY, out / VOCABULARY)
    config = json.loads((base / CONFIG).read_text("utf-8")) | {"vocab_size": tokens.size}
    (out / CONFIG).write_text(json.dumps(config, indent=2) + "\n", "utf-8")


def calibrate(entries: Sequence[Entry], folder: Path, device: str = "cpu") -> Figures:
    """Writes the calibration beside the weights. ValueError when too few wordings were kept back for it."""
    pair = load(folder, device)
    parts = split(entries)
    ranker = PolyRanker(entries, pair, None)
    fitted = Calibration.fit([point for point, _ in _points(ranker, parts.calibrated, entries, None)], pair.fingerprint)
    fitted.write(folder / FILE)
    log.info("%s", fitted)
    return _figures(_points(ranker, parts.measured, entries, fitted), parts.measured)


def split(entries: Sequence[Entry]) -> Split:
    """By the hash of each wording alone, so that a text never changes sides; every entry keeps one to learn from."""
    parts: dict[str, list[Asked]] = {"learnt": [], "calibrated": [], "measured": []}
    for i, entry in enumerate(entries):
        for number, wording in enumerate(entry.wordings):
            parts["learnt" if number == 0 else _part(wording)].append((wording, i))
    for text in OFF_TOPIC:
        place = share(text)
        parts["learnt" if place < 1 / 3 else "calibrated" if place < 2 / 3 else "measured"].append((text, None))
    return Split(parts["learnt"], parts["calibrated"], parts["measured"])


def poly_loss(
    net: PolyEncoder,
    tokens: Tokens,
    answers: Sequence[str],
    asked: Sequence[Asked],
    batch: int,
    random: np.random.Generator,
) -> Tensor:
    """How badly each question finds its answer among those of a batch and, where questions are few, of others."""
    chosen: dict[str, Asked] = {}
    for at in random.permutation(len(asked)):
        text, entry = asked[at]
        if entry is not None and len(chosen) < batch:
            chosen.setdefault(answers[entry], (text, entry))
    told = list(chosen)
    for at in random.permutation(len(answers)):
        if len(told) < batch and answers[at] not in told:
            told.append(answers[at])
    device = net.poly_code_embeddings.weight.device
    questions = net.questions(*_on(tokens.questions([text for text, _ in chosen.values()]), device))
    scores = net.scores(questions, net.answers(*_on(tokens.answers(told), device)))
    return functional.cross_entropy(scores, torch.arange(len(chosen), device=device))


def cross_loss(
    net: CrossEncoder, tokens: Tokens, lists: "_Lists", asked: Sequence[Asked], random: np.random.Generator
) -> Tensor:
    """How badly the right answer, or "none of these", is chosen from lists."""
    device = net.linear.weight.device
    losses = []
    for _ in range(LISTS):
        text, told, right = lists.draw(asked, random)
        rows = tokens.pairs(text, told)
        scores = net(*_on(rows, device), torch.from_numpy(rows.segments).to(device))
        target = torch.tensor(len(told) if right is None else right, device=device)
        losses.append(functional.cross_entropy(functional.pad(scores, (0, 1)), target))
    return torch.stack(losses).mean()


def begin(bert: Bert, base: Path) -> None:
    """Weights of a published BERT. A row is added for the line break. ValueError when they do not fit."""
    file = next((base / name for name in ("model.safetensors", "pytorch_model.bin") if (base / name).is_file()), None)
    if file is None:
        raise FileNotFoundError(f"no model.safetensors or pytorch_model.bin in {base}")
    tensors = _body(checkpoint.read(file))
    words, wanted = "embeddings.word_embeddings.weight", bert.embeddings.word_embeddings.num_embeddings
    if words in tensors and len(tensors[words]) == wanted - 1:
        tensors[words] = torch.cat([tensors[words], tensors[words].mean(0, keepdim=True)])
    checkpoint.fill(bert, tensors, file, unneeded=("pooler.",))


class _Lists:
    """Draws a question with answers to choose from, those that lie near it by its letters among them."""

    def __init__(self, entries: Sequence[Entry], parts: Split) -> None:
        self._answers = [entry.answer for entry in entries]
        index = Index(entries)
        at = {entry.id: i for i, entry in enumerate(entries)}
        asked = {text for part in (parts.learnt, parts.calibrated) for text, _ in part}
        self._near = {text: [at[p.entry_id] for p in index.search(text, limit=2 * NEAREST)] for text in asked}

    def draw(self, asked: Sequence[Asked], random: np.random.Generator) -> tuple[str, list[str], int | None]:
        """The question, the answers, and which of them is right."""
        strange = random.random() < STRANGE
        text, entry = next(asked[i] for i in random.permutation(len(asked)) if (asked[i][1] is None) == strange)
        near = [i for i in self._near[text] if entry is None or self._answers[i] != self._answers[entry]][:NEAREST]
        far = random.permutation(len(self._answers))
        wrong = dict.fromkeys(self._answers[i] for i in [*near, *far])
        if entry is not None:
            wrong.pop(self._answers[entry], None)
        told = list(wrong)[:OTHERS]
        worn = mishear(text, random.uniform(0.02, NOISE), random) if random.random() < NOISED else text
        if entry is None or random.random() < WITHOUT:
            return worn, told, None
        return worn, [self._answers[entry], *told], 0


def _fit(
    net: nn.Module,
    loss: Callable[[Sequence[Asked], np.random.Generator], Tensor],
    parts: Split,
    steps: int,
    peak: float,
    seed: int,
) -> None:
    """Leaves the state that was best on questions kept back."""
    optimizer = torch.optim.AdamW(net.parameters(), lr=peak, weight_decay=DECAY)
    random = np.random.default_rng(seed)
    every = max(1, steps // LOOKED_AT)
    best, state, mean = math.inf, net.state_dict(), 0.0
    for step in range(1, steps + 1):
        net.train()
        for group in optimizer.param_groups:
            group["lr"] = peak * min(1.0, step / min(WARM_UP, steps)) * (1 - step / (steps + 1))
        value = loss(parts.learnt, random)
        optimizer.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), STEEPEST)
        optimizer.step()
        mean += (value.item() - mean) / min(step, every)
        if step % every == 0:
            held = _held_back(net, loss, parts.calibrated)
            log.info("%s, step %d: loss %.3f, on questions kept back %.3f", type(net).__name__, step, mean, held)
            if held < best:
                best, state = held, copy.deepcopy(net.state_dict())
    net.load_state_dict(state)
    net.eval()


def _held_back(
    net: nn.Module, loss: Callable[[Sequence[Asked], np.random.Generator], Tensor], asked: Sequence[Asked]
) -> float:
    """Always of the same questions."""
    net.eval()
    random = np.random.default_rng(0)
    with torch.inference_mode():
        return float(np.mean([loss(asked, random).item() for _ in range(HELD_BATCHES)]))


def _points(
    ranker: PolyRanker, asked: Sequence[Asked], entries: Sequence[Entry], fitted: Calibration | None
) -> list[tuple[Point, float]]:
    """The best candidate and its probability: of each question, and of each as if nothing answered it."""
    answers = np.array([entry.answer for entry in entries])
    found: list[tuple[Weighed, int | None]] = []
    for text, entry in asked:
        found.append((ranker.weigh(text, np.ones(len(entries), np.bool_)), entry))
        if entry is not None:
            found.append((ranker.weigh(text, answers != answers[entry]), None))
    return [
        (Point.of(w.scores, w.entries, _same(answers, w, right)), float(chances(w.scores, fitted).max()))
        for w, right in found
    ]


def _same(answers: NDArray[np.str_], weighed: Weighed, right: int | None) -> int | None:
    """The candidate whose answer is the right one, which two entries may share."""
    alike = [int(i) for i in weighed.entries if right is not None and answers[i] == answers[right]]
    best = int(weighed.entries[np.argmax(weighed.scores)])
    return best if best in alike else right


def _figures(points: Sequence[tuple[Point, float]], asked: Sequence[Asked]) -> Figures:
    right = np.array([point.right for point, _ in points])
    chance = np.array([chance for _, chance in points])
    answerable = sum(entry is not None for _, entry in asked)
    bins = np.minimum((chance * 10).astype(int), 9)
    off = sum(abs(chance[bins == i].sum() - right[bins == i].sum()) for i in range(10)) / len(points)
    return Figures(answerable, float(right.sum()) / max(1, answerable), _area(chance, right), float(off))


def _area(chance: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    higher = chance[right][:, None] - chance[~right][None]
    return float(((higher > 0) + 0.5 * (higher == 0)).mean()) if higher.size else math.nan


def _part(wording: str) -> str:
    place = share(wording)
    return "measured" if place < MEASURED else "calibrated" if place < CALIBRATED else "learnt"


def _body(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The encoder alone, out of a BERT with heads or an encoder-decoder."""
    for prefix in ("bert.", "encoder.embeddings."):
        if any(name.startswith(prefix) for name in tensors):
            cut = prefix.partition(".")[0] + "."
            return {name.removeprefix(cut): tensor for name, tensor in tensors.items() if name.startswith(cut)}
    return dict(tensors)


def _on(rows: Rows, device: torch.device) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(rows.ids).to(device), torch.from_numpy(rows.mask).to(device)


def _save(net: nn.Module, path: Path) -> None:
    from safetensors.torch import save_file

    save_file({name: tensor.detach().cpu().contiguous() for name, tensor in net.state_dict().items()}, path)


if __name__ == "__main__":
    main()
