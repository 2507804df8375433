"""`python -m dialogue.hub.calibrate --encoder ID --reranker ID`: makes probabilities of the scores of the two.

Asks the knowledge base its own wordings, each time as if that wording were not known (right answers), as if its whole
entry were not known (no right answer), and what no office answers. Beside a bank the result is found by itself.
"""

import argparse
import logging
from pathlib import Path
from typing import Final

import numpy as np

from dialogue.hub.encoder import load as load_encoder
from dialogue.hub.ranker import HubRanker
from dialogue.hub.reranker import load as load_reranker
from dialogue.knowledge.jsonl import shipped_entries
from dialogue.polyencoder.calibration import FILE, Calibration, Point
from dialogue.polyencoder.off_topic import OFF_TOPIC
from dialogue.shelf import open_store

ASKED: Final = 120
"""wordings of the knowledge base that are asked"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dialogue.hub.calibrate", description=__doc__)
    parser.add_argument("--encoder", required=True, help="id or folder")
    parser.add_argument("--reranker", help="id or folder")
    parser.add_argument("--knowledge", help="knowledge base; without it the entries that come with the product")
    parser.add_argument("--bank", type=Path, default=Path("var/banks/hub"), help="folder of the vectors")
    parser.add_argument("--asked", type=int, default=ASKED)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    store = open_store(options.knowledge)
    entries = store.entries() if store else shipped_entries()
    encoder = load_encoder(options.encoder, options.device)
    reranker = load_reranker(options.reranker, options.device) if options.reranker else None
    ranker = HubRanker(entries, encoder, reranker, None, options.bank)
    points = asked(ranker, options.asked)
    fitted = Calibration.fit(points, made_by(encoder.fingerprint, reranker.fingerprint if reranker else ""))
    options.bank.mkdir(parents=True, exist_ok=True)
    fitted.write(options.bank / FILE)
    print(f"{len(points)} questions, {sum(point.right for point in points)} of them with a right answer: {fitted}")


def made_by(encoder: str, reranker: str) -> str:
    """What a calibration is good for, of the two fingerprints."""
    return f"{encoder} {reranker}".strip()


def asked(ranker: HubRanker, most: int = ASKED) -> list[Point]:
    """What the ranker finds for its own wordings and for what nobody should be answered."""
    random = np.random.default_rng(0)
    sizes = np.bincount(ranker.owner, minlength=1)
    askable = np.flatnonzero(sizes[ranker.owner] > 1) if len(ranker.owner) else np.zeros(0, np.int64)
    points: list[Point | None] = []
    for row in random.permutation(askable)[:most]:
        others = np.arange(len(ranker.owner)) != row
        points.append(_point(ranker, ranker.wordings[row], others, int(ranker.owner[row])))
        points.append(_point(ranker, ranker.wordings[row], ranker.owner != ranker.owner[row], None))
    everything = np.ones(len(ranker.owner), np.bool_)
    points += [_point(ranker, text, everything, None) for text in OFF_TOPIC]
    return [point for point in points if point]


def _point(ranker: HubRanker, text: str, allowed: np.ndarray, right: int | None) -> Point | None:
    found = ranker.weigh(text, allowed)
    return Point.of(found.scores, found.entries, right) if len(found.scores) else None


if __name__ == "__main__":
    main()
