"""`python -m dialogue.training.measure --data FOLDER [--dasan FILE]`: the figures of the model card.

Nothing here was learnt from: Dasan's third wordings (known are the first two), a tenth of Welfare-QA, our own wordings
that were held back, half of Chatbot_data and 3i4k as talk that no office answers. Errors are made up (`noise.py`).
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from dialogue import networks
from dialogue.knowledge.entry import Entry, parse
from dialogue.ranking import NeuralRanker, load
from dialogue.retrieval import Index, View
from dialogue.terms import letter_grams
from dialogue.training import texts
from dialogue.training.noise import mishear
from dialogue.types import Ranker

FOLDS: Final = 5
"""in which entries are taken out to be asked for"""
ALIKE: Final = 0.6
"""cosine of the letters of two answers from which they count as the same answer, filed twice"""
ALLOWED: Final = 0.01
"""share of wrong answers among those given"""

Open = Callable[[Sequence[Entry]], Ranker]


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    entry_id: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came first, how sure it was, and what came after."""

    score: float
    found: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m dialogue.training.measure", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds public_service/ and text/")
    parser.add_argument("--dasan", type=Path, help="dasan_qa.jsonl")
    parser.add_argument("--weights", type=Path, default=networks.PACKAGED)
    parser.add_argument("--engine", choices=("embedded", "lexical"), default="embedded")
    parser.add_argument("--threshold", type=float, default=0.5, help="fixed beforehand")
    parser.add_argument("--noises", type=float, nargs="+", default=[0.0, 0.1, 0.2])
    parser.add_argument("--parts", nargs="+", default=["dasan", "welfare", "own", "time"])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="wordings to time with")
    options = parser.parse_args(arguments)
    if options.engine == "lexical":
        opened: Open = Index
    else:
        weights = load(options.weights)
        opened = lambda entries: NeuralRanker(entries, weights)  # noqa: E731
    talk = _talk(options.data)
    if "dasan" in options.parts and options.dasan:
        entries, questions, same = dasan(options.dasan)
        report("Dasan, third wording", opened, entries, questions, same, talk, options)
    if "welfare" in options.parts:
        entries, questions = welfare(options.data)
        report("Welfare-QA, a tenth", opened, entries, questions, {}, talk, options)
    if "own" in options.parts:
        entries, questions = own()
        report("Our entries, wordings held back", opened, entries, questions, {}, talk, options)
    if "time" in options.parts:
        for size in options.sizes:
            clock(opened, options.data, size)


