"""`python -m dialogue.training.abuse --data FOLDER`: learns the weights of `filters/embedded` from the sets named.

Abuse itself is learnt from all texts, its kind from those that tell it and, for the others, from the words that name
groups. Thresholds are chosen on texts that nothing was learnt from. About ten minutes on one core.
"""

import argparse
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from dialogue import networks
from dialogue.filters.compact.groups import KINDS, TARGETS
from dialogue.filters.compact.network import Network, Reading
from dialogue.training.abuse_net import Convolved, Runs
from dialogue.training.abuse_sentences import own_clean, own_mentions
from dialogue.training.abuse_sets import READERS, Example, read
from dialogue.training.abuse_thresholds import choose
from dialogue.training.manifest import enter
from dialogue.training.noise import mishear
from dialogue.training.texts import share

HELD: Final = 0.08
"""share of all texts that only the thresholds are chosen on"""
TAKEN: Final = {"3i4k": 0.25, "welfare_qa": 0.4, "chatbot_data": 0.7}
"""share that is taken of a set that is far larger than needed"""
WEIGHTS: Final = {"own_hard": 3.0, "own_slur": 0.3, "own_hateful": 0.7, "own_insult": 3.0}
MISHEARD: Final = 0.15
"""share of texts that are learnt from once more as a recogniser may get them wrong"""
WORST_HEARD: Final = 0.25
"""syllables in error, at most"""
KIND_WEIGHT: Final = 0.5
"""of the loss of the kinds against that of abuse itself"""
SURE: Final = 0.7
"""likelihood of abuse from which a text teaches its kind"""
BATCH: Final = 192
PEAK: Final = 3e-3
"""learning rate"""
TABLE_RATE: Final = 0.05
"""learning rate of the tables of buckets"""
TERMS: Final = (
    "Learnt from public comments under Apache-2.0, MIT and CC BY-SA 4.0 (named in the card); whether share-alike "
    "reaches weights is unsettled: name the sources and pass on under the same terms to be on the safe side."
)

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    reading: Reading
    abuse: float
    kinds: Floats | None
    """(targets,) sums to 1; None when the text teaches none"""
    source: int
    """number of the set that has its own share of abuse; the last for all others"""
    weight: float


def main() -> None:
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    examples = gather(options.data, options.sets)
    learnt = [one for one in examples if share(one.text) >= HELD]
    held = [one for one in examples if share(one.text) < HELD]
    sources = [*options.sets, "others"]
    random = np.random.default_rng(options.seed)
    lessons = [lesson(one, sources) for one in [*learnt, *misheard(learnt, random)]]
    log.info("%d texts to learn from, %d to choose thresholds on", len(lessons), len(held))
    runs, convolved = Runs(), Convolved()
    fit(runs, lessons, len(sources), options.epochs_runs, random)
    fit(convolved, lessons, len(sources), options.epochs_convolved, random)
    arrays: dict[str, NDArray[Any]] = {**runs.arrays(), **convolved.arrays()}
    arrays["thresholds"] = np.zeros(1 + len(TARGETS), np.float32)
    arrays["thresholds"] = choose(Network.of(arrays), held, random)
    log.info("thresholds %s", np.round(arrays["thresholds"], 2))
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "abuse.npz"
    np.savez_compressed(path, allow_pickle=False, **arrays)
    enter(options.out, "abuse", path.name, f"{options.terms} Sets: {', '.join(options.sets)}.", options.licence)
    log.info("%s, %.2f MB", path, path.stat().st_size / 1e6)


def gather(data: Path, sets: Sequence[str]) -> list[Example]:
    """Every text once, the first that says it counts: our own sentences before the sets."""
    found: dict[str, Example] = {}
    for one in _all(data, sets):
        if one.source not in TAKEN or share(f"taken {one.text}") < TAKEN[one.source]:
            found.setdefault(" ".join(one.text.split()), one)
    return list(found.values())


def misheard(examples: Sequence[Example], random: np.random.Generator) -> list[Example]:
    """Some of what is said in conversation, and fewer comments, as a recogniser may write it down. What was abuse is
    hardly so any more, what was not must stay so."""
    some = [one for one in examples if random.random() < MISHEARD * (0.3 if one.comment else 2)]
    return [replace(one, text=mishear(one.text, random.uniform(0.05, WORST_HEARD), random)) for one in some]


def lesson(example: Example, sources: Sequence[str]) -> Lesson:
    reading = Reading.of(example.text)
    kinds = kinds_of(example, reading) if example.abuse >= SURE else None
    source = sources.index(example.source) if example.comment else len(sources) - 1
    return Lesson(reading, example.abuse, kinds, source, WEIGHTS.get(example.source, 1.0))


