"""The abuse filter that comes with the product: a small network of our own. Model card: docs/models/abuse.md."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from dialogue.filters.compact import store
from dialogue.filters.compact.network import Network, Reading
from dialogue.filters.compact.spelling import LONGEST
from dialogue.filters.labels import LABELS

MOST: Final = 8
"""parts of `LONGEST` code points that are read"""


class CompactFilter:
    """Safe to share between threads."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def judge(self, text: str) -> Mapping[str, float]:
        """Each of `LABELS` with its probability 0…1, shifted so that its own threshold lies at 0.5. Of a long text its
        worst part counts."""
        parts = [text[i : i + LONGEST] for i in range(0, min(len(text), LONGEST * MOST), LONGEST)] or [""]
        *kinds, abuse = np.max([self._network.kinds(Reading.of(part)) for part in parts], 0) - self._network.thresholds
        shifted = np.clip([*kinds, -abuse], -30, 30)
        return dict(zip(LABELS, (1 / (1 + np.exp(-shifted))).tolist(), strict=True))


def load(weights: str | Path | None = None) -> CompactFilter:
    """`weights`: a folder with abuse.npz and manifest.json; without it the weights that come with the product.

    Raises FileNotFoundError without the weights, ValueError for damaged ones or those of another network.
    """
    network = Network.of(store.read(store.PACKAGED if weights is None else Path(weights).expanduser()))
    compact = CompactFilter(network)
    compact.judge("준비")
    return compact
