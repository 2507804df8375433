"""A reranker of the model hub: how well a text answers a question, as a number that ranks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from dialogue.hub.cache import folder_of

if TYPE_CHECKING:
    from dialogue.hub.network import Network

LONGEST: Final = 256
"""tokens of a pair that are read"""
FILES: Final = ("config.json", "tokenizer.json")

Floats = NDArray[np.float32]


class Reranker:
    """Safe to share between threads."""

    def __init__(self, network: "Network") -> None:
        self._network = network
        self.fingerprint = network.fingerprint

    def scores(self, question: str, texts: Sequence[str]) -> Floats:
        """(texts,), unbounded"""
        output, _ = self._network([(question, text) for text in texts])
        found: Floats = output.logits[:, 0].float().cpu().numpy()
        return found


def load(model: str, device: str = "cpu") -> Reranker:
    """`model`: a folder, or an id whose copy lies in the hub's cache. FileNotFoundError when it is not on this machine,
    ValueError when it is no reranker."""
    folder = folder_of(model, FILES)
    from dialogue.hub.network import open_scorer

    return Reranker(open_scorer(folder, device, LONGEST))
