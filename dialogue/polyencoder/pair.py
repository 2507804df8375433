"""A poly-encoder and a cross-encoder that belong together, as texts in, numbers out. Imports PyTorch: import late."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dialogue.polyencoder.checkpoint import fill, find, fingerprint, read
from dialogue.polyencoder.network import CrossEncoder, PolyEncoder, Shape
from dialogue.polyencoder.tokens import PAIR, QUESTION, VOCABULARY, Rows, Tokens

POLY: Final = "poly_encoder"
CROSS: Final = "cross_encoder"
CONFIG: Final = "config.json"
PLACES: Final = (".", "bert", POLY)
"""folders beside the weights in which vocabulary and config may lie, ours and those of the source project"""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """Safe to share between threads."""

    tokens: Tokens
    poly: PolyEncoder
    cross: CrossEncoder
    width: int
    fingerprint: str
    """of both networks and the vocabulary"""

    def questions(self, texts: Sequence[str]) -> Tensor:
        """(texts, CODES, width)"""
        with torch.inference_mode():
            return self.poly.questions(*self._two(self.tokens.questions(texts)))

    def answers(self, texts: Sequence[str]) -> Floats:
        """(texts, width)"""
        with torch.inference_mode():
            return np.asarray(self.poly.answers(*self._two(self.tokens.answers(texts))).cpu().numpy())

    def rough(self, question: str, answers: Floats) -> Floats:
        """The poly-encoder's score of each answer, given as `answers` makes them."""
        with torch.inference_mode():
            known = torch.from_numpy(answers).to(self._device)
            return np.asarray(self.poly.scores(self.questions([question]), known)[0].cpu().numpy())

    def fine(self, question: str, answers: Sequence[str]) -> Floats:
        """The cross-encoder's score of each answer."""
        rows = self.tokens.pairs(question, answers)
        with torch.inference_mode():
            segments = torch.from_numpy(rows.segments).to(self._device)
            return np.asarray(self.cross(*self._two(rows), segments).cpu().numpy())

    @property
    def _device(self) -> torch.device:
        return self.cross.linear.weight.device

    def _two(self, rows: Rows) -> tuple[Tensor, Tensor]:
        return torch.from_numpy(rows.ids).to(self._device), torch.from_numpy(rows.mask).to(self._device)


def load(folder: Path, device: str = "cpu") -> Pair:
    """FileNotFoundError when something is not there, ValueError when it is not what it should be."""
    files = find(folder, POLY), find(folder, CROSS)
    vocabulary = _beside(folder, VOCABULARY)
    tokens = Tokens(vocabulary)
    shape = Shape.read(_beside(folder, CONFIG), tokens.size)
    if shape.positions < max(QUESTION, PAIR):
        raise ValueError(f"the networks in {folder} read {shape.positions} tokens, {max(QUESTION, PAIR)} are needed")
    poly, cross = PolyEncoder(shape), CrossEncoder(shape)
    for network, file in zip((poly, cross), files, strict=True):
        fill(network, read(file), file)
        network.to(device).eval()
    return Pair(tokens, poly, cross, shape.width, fingerprint(*files, vocabulary))


def _beside(folder: Path, name: str) -> Path:
    for place in PLACES:
        if (folder / place / name).is_file():
            return folder / place / name
    raise FileNotFoundError(f"no {name} in {folder} or its folders {', '.join(PLACES[1:])}; it belongs to the weights")
