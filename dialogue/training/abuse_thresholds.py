"""From which log-odds a kind of abuse counts, chosen on texts that nothing was learnt from."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogue.filters.compact.groups import TARGETS
from dialogue.filters.compact.network import Network, Reading
from dialogue.filters.labels import INSULT
from dialogue.training.abuse_sets import Example
from dialogue.training.noise import mishear

FALSE_ALARMS: Final = 0.001
"""share of what is said in conversation that a kind may take for itself wrongly, also where a fifth is misheard"""
HEARD_WRONG: Final = 0.2
"""of the syllables"""

Floats = NDArray[np.float32]


def choose(network: Network, held: Sequence[Example], random: np.random.Generator) -> Floats:
    """(targets + 1,): for the groups together, for insults, and for abuse at all, the best F1 on comments; no kind
    lower than conversation allows."""
    comments = [one for one in held if one.comment]
    calm = [one.text for one in held if not one.comment and one.abuse == 0]
    odds = np.stack([network.kinds(Reading.of(one.text)) for one in comments])
    texts = [*calm, *(mishear(text, HEARD_WRONG, random) for text in calm)]
    quiet = np.stack([network.kinds(Reading.of(text)) for text in texts])
    abuse = np.array([one.abuse >= 0.5 for one in comments])
    told = np.array([bool(one.kinds) or one.abuse < 0.5 for one in comments])
    right = np.array([[target in one.kinds for target in TARGETS] for one in comments]) & abuse[:, None]
    insult = TARGETS.index(INSULT)
    groups = best_f1(np.delete(odds[told, :-1], insult, 1).ravel(), np.delete(right[told], insult, 1).ravel())[1]
    best = np.full(len(TARGETS), groups)
    best[insult] = best_f1(odds[told, insult], right[told, insult])[1]
    allowed = np.quantile(quiet[:, :-1], 1 - FALSE_ALARMS, axis=0)
    return np.append(np.maximum(best, allowed), best_f1(odds[:, -1], abuse)[1]).astype(np.float32)


def best_f1(scores: Floats, right: NDArray[np.bool_]) -> tuple[float, float]:
    """The highest F1 that a threshold reaches, and that threshold. ValueError when nothing is right."""
    if not right.any():
        raise ValueError("no text to find")
    order = np.argsort(-scores)
    hits = np.cumsum(right[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + right.sum())
    best = int(np.argmax(f1))
    return float(f1[best]), float(scores[order[best]])
