"""`python -m dialogue.training.answering --data FOLDER --run FOLDER`: all that the answerer's networks need, in order.

What the run folder holds is taken up: with more minutes than before, the networks learn on, also what has been written
into the knowledge since.
"""

import argparse
from pathlib import Path

from dialogue import networks
from dialogue.training import cross, encoder, export, ranker


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dialogue.training.answering", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds public_service/ and text/")
    parser.add_argument("--run", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--encoder-minutes", type=float, default=20)
    parser.add_argument("--cross-minutes", type=float, default=20)
    parser.add_argument("--out", type=Path, default=networks.PACKAGED)
    options = parser.parse_args()
    where = ["--data", str(options.data), "--out", str(options.run)]
    encoder.main([*where, "--minutes", str(options.encoder_minutes)])
    cross.main([*where, "--minutes", str(options.cross_minutes)])
    export.main(["--run", str(options.run), "--out", str(options.out)])
    ranker.main(["--data", str(options.data), "--weights", str(options.out)])


if __name__ == "__main__":
    main()
