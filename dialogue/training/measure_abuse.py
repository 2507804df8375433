"""`python -m dialogue.training.measure_abuse --unsmile FILE …`: the figures of docs/models/abuse.md.

The sets are for measuring: nothing is learnt from them. Every figure stands beside that of always answering "clean".
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogue.filters import embedded, wordlist
from dialogue.filters.labels import CLEAN, LABELS, label
from dialogue.training.abuse_sets import rows
from dialogue.training.abuse_thresholds import best_f1
from dialogue.training.noise import mishear
from dialogue.types import Filter

THRESHOLD: Final = 0.5
HEARD_WRONG: Final = (0.0, 0.1, 0.2)
"""shares of syllables"""
ROUNDS: Final = 5
"""times that every text is misheard in another way"""

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    labels: frozenset[str]


def main() -> None:
    options = _options()
    judge: Filter = _chosen(options)
    for path in options.unsmile:
        _tell_labels(f"UnSmile {path.name}", unsmile(path), judge)
    for path in options.hatescore:
        _tell_labels(f"HateScore {path.name}", hatescore(path), judge)
    for path in options.kmhas:
        _tell_binary(f"K-MHaS {path.name}", kmhas(path), judge)
    for source in options.clean:
        _tell_alarms(source, _texts(source), judge)
    if options.clean:
        _tell_time(_texts(options.clean[0]), judge)


def unsmile(path: Path) -> list[Labelled]:
    return [
        Labelled(row["문장"], frozenset(name for name in LABELS if row[name] == "1"))
        for row in rows(path, "\t", quoted=False)
    ]


def hatescore(path: Path) -> list[Labelled]:
    """Its web comments alone: the other rows are made up or from Wikipedia, and clean."""
    return [
        Labelled(row["comment"], frozenset(map(label, row["microlabel"].split(","))))
        for row in rows(path, ",")
        if row["source"] == "온라인 댓글"
    ]


def kmhas(path: Path) -> list[tuple[str, bool]]:
    return [(row["document"].strip('"'), row["label"] != "8") for row in rows(path, "\t", quoted=False)]


def scores(texts: Sequence[str], judge: Filter) -> Floats:
    """(texts, labels); a label that the filter does not know is 0, "clean" then what no other label claims."""
    found = []
    for text in texts:
        judged = dict(judge.judge(text))
        judged.setdefault(CLEAN, 1 - max(judged.values(), default=0.0))
        found.append([judged.get(name, 0.0) for name in LABELS])
    return np.array(found, np.float32)


def ranking_precision(right: Bools, given: Floats) -> float:
    """Label ranking average precision: of the labels ranked as high as each right one, the share that is right."""
    found = []
    for wanted, row in zip(right, given, strict=True):
        ranks = (row[None] >= row[wanted][:, None]).sum(1)
        hits = (row[wanted][None] >= row[wanted][:, None]).sum(1)
        if wanted.any():
            found.append(float((hits / ranks).mean()))
    return float(np.mean(found))


def f1(right: Bools, said: Bools) -> float:
    total = right.sum() + said.sum()
    return float(2 * (right & said).sum() / total) if total else 0.0


def _tell_labels(name: str, texts: Sequence[Labelled], judge: Filter) -> None:
    right = np.array([[one in text.labels for one in LABELS] for text in texts])
    given = scores([text.text for text in texts], judge)
    always = np.tile(np.eye(len(LABELS), dtype=np.float32)[-1], (len(texts), 1))
    halves = np.arange(len(texts)) % 2 == 0
    fitted = np.zeros_like(right)
    for part in (halves, ~halves):
        for i in range(len(LABELS)):
            if right[~part, i].any():
                fitted[part, i] = given[part, i] >= best_f1(given[~part, i], right[~part, i])[1]
    print(f"\n{name}: {len(texts)} texts | always clean: {_row(right, always >= THRESHOLD, always)}")
    print(f"  shipped thresholds: {_row(right, given >= THRESHOLD, given)}")
    print(f"  thresholds of the other half: {_row(right, fitted, given)}")
    for i, one in enumerate(LABELS):
        print(f"    {one}: {f1(right[:, i], given[:, i] >= THRESHOLD):.3f}, {f1(right[:, i], fitted[:, i]):.3f}")
    _tell_flags(~right[:, -1], given)


def _row(right: Bools, said: Bools, given: Floats) -> str:
    each = [f1(right[:, i], said[:, i]) for i in range(len(LABELS))]
    return f"micro F1 {f1(right, said):.3f}, macro F1 {np.mean(each):.3f}, LRAP {ranking_precision(right, given):.3f}"


def _tell_binary(name: str, texts: Sequence[tuple[str, bool]], judge: Filter) -> None:
    right = np.array([one for _, one in texts])
    print(f"\n{name}: {len(texts)} texts, {right.mean():.3f} of them abuse | always clean: F1 0.000")
    _tell_flags(right, scores([text for text, _ in texts], judge))


def _tell_flags(right: Bools, given: Floats) -> None:
    """Abuse or not: at the threshold for abuse at all, and as `screen` decides."""
    order = np.argsort(np.argsort(-given[:, -1], kind="stable"), kind="stable") + 1
    area = (order[right].sum() - right.sum() * (right.sum() + 1) / 2) / max(1, right.sum() * (~right).sum())
    not_clean, flagged = given[:, -1] <= THRESHOLD, given[:, :-1].max(1) >= THRESHOLD
    best, hit, wrong = best_f1(-given[:, -1], right)[0], flagged[right].mean(), flagged[~right].mean()
    print(f"  abuse or not: F1 {f1(right, not_clean):.3f}, best {best:.3f}, AUROC {area:.3f}")
    print(f"  flagged: {hit:.3f} of abuse, {wrong:.3f} of the rest, F1 {f1(right, flagged):.3f}")


def _tell_alarms(name: str, texts: Sequence[str], judge: Filter) -> None:
    random = np.random.default_rng(7)
    print(f"\n{name}: {len(texts)} clean texts, always clean: 0.00 %")
    for wrong in HEARD_WRONG:
        heard = [mishear(text, wrong, random) for _ in range(ROUNDS if wrong else 1) for text in texts]
        given = scores(heard, judge)
        flagged, not_clean = (given[:, :-1].max(1) >= THRESHOLD).mean(), (given[:, -1] <= THRESHOLD).mean()
        print(f"  {wrong:.0%} of syllables wrong: flagged {flagged:.2%}, not clean {not_clean:.2%}")


def _tell_time(texts: Sequence[str], judge: Filter) -> None:
    spent = []
    for text in texts[:500]:
        began = time.process_time()
        judge.judge(text)
        spent.append((time.process_time() - began) * 1000)
    middle, most = np.percentile(spent, (50, 95))
    print(f"\none sentence: median {middle:.2f} ms of processor time, 95 % within {most:.2f}")


def _texts(source: str) -> list[str]:
    """Of FILE (one a line), FILE:FIELD (.jsonl) or a CareCall file (.json, the seniors' turns)."""
    name, _, field = source.partition(":")
    content = Path(name).read_text("utf-8")
    if name.endswith(".json"):
        return [turn["text"] for call in json.loads(content) for turn in call["data"] if turn["role"] == "user"]
    return [json.loads(line)[field] if field else line for line in content.splitlines() if line.strip()]


def _chosen(options: argparse.Namespace) -> Filter:
    if options.filter == "wordlist":
        return wordlist.load()
    if options.filter == "hatescore":
        from dialogue.filters import hatescore as network

        return network.load(options.weights) if options.weights else network.load()
    return embedded.load(options.weights)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dialogue.training.measure_abuse", description=__doc__)
    parser.add_argument("--unsmile", nargs="*", type=Path, default=[], metavar="FILE")
    parser.add_argument(
        "--hatescore", nargs="*", type=Path, default=[], metavar="FILE", help="only with weights not learnt from it"
    )
    parser.add_argument("--kmhas", nargs="*", type=Path, default=[], metavar="FILE")
    parser.add_argument(
        "--clean", nargs="*", default=[], metavar="FILE[:FIELD]", help="texts nobody should be blamed for"
    )
    parser.add_argument("--filter", choices=["embedded", "hatescore", "wordlist"], default="embedded")
    parser.add_argument("--weights", help="folder of the filter's weights, or the id of a network")
    return parser.parse_args()


if __name__ == "__main__":
    main()
