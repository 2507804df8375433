"""Quick character error rates without a language model, to watch a training by."""

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import nn

from speech.ctc import greedy
from speech.ctc.features import Features, log_mel
from speech.training.errors import error_rate
from speech.types import Samples

Utterance = tuple[Samples, str]
"""sound at 16 kHz and what is said"""


def watch(sets: Mapping[str, Sequence[Utterance]]) -> Callable[[nn.Module], dict[str, float]]:
    """A function that gives a network's error rate on each set."""
    prepared = {name: [(log_mel(sound), text) for sound, text in pairs] for name, pairs in sets.items() if pairs}

    def measure(net: nn.Module) -> dict[str, float]:
        net.eval()
        return {
            name: error_rate([(text, _heard(net, features)) for features, text in pairs])
            for name, pairs in prepared.items()
        }

    return measure


def _heard(net: nn.Module, features: Features) -> str:
    device = next(net.parameters()).device
    with torch.no_grad():
        return greedy.read(net(torch.from_numpy(features)[None].to(device))[0][0].cpu().numpy())
