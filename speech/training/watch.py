"""Quick character error rates without a language model, to watch a training by."""

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import nn

from speech.ctc import greedy
from speech.ctc.beam import LogProbabilities
from speech.ctc.features import Features, log_mel
from speech.training.errors import error_rate
from speech.types import Samples

Utterance = tuple[Samples, str]
"""sound at 16 kHz and what is said"""


def watch(sets: Mapping[str, Sequence[Utterance]]) -> Callable[[nn.Module], dict[str, float]]:
    """A function that gives a network's error rate on each set."""
    prepared = {name: [(log_mel(sound), text) for sound, text in pairs] for name, pairs in sets.items() if pairs}

    def measure(net: nn.Module) -> dict[str, float]:
        hear = hearing_by(net)
        return {
            name: error_rate([(text, greedy.read(hear(features))) for features, text in pairs])
            for name, pairs in prepared.items()
        }

    return measure


def hearing_by(net: nn.Module) -> Callable[[Features], LogProbabilities]:
    """What a network under training makes of features, shape (frames, SYMBOLS)."""
    net.eval()
    device = next(net.parameters()).device

    def hear(features: Features) -> LogProbabilities:
        with torch.no_grad():
            last, _ = net(torch.from_numpy(features)[None].to(device))
        heard: LogProbabilities = last[0].log_softmax(-1).cpu().numpy()
        return heard

    return hear
