"""The abuse filter that comes with the product: a small network of our own, and the word list, which sees through
spelling that the network never met. Model card: docs/models/abuse.md."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from dialogue import networks
from dialogue.filters import wordlist
from dialogue.filters.compact.network import Network, Reading
from dialogue.filters.compact.spelling import LONGEST
from dialogue.filters.labels import CLEAN, INSULT, LABELS
from dialogue.filters.wordlist import WordList

MOST: Final = 8
"""parts of `LONGEST` code points that are read"""


class CompactFilter:
    """Safe to share between threads."""

    def __init__(self, network: Network, listed: WordList) -> None:
        self._network = network
        self._listed = listed

    def judge(self, text: str) -> Mapping[str, float]:
        """Each of `LABELS` with its probability 0…1, shifted so that its own threshold lies at 0.5. Of a long text its
        worst part counts."""
        parts = [text[i : i + LONGEST] for i in range(0, min(len(text), LONGEST * MOST), LONGEST)] or [""]
        *kinds, abuse = np.max([self._network.kinds(Reading.of(part)) for part in parts], 0) - self._network.thresholds
        shifted = np.clip([*kinds, -abuse], -30, 30)
        judged = dict(zip(LABELS, (1 / (1 + np.exp(-shifted))).tolist(), strict=True))
        listed = self._listed.judge(text)[INSULT]
        return judged | {INSULT: max(judged[INSULT], listed), CLEAN: min(judged[CLEAN], 1 - listed)}


def load(weights: str | Path | None = None, words: str | Path | None = None) -> CompactFilter:
    """`weights`: a folder with abuse.npz and manifest.json; without it the weights that come with the product.
    `words`: a text file of an office's own words (UTF-8, one a line).

    Raises FileNotFoundError without the weights, ValueError for damaged ones or those of another network.
    """
    network = Network.of(networks.arrays(networks.PACKAGED if weights is None else Path(weights).expanduser(), "abuse"))
    compact = CompactFilter(network, wordlist.load(words))
    compact.judge("준비")
    return compact