def kinds_of(example: Example, reading: Reading) -> Floats:
    """How much of each kind of abuse is in a text: what its set says, else the groups that its words name."""
    told = np.array([target in example.kinds for target in TARGETS], np.float32)
    any_and_several = reading.clues[:-1].reshape(2, len(TARGETS), len(KINDS))
    guessed = any_and_several.sum(0) @ np.array([3.0, 1.0], np.float32)
    guessed[-1] = 0.3 + 0.2 * guessed[-1]
    if told.any():
        within = told * (guessed + 1)
        return np.asarray(0.85 * within / within.sum() + 0.15 * guessed / guessed.sum(), np.float32)
    return np.asarray(guessed / guessed.sum(), np.float32)


def fit(net: nn.Module, lessons: Sequence[Lesson], sources: int, epochs: int, random: np.random.Generator) -> None:
    """Each set has its own offset, so that its share of abuse is not learnt from its style."""
    offsets = nn.Parameter(torch.zeros(sources))
    batches = len(lessons) // BATCH + 1
    optimizers = _optimizers(net, offsets)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizers[-1], PEAK, total_steps=epochs * batches, pct_start=0.1)
    net.train()
    for epoch in range(epochs):
        began, total = time.process_time(), 0.0
        for batch in _batches(lessons, batches, random):
            loss = _loss(net, batch, offsets)
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            for optimizer in optimizers:
                optimizer.step()
            schedule.step()
            total += loss.item()
        seconds = time.process_time() - began
        log.info("%s, epoch %d: loss %.4f, %.0f s", type(net).__name__, epoch + 1, total / batches, seconds)
    net.eval()


def _optimizers(net: nn.Module, offsets: nn.Parameter) -> list[torch.optim.Optimizer]:
    """Adagrad for tables of which a step touches little, AdamW for the rest."""
    torch.sparse.check_sparse_tensor_invariants.disable()  # type: ignore[no-untyped-call]  # else Adagrad warns
    tables = [one.weight for one in net.modules() if isinstance(one, nn.EmbeddingBag)]
    others = [one for one in net.parameters() if not any(one is table for table in tables)]
    dense = torch.optim.AdamW([*others, offsets], lr=PEAK, weight_decay=0.01)
    return [*([torch.optim.Adagrad(tables, lr=TABLE_RATE)] if tables else []), dense]


def _batches(lessons: Sequence[Lesson], count: int, random: np.random.Generator) -> Iterator[list[Lesson]]:
    """Texts of like length together."""
    lengths = np.array([len(one.reading.letters) for one in lessons])
    parts = np.array_split(np.argsort(lengths + random.normal(0, 8, len(lengths))), count)
    for part in random.permutation(count):
        yield [lessons[i] for i in parts[part]]


def _loss(net: nn.Module, batch: Sequence[Lesson], offsets: Tensor) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16, enabled=isinstance(net, Convolved)):
        outputs: Tensor = net([one.reading for one in batch]).float()
    own = functional.pad(offsets[:-1], (0, 1))[torch.tensor([one.source for one in batch])]
    weights = torch.tensor([one.weight for one in batch])
    abuse = torch.tensor([one.abuse for one in batch])
    loss = functional.binary_cross_entropy_with_logits(outputs[:, 0] + own, abuse, weights)
    telling = [i for i, one in enumerate(batch) if one.kinds is not None]
    if not telling:
        return loss
    kinds = torch.from_numpy(np.stack([kinds for one in batch if (kinds := one.kinds) is not None]))
    each = functional.cross_entropy(outputs[telling, 1:], kinds, reduction="none") * weights[telling]
    return loss + KIND_WEIGHT * each.sum() / len(batch)


def _all(data: Path, sets: Sequence[str]) -> Iterator[Example]:
    yield from own_clean()
    yield from own_mentions()
    for name in sets:
        yield from read(name, data)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dialogue.training.abuse", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="holds toxicity/, text/ and public_service/")
    parser.add_argument("--sets", nargs="*", default=list(READERS), choices=list(READERS), help="what to learn from")
    parser.add_argument("--out", type=Path, default=networks.PACKAGED, help="folder of the weights")
    parser.add_argument(
        "--licence", default="Apache-2.0; learnt also from CC BY-SA 4.0 texts, see docs/models/abuse.md"
    )
    parser.add_argument("--terms", default=TERMS)
    parser.add_argument("--epochs-runs", type=int, default=4)
    parser.add_argument("--epochs-convolved", type=int, default=7)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
