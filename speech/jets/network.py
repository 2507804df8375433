"""The network that speaks: ESPnet's JETS generator (Apache-2.0; Lim et al. 2022, arXiv 2203.16852), run in two steps.

Encoder, predictors and decoder see the whole utterance and cost little; HiFi-GAN makes the sound piece by piece. The
only file of the run time that knows ESPnet, and only its networks, which need no torchaudio. Imports PyTorch: import it
late.
"""

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import soxr
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from speech.jets.snapshot import Config
from speech.jets.vocoder import Vocoder
from speech.types import Samples

CALL_RATE: Final = 48_000
"""Hz; sound comes out at it where the model's rate divides it: resampled apart by others, pieces would click"""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the network makes of the tokens before their durations are laid out."""

    hidden: Tensor
    """shape (1, tokens, width)"""
    durations: NDArray[np.int64]
    """frames of each token, shape (tokens,)"""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An utterance frame by frame, ready to be made sound."""

    hidden: Tensor
    """shape (1, width, frames)"""

    @property
    def frames(self) -> int:
        return int(self.hidden.shape[-1])


def build(config: Config) -> nn.Module:
    """ESPnet's generator with random weights. ValueError when it does not know the configuration."""
    with quiet():
        try:
            from espnet2.gan_tts.jets.generator import JETSGenerator
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(f"{error.name} is not installed: `make full` brings it") from error
        try:
            generator: nn.Module = JETSGenerator(idim=len(config.tokens), odim=config.bands, **config.generator)
        except Exception as error:  # ESPnet checks with assertions and typeguard, PyTorch raises its own
            raise ValueError(f"ESPnet cannot build a network of this configuration: {error}") from error
    return generator


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """ESPnet prints what it would like to have, and what it imports warns of its own age."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)


class Network:
    """Safe to share between threads."""

    def __init__(self, generator: Any, config: Config) -> None:
        with quiet():
            generator.generator.remove_weight_norm()
        self._net = generator.eval()
        self._hop = config.hop
        self._factor = CALL_RATE // config.rate if CALL_RATE % config.rate == 0 else 1
        self._own_rate = config.rate
        self.rate = config.rate * self._factor
        """Hz of the sound that comes out"""
        self.frame = config.hop / config.rate
        """seconds"""
        self._vocoder = Vocoder(generator.generator)
        self.reach = self._vocoder.reach
        """frames to each side that the sound of a frame hangs on"""

    def read(self, ids: Sequence[int]) -> Reading:
        net = self._net
        with torch.inference_mode():
            hidden, _ = net.encoder(torch.tensor([ids], device=next(net.parameters()).device), None)
            durations = net.duration_predictor.inference(hidden, None)
            pitch = net.pitch_embed(net.pitch_predictor(hidden, None).transpose(1, 2)).transpose(1, 2)
            energy = net.energy_embed(net.energy_predictor(hidden, None).transpose(1, 2)).transpose(1, 2)
            return Reading(hidden + energy + pitch, durations[0].cpu().numpy().astype(np.int64))

    def shape(self, reading: Reading, durations: NDArray[np.int64]) -> Shape:
        net = self._net
        with torch.inference_mode():
            laid = torch.from_numpy(durations)[None].to(reading.hidden.device)
            hidden, _ = net.decoder(net.length_regulator(reading.hidden, laid), None)
            return Shape(hidden.transpose(1, 2))

    def sound(self, shape: Shape, begin: int, end: int) -> Samples:
        """The frames `begin` … `end` at `rate`, as they would sound had all been made at once."""
        before, after = min(begin, 1), min(shape.frames - end, 1)  # a frame more for the filter of the resampler
        with torch.inference_mode():
            exact = self._vocoder.sound(shape.hidden, begin - before, end + after).float().cpu().numpy()
        if self._factor > 1:
            exact = soxr.resample(exact, self._own_rate, self.rate)
        size = self._hop * self._factor
        sound: Samples = np.ascontiguousarray(exact[before * size : (before + end - begin) * size])
        return sound
