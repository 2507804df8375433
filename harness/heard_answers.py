"""How often the right answer is found for what is said aloud, beside what is found for the same words in perfect text.

    python -m harness.heard_answers voices ROWS.jsonl --rooms WAV… --noises WAV…
    python -m harness.heard_answers readers TABLE.tsv… --hold SPEAKER… --known FILE:FIELD… --missing 0.33

`voices`: each row's last wording is said by synthetic voices that no training heard; the others are known (rows as
`kb import` takes them, or with the columns q1, q2 … instead of `questions`). `readers`: every sentence of the corpus,
and of other texts, is an entry of its own; readers kept from training say theirs, which is known with a share of its
words missing.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from dialogue.knowledge.entry import Entry, parse
from dialogue.retrieval import Index
from dialogue.types import Ranker
from speech.audio import RATE
from speech.recognizers import embedded
from speech.recognizers.embedded import EmbeddedRecognizer
from speech.training import hearing, recordings, sentences, voices
from speech.training.errors import error_rate
from speech.training.watch import Utterance
from speech.types import AudioChunk

EDGE: Final = np.zeros(RATE // 4, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One utterance and the answer it should bring."""

    utterance: Utterance
    answer: str


def main() -> None:
    options = _options()
    random = np.random.default_rng(options.seed)
    if options.what == "voices":
        entries, clean = _said_by_voices(options.source, options.count, random)
    else:
        entries, clean = _said_by_readers(options, random)
    recognizer = embedded.load(
        options.weights, options.variant, [text for entry in entries for text in entry.questions]
    )
    ranker = Index(entries)
    print(f"{len(entries)} entries, {sum(len(entry.questions) for entry in entries)} wordings, {len(clean)} asked")
    for name, asked in _surrounded(clean, options, random).items():
        print(f"{name}: {_figures(recognizer, ranker, entries, asked)}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m harness.heard_answers", description=__doc__)
    parser.add_argument("what", choices=("voices", "readers"))
    parser.add_argument("source", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=300, help="utterances at most")
    parser.add_argument("--hold", nargs="*", default=[], metavar="SPEAKER", help="readers kept from training")
    parser.add_argument("--known", nargs="*", default=[], metavar="FILE[:FIELD]", help="sentences that are known too")
    parser.add_argument("--missing", type=float, default=0.0, help="share of its words that a known sentence lacks")
    parser.add_argument("--rooms", nargs="*", default=[], type=Path, metavar="FILE")
    parser.add_argument("--noises", nargs="*", default=[], type=Path, metavar="FILE")
    parser.add_argument("--weights", help="a folder with a manifest")
    parser.add_argument("--variant", default="real")
    parser.add_argument("--seed", type=int, default=11)
    return parser.parse_args()


def _said_by_voices(files: Sequence[Path], count: int, random: np.random.Generator) -> tuple[list[Entry], list[Asked]]:
    """Entries without their last wording, and that wording said in voices kept for measuring."""
    whole = [entry for file in files for entry in _entries(file) if len(entry.questions) > 1]
    chosen = random.permutation(len(whole))[:count]
    asked = [_asked_aloud(whole[index], random) for index in chosen]
    return [replace(entry, questions=entry.questions[:-1], title=entry.questions[0]) for entry in whole], asked


def _asked_aloud(entry: Entry, random: np.random.Generator) -> Asked:
    text = entry.questions[-1]
    said = voices.say(sentences.as_read(text), voices.UNTAUGHT, random)
    return Asked((np.concatenate([EDGE, said, EDGE]), text), entry.answer)


def _entries(file: Path) -> Iterator[Entry]:
    for line in file.read_text("utf-8").splitlines():
        if line.strip():
            yield parse(_row(json.loads(line)))


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    if "questions" in row:
        return dict(row)
    return {**row, "id": f"row-{row['id']}", "questions": [row[key] for key in sorted(row) if key[:1] == "q"]}


def _said_by_readers(options: argparse.Namespace, random: np.random.Generator) -> tuple[list[Entry], list[Asked]]:
    """An entry for each sentence; those that new readers say are known without a share of their words."""
    read = [one for table in options.source for one in recordings.read(table)]
    _, new = recordings.split(read, options.hold)
    others = [text for source in options.known for text in sentences.read(source)]
    said = {one.text for one in new}
    texts = dict.fromkeys([one.text for one in read] + others)
    entries = [
        parse(
            {
                "id": f"sentence-{number}",
                "topic": "-",
                "questions": [_shortened(text, options.missing, random) if text in said else text],
                "answer": text,
            }
        )
        for number, text in enumerate(texts)
    ]
    return entries, [Asked((one.samples, one.text), one.text) for one in new[: options.count]]


def _shortened(text: str, missing: float, random: np.random.Generator) -> str:
    words = text.split()
    left = max(1, round(len(words) * (1 - missing)))
    return " ".join(words[index] for index in sorted(random.permutation(len(words))[:left]))


def _surrounded(
    clean: Sequence[Asked], options: argparse.Namespace, random: np.random.Generator
) -> dict[str, list[Asked]]:
    sets = {"clean": list(clean)}
    if options.rooms and options.noises:
        rooms, noises = ([recordings.sound(path) for path in paths] for paths in (options.rooms, options.noises))
        around = hearing.Surroundings(rooms, noises, random)
        for name, heard in hearing.worn([one.utterance for one in clean], around).items():
            pairs = zip(clean, heard, strict=True)
            sets[name] = [replace(one, utterance=utterance) for one, utterance in pairs]
    return sets


def _figures(recognizer: EmbeddedRecognizer, ranker: Ranker, entries: Sequence[Entry], asked: Sequence[Asked]) -> str:
    answers = {entry.id: entry.answer for entry in entries}
    heard = [recognizer.transcribe(AudioChunk(one.utterance[0], RATE)) for one in asked]
    found = {
        "by sound and text": [ranker.search(one.text, limit=1, likelihood=one.likelihood) for one in heard],
        "by heard text alone": [ranker.search(one.text, limit=1) for one in heard],
        "by perfect text": [ranker.search(one.utterance[1], limit=1) for one in asked],
    }
    pairs = [(sentences.as_read(one.utterance[1]), text.text) for one, text in zip(asked, heard, strict=True)]
    shares = [f"{100 * error_rate(pairs):.1f} % of characters wrong"]
    for name, passages in found.items():
        right = [
            bool(best) and answers[best[0].entry_id] == one.answer for one, best in zip(asked, passages, strict=True)
        ]
        shares.append(f"right {name} {100 * float(np.mean(right)):.1f} %")
    return ", ".join(shares)


if __name__ == "__main__":
    main()
