"""Answers from a knowledge base by words, letters and two small networks of ours. No network connection, no torch."""

from pathlib import Path
from typing import Final

from dialogue import networks, ranking
from dialogue.answering import MARGIN, KnowledgeAnswerer, open_store
from dialogue.knowledge.kept import Kept
from dialogue.ranking import NeuralRanker

THRESHOLD: Final = 0.55
ASK: Final = 0.22
"""its probabilities are surer than those of words and letters alone: more may be answered and asked back"""


def load(
    knowledge: str | Path | None = None,
    threshold: float = THRESHOLD,
    margin: float = MARGIN,
    phone: str = "120",
    ask: float = ASK,
    weights: str | Path | None = None,
) -> KnowledgeAnswerer:
    """The answerer over a knowledge base file, or over the entries that come with the product.

    `threshold`, `ask`: probabilities 0…1 from which an entry is answered and asked back; `margin`: log-odds; `phone`:
    where a person answers; `weights`: a folder with a manifest, by default the one that comes with the product.
    ModuleNotFoundError without onnxruntime, FileNotFoundError when there is no such base or no weights, ValueError when
    they are damaged or something else.
    """
    learnt = ranking.load(Path(weights) if weights else networks.PACKAGED)
    store, kept = open_store(knowledge), Kept(knowledge)
    return KnowledgeAnswerer(store, lambda entries: NeuralRanker(entries, learnt, kept), threshold, margin, phone, ask)