def dasan(path: Path) -> tuple[list[Entry], list[Question], dict[str, set[str]]]:
    """Entries of the first two wordings, the third wordings as questions, and which entries are the same twice."""
    merged: dict[str, list[dict[str, str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        merged.setdefault("".join(c for c in row["answer"] if c.isalnum()), []).append(row)
    entries, questions = [], []
    for i, rows in enumerate(merged.values()):
        known = [row[name].strip() for row in rows for name in ("q1", "q2")]
        entries.append(
            parse({"id": str(i), "topic": rows[0]["topic"], "questions": known, "answer": rows[0]["answer"]})
        )
        questions.append(Question(rows[0]["q3"].strip(), str(i)))
    return entries, questions, _filed_twice(entries)


def _filed_twice(entries: Sequence[Entry]) -> dict[str, set[str]]:
    """Entries whose answers are alike letter by letter, or that share a wording."""
    alike = View([Counter(letter_grams(entry.answer)) for entry in entries]).cosines_between(range(len(entries)))
    spelt = [{"".join(c for c in wording if c.isalnum()) for wording in entry.wordings} for entry in entries]
    return {
        one.id: {
            other.id for j, other in enumerate(entries) if i != j and (alike[i, j] >= ALIKE or spelt[i] & spelt[j])
        }
        for i, one in enumerate(entries)
    }


def welfare(data: Path) -> tuple[list[Entry], list[Question]]:
    """Services with their other nine tenths of questions and what the booklet says."""
    documents = {}
    for line in (data / "public_service/welfare_docs_2023/welfare_docs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        documents[row["title"]] = row["text"]
    known: dict[str, list[texts.Asked]] = {}
    asked = []
    for one in texts.welfare_questions(data):
        if texts.share(one.question) < texts.MEASURED:
            asked.append(one)
        else:
            known.setdefault(one.service, []).append(one)
    entries = [
        parse(
            {
                "id": f"w{i}",
                "topic": "복지",
                "title": service,
                "questions": [row.question for row in rows],
                "answer": documents.get(service) or " ".join(row.answer for row in rows),
            }
        )
        for i, (service, rows) in enumerate(known.items())
    ]
    ids = {entry.title: entry.id for entry in entries}
    return entries, [Question(one.question, ids[one.service]) for one in asked if one.service in ids]


def own() -> tuple[list[Entry], list[Question]]:
    entries, questions = [], []
    for entry in texts.own_entries():
        known = tuple(wording for wording in entry.questions if not texts.held(wording))
        entries.append(replace(entry, questions=known or entry.questions[:1]))
        questions += [Question(wording, entry.id) for wording in entry.questions if texts.held(wording) and known]
    return entries, questions


def _talk(data: Path) -> list[str]:
    """Half of Chatbot_data, and questions and commands of 3i4k, one of each in turn."""
    chat = [q for q, _ in texts.small_talk(data, measured=True)]
    lines = [line.split("\t") for line in (data / "text/3i4k/fci_test.txt").read_text("utf-8").splitlines()]
    spoken = [text for label, text in lines if label in "23"]
    random = np.random.default_rng(5)
    return [str(t) for pair in zip(random.permutation(chat), random.permutation(spoken), strict=False) for t in pair]


def report(
    title: str,
    opened: Open,
    entries: Sequence[Entry],
    questions: Sequence[Question],
    same: dict[str, set[str]],
    talk: Sequence[str],
    options: argparse.Namespace,
) -> None:
    wordings = sum(len(entry.wordings) for entry in entries)
    print(f"\n**{title}**: {len(entries)} entries, {wordings} wordings, {len(questions)} questions\n")
    print(
        "| CER | top-1 | equivalent counted | top-5 | AUROC wrong, off-topic | removed "
        f"| answered at {options.threshold} (wrong) | answered at ≤ 1 % wrong |"
    )
    print("|---|---|---|---|---|---|---|---|")
    ranker = opened(entries)
    part = {entry.id: int(texts.share(f"removed {entry.id}") * FOLDS) for entry in entries}
    without = [opened([entry for entry in entries if part[entry.id] != fold]) for fold in range(FOLDS)]
    for noise in options.noises:
        random = np.random.default_rng(11)
        heard = [replace(question, text=mishear(question.text, noise, random)) for question in questions]
        asked = [ask(ranker, question.text) for question in heard]
        other = [ask(ranker, mishear(text, noise, random)).score for text in talk[: len(questions)]]
        gone = np.array([ask(without[part[question.entry_id]], question.text).score for question in heard])
        right = np.array([o.found[:1] == (q.entry_id,) for o, q in zip(asked, questions, strict=True)])
        good = np.array(
            [
                o.found[:1] and o.found[0] in {q.entry_id, *same.get(q.entry_id, ())}
                for o, q in zip(asked, questions, strict=True)
            ],
            bool,
        )
        five = np.mean([q.entry_id in o.found for o, q in zip(asked, questions, strict=True)])
        scores = np.array([o.score for o in asked])
        wrong = np.concatenate([scores[~good], other])
        fixed = answered(scores, good, np.array(other), options.threshold)
        curve = [answered(scores, good, np.array(other), threshold) for threshold in np.unique(scores)]
        most = max((share for share, mistakes in curve if mistakes <= ALLOWED), default=0.0)
        print(
            f"| {noise:.0%} | {right.mean():.1%} | {good.mean():.1%} | {five:.1%} | {auroc(scores[good], wrong):.4f} "
            f"| {auroc(scores[good], gone):.3f} | {fixed[0]:.3f} ({fixed[1]:.2%}) | {most:.3f} |",
            flush=True,
        )


def ask(ranker: Ranker, text: str) -> Outcome:
    found = ranker.search(text, limit=5)
    return Outcome(found[0].score if found else 0.0, tuple(passage.entry_id for passage in found))


def answered(scores: np.ndarray, good: np.ndarray, other: np.ndarray, threshold: float) -> tuple[float, float]:
    """Share of the questions answered rightly at a threshold, and share of wrong among all answers given."""
    given = scores >= threshold
    wrong = int((given & ~good).sum() + (other >= threshold).sum())
    return float((given & good).mean()), wrong / max(1, int(given.sum()) + int((other >= threshold).sum()))


def auroc(right: np.ndarray, wrong: np.ndarray) -> float:
    """How often a right one is surer than a wrong one; ties count half."""
    order = np.sort(wrong)
    below, upto = np.searchsorted(order, right, "left"), np.searchsorted(order, right, "right")
    return float((below + upto).mean() / (2 * len(wrong)))


def clock(opened: Open, data: Path, size: int) -> None:
    """Time to build and to ask, with about `size` wordings, in seconds and milliseconds of one core's work."""
    entries = _large(data, size)
    questions = [wording for entry in entries[:: max(1, len(entries) // 120)] for wording in entry.questions[:1]]
    opened(entries[:2])
    begun = time.process_time()
    ranker = opened(entries)
    built = time.process_time() - begun
    random = np.random.default_rng(3)
    took = []
    for question in questions:
        text = mishear(question, 0.1, random)
        begun = time.process_time()
        ranker.search(text)
        took.append((time.process_time() - begun) * 1000)
    wordings = sum(len(entry.wordings) for entry in entries)
    print(
        f"{wordings} wordings, {len(entries)} entries: built in {built:.1f} s; a question takes "
        f"{np.median(took):.1f} ms, p95 {np.percentile(took, 95):.1f} ms of one core",
        flush=True,
    )


def _large(data: Path, size: int) -> list[Entry]:
    """Real sentences, eight to an entry; beyond what there is, with errors put in."""
    sentences = [row.question for row in texts.welfare_questions(data)]
    sentences += [text for group in texts.styles(data, held=False) for text in group]
    random = np.random.default_rng(2)
    order = [sentences[i] for i in random.permutation(len(sentences))]
    while len(order) < size:
        order += [mishear(text, 0.2, random) for text in order[: size - len(order)]]
    groups: Iterable[list[str]] = (order[i : i + 8] for i in range(0, size, 8))
    return [
        parse({"id": str(i), "topic": "x", "questions": [*group], "answer": group[0]}) for i, group in enumerate(groups)
    ]


if __name__ == "__main__":
    main()
