"""Texts as vectors: the nearer two of them, the likelier they ask for the same."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dialogue import networks
from dialogue.letters import COLUMNS, Ids, read, stack

WIDTH: Final = 256
AT_ONCE: Final = 32
"""texts; those of like length go through the network together"""

Floats = NDArray[np.float32]


class Encoder:
    """Safe to share between threads."""

    def __init__(self, session: Any, fingerprint: str) -> None:
        """`fingerprint`: another one whenever the same text might give another vector."""
        self._session = session
        self.fingerprint = fingerprint

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (texts, WIDTH)."""
        found = np.empty((len(texts), WIDTH), np.float32)
        ids = [read(text) for text in texts]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        for start in range(0, len(order), AT_ONCE):
            together = order[start : start + AT_ONCE]
            found[together] = self._run(stack([ids[i] for i in together]))
        return found

    def _run(self, ids: Ids) -> Floats:
        vectors: Floats = self._session.run(None, {"ids": ids})[0]
        return vectors


def load(folder: Path = networks.PACKAGED) -> Encoder:
    """Raises ModuleNotFoundError without onnxruntime, FileNotFoundError without weights, ValueError for wrong ones."""
    encoder = Encoder(networks.session(folder, "encoder"), networks.fingerprint(folder, "encoder"))
    try:
        shape = encoder._run(np.ones((2, 3, COLUMNS), np.int64)).shape
    except Exception as error:  # onnxruntime has no common base for its errors
        raise ValueError(f"the weights in {folder} are no sentence encoder: {error}") from error
    if shape != (2, WIDTH):
        raise ValueError(f"the sentence encoder in {folder} gives shape {shape} for two texts, not (2, {WIDTH})")
    return encoder
