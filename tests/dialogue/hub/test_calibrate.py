"""The knowledge base's own wordings, and what no office answers, make probabilities of scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from dialogue.hub.calibrate import asked
from dialogue.hub.ranker import HubRanker
from dialogue.polyencoder.calibration import Calibration
from dialogue.polyencoder.off_topic import OFF_TOPIC
from tests.dialogue.polyencoder.tiny import ENTRIES, SERVICES, WISHES


@dataclass(frozen=True)
class Words:
    """Texts as the words they hold: an encoder that is right about what it knows."""

    width: int = len(SERVICES) + len(WISHES) + 1
    fingerprint: str = "words"

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[3.0 * (s in t) for s in SERVICES] + [1.0 * (w in t) for w in WISHES] + [0.5] for t in texts]
        return np.array([np.array(row, np.float32) / np.linalg.norm(row) for row in rows], np.float32)


@dataclass(frozen=True)
class Shared:
    """A reranker that knows whether two texts are about the same service."""

    fingerprint: str = "shared"

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([sum(s in question and s in text for s in SERVICES) for text in texts], np.float32)


@pytest.mark.parametrize("judging", [None, Shared()])
def test_own_wordings_calibrate_known_missing_and_strange_questions(judging: Shared | None) -> None:
    encoder, reranker = cast(Any, Words()), cast(Any, judging)
    bare = HubRanker(ENTRIES, encoder, reranker, None)
    points = asked(bare, 60)
    right = sum(point.right for point in points)
    assert 50 <= right <= 60 and len(points) == 120 + len(OFF_TOPIC)
    fitted = Calibration.fit(points, "w")
    ranker = HubRanker(ENTRIES, encoder, reranker, fitted)
    assert ranker.search("연금 어떻게 신청해요")[0].entry_id == "service-0"
    assert ranker.search("연금 어떻게 신청해요")[0].score > 0.5
    assert np.mean([ranker.search(text)[0].score > 0.5 for text in OFF_TOPIC]) < 0.1
    without = HubRanker(ENTRIES[1:], encoder, reranker, fitted)
    assert without.search("연금 어떻게 신청해요")[0].score < 0.5


def test_nothing_to_ask_is_no_crash() -> None:
    assert asked(HubRanker([], cast(Any, Words()), None, None)) == []
    assert HubRanker([], cast(Any, Words()), None, None).search("연금") == []
