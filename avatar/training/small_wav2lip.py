"""`python -m avatar.training.small_wav2lip --out DIR`: a small Wav2Lip that moves the drawn counsellor's mouth.

Makes what she says and shows, then trains in three stages: sound and pictures together; the sound alone; and pictures
of what the network hears, so that they are sharp where the sound leaves a doubt. A second call with the same folder
goes on where the first stopped. `python -m avatar.training.export` makes the file that ships.
"""

import argparse
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from avatar.training import examples, texts
from avatar.training.teaching import Pupil, Teacher
from avatar.training.trainer import Plan, Trainer, copied


def main() -> None:
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.out.mkdir(parents=True, exist_ok=True)
    paths = options.text or sorted(texts.KNOWLEDGE.glob("*.jsonl"))
    taught = [text for text in texts.read(paths) if not texts.kept_for_measuring(text)]
    if not taught:
        raise SystemExit(f"no sentences: name files with --text, or run where {texts.KNOWLEDGE} is")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    together, listening, finishing = (60 * minutes for minutes in options.minutes)
    drawn, sounds, heard = (options.out / name for name in ("examples", "sounds", "heard"))

    examples.draw(drawn, options.examples, taught, options.seed)
    examples.listen(sounds, options.sounds, taught, options.seed)
    spoken = examples.read(sounds)
    pupil = Pupil(options.width)
    pupil = _stage(
        "together", together, pupil, options, lambda teacher: teacher.together(lambda: examples.read(drawn), spoken)
    )
    pupil = _stage("ear", listening, pupil, options, lambda teacher: teacher.listening(spoken))
    examples.draw(heard, options.heard, taught, options.seed + 1, copied(pupil).cpu().ear)
    _stage("finished", finishing, pupil, options, lambda teacher: teacher.finishing(examples.read(heard)))


def _stage(
    name: str,
    seconds: float,
    pupil: Pupil,
    options: argparse.Namespace,
    losses: Callable[[Teacher], Iterator[Tensor]],
) -> Pupil:
    """The mean of the weights at its end."""
    pupil = pupil.to(options.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    checkpoint = options.out / f"{name}.pt"
    trainer = Trainer(Plan(seconds), pupil, checkpoint)
    if checkpoint.is_file():
        trainer.resume()
    random = np.random.default_rng([options.seed, trainer.steps])
    trainer.run(losses(Teacher(pupil, random, options.device, not options.full_precision)))
    return trainer.mean


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m avatar.training.small_wav2lip", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of examples, checkpoints and log")
    parser.add_argument("--text", nargs="*", type=Path, default=[], metavar="FILE", help="default: dialogue/knowledge")
    parser.add_argument("--examples", type=int, default=11264, help="how many are drawn for the first stage")
    parser.add_argument("--sounds", type=int, default=14, help="files without pictures, 7 minutes of speech each")
    parser.add_argument("--heard", type=int, default=8192, help="how many are drawn for the last stage")
    parser.add_argument(
        "--minutes", type=float, nargs=3, default=(40, 5, 15), metavar=("TOGETHER", "LISTENING", "FINISHING")
    )
    parser.add_argument("--width", type=float, default=0.25, help="channels, of those of the published network")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full-precision", action="store_true", help="32-bit arithmetic, for processors without AMX")
    return parser.parse_args()


if __name__ == "__main__":
    main()
