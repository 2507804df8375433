"""`python -m speech.training --text FILE… --audio TABLE… --out FOLDER`: train, or go on with what FOLDER holds."""

import argparse
import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from speech.training import recordings, sentences, shipped, splices, voices
from speech.training.recordings import Recording
from speech.training.train import Material, Plan, Trainer
from speech.training.watch import Utterance, hearing_by, watch
from speech.training.wear import Wear
from speech.types import Samples

WATCHED = 60
"""utterances of each set that a training is watched by"""


def main() -> None:
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(
        Plan(options.minutes * 60, options.synthetic_only, options.recorded_share, options.flat, options.device),
        options.out,
    )
    if (options.out / "last.pt").is_file():
        trainer.resume(options.out / "last.pt")
    elif options.start and options.start.suffix == ".pt":
        trainer.start(options.start)
    spoken = [text for source in options.text for text in sentences.read(source)]
    heard, measured = recordings.split([one for table in options.audio for one in recordings.read(table)], options.hold)
    random = np.random.default_rng(options.seed + trainer.steps)
    material = Material(
        [text for text in spoken if not sentences.kept_for_measuring(text)],
        heard,
        Wear(random, rooms=_sounds(options.rooms), noises=_sounds(options.noises)),
        random,
    )
    if options.start and options.start.suffix == ".onnx" and not trainer.steps:
        trainer.start_as(shipped.read(options.start, material.some_features()))
    if options.spliced_share:
        words = splices.cut(heard, hearing_by(trainer.mean))
        logging.info("%d words of %d readers for splices", sum(map(len, words.words)), len(words.words))
        material = replace(material, splices=words, spliced_share=options.spliced_share)
    trainer.run(material, watch({"synthetic": _unheard(spoken), "recorded": _sample(measured)}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m speech.training", description=__doc__)
    parser.add_argument("--text", nargs="+", required=True, metavar="FILE[:FIELD]", help="sentences to synthesise")
    parser.add_argument("--audio", nargs="*", type=Path, default=[], metavar="TABLE", help="TSV: file, text, speaker")
    parser.add_argument("--hold", nargs="*", default=[], metavar="SPEAKER", help="speakers kept for measuring")
    parser.add_argument("--rooms", nargs="*", type=Path, default=[], metavar="FILE", help="room responses")
    parser.add_argument("--noises", nargs="*", type=Path, default=[], metavar="FILE", help="recorded noises")
    parser.add_argument("--out", type=Path, required=True, help="folder of checkpoints and log")
    parser.add_argument("--start", type=Path, help="a checkpoint or an exported .onnx to begin with")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--synthetic-only", type=float, default=0.16, help="share of the time before recordings join")
    parser.add_argument("--recorded-share", type=float, default=0.6, help="share of recordings after that")
    parser.add_argument(
        "--spliced-share",
        type=float,
        default=0.0,
        help="of the recordings, their words in new sentences; wants --start, or a training taken up again",
    )
    parser.add_argument("--flat", type=float, default=0.45, help="share of the time before the learning rate falls")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not options.audio:
        options.synthetic_only = 1.0
    return options


def _sounds(paths: list[Path]) -> list[Samples]:
    return [recordings.sound(path) for path in paths]


def _unheard(spoken: list[str]) -> list[Utterance]:
    """Sentences kept for measuring, in voices kept for measuring."""
    random = np.random.default_rng(7)
    kept = sorted({text for text in spoken if sentences.kept_for_measuring(text)})
    chosen = [str(text) for text in random.choice(kept, WATCHED)] if kept else []
    return [(voices.say(text, voices.UNTAUGHT, random), text) for text in chosen]


def _sample(measured: list[Recording]) -> list[Utterance]:
    return [(one.samples, one.text) for one in measured[:: max(1, len(measured) // WATCHED)]]


if __name__ == "__main__":
    main()
