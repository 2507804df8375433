"""`python -m speech.training.jets check FOLDER | train FOLDER --base VOICE --out RUN | listen RUN`

FOLDER holds WAV files and transcripts.tsv (columns file and text), or a .txt beside each .wav. See docs/models/jets.md.
"""

import argparse
import logging
import sys
from collections import Counter
from pathlib import Path

from speech.jets import snapshot
from speech.jets.snapshot import Snapshot
from speech.jets.spelling import spelling
from speech.jets.text import Front
from speech.training.jets import clips
from speech.training.jets.check import Report, check, embedded_listener
from speech.voices import jets


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        options.act(options)
    except (ModuleNotFoundError, FileNotFoundError, ValueError) as error:
        sys.exit(str(error))


def _check(options: argparse.Namespace) -> None:
    base = snapshot.read(jets.find(options.base)) if options.base else None
    report = _report(options.folder, base, options.by_ear)
    sys.exit(1 if report.faults else 0)


def _train(options: argparse.Namespace) -> None:
    import torch

    from speech.training.jets.teach import Plan, teach

    torch.set_num_threads(options.threads)
    base = snapshot.read(jets.find(options.base))
    report = _report(options.folder, base, options.by_ear)
    plan = Plan(
        options.steps,
        options.batch,
        options.rate,
        device=options.device,
        save_every=options.save_every,
        seed=options.seed,
    )
    print(f"{teach(base, report.usable, options.out, plan)}: now python -m speech.training.jets listen {options.out}")


def _listen(options: argparse.Namespace) -> None:
    from speech.training.jets.listen import SENTENCES, page

    lines = options.sentences.read_text("utf-8").splitlines() if options.sentences else SENTENCES
    voice = jets.load(str(options.run), options.device, options.threads)
    target = options.page or options.run / "listen.html"
    target.write_text(page(options.run, voice, [line for line in lines if line.strip()]), "utf-8")
    print(target)


def _report(folder: Path, base: Snapshot | None, by_ear: bool) -> Report:
    found = clips.read(folder)
    front = Front(base.config.tokens, base.config.g2p, spelling(base.config.g2p, "auto")) if base else None
    report = check(found, front, embedded_listener() if by_ear else None)
    for fault in report.faults:
        print(f"{fault.clip.name}\t{fault.kind}\t{fault.what}\t{'left out' if fault.unusable else 'kept'}")
    counted = ", ".join(f"{kind} {count}" for kind, count in Counter(fault.kind for fault in report.faults).items())
    print(f"{len(found)} recordings, {report.minutes:.1f} minutes, {len(report.usable)} usable")
    print(f"faults: {counted or 'none'}")
    return report


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m speech.training.jets", description=__doc__)
    acts = parser.add_subparsers(required=True)
    checks = acts.add_parser("check", help="what is wrong with the recordings")
    checks.set_defaults(act=_check)
    trains = acts.add_parser("train", help="go on teaching a voice with the recordings")
    trains.set_defaults(act=_train)
    for command in (checks, trains):
        command.add_argument("folder", type=Path)
        command.add_argument("--base", required=command is trains, help="folder or id of the voice that is to learn")
        command.add_argument(
            "--no-ear",
            dest="by_ear",
            action="store_false",
            help="do not look for texts of other recordings with the recogniser (minutes for an hour of sound)",
        )
    trains.add_argument("--out", type=Path, required=True, help="folder of the new voice")
    trains.add_argument("--steps", type=int, default=20_000)
    trains.add_argument("--batch", type=int, default=16)
    trains.add_argument("--rate", type=float, default=2e-4, help="of learning")
    trains.add_argument("--save-every", type=int, default=1000)
    trains.add_argument("--seed", type=int, default=1)
    listens = acts.add_parser("listen", help="a page to listen to the voice")
    listens.set_defaults(act=_listen)
    listens.add_argument("run", type=Path)
    listens.add_argument("--sentences", type=Path, help="one a line")
    listens.add_argument("--page", type=Path, help="where to write it; RUN/listen.html")
    for command in (trains, listens):
        command.add_argument("--device", default="cpu")
        command.add_argument("--threads", type=int, default=2)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
