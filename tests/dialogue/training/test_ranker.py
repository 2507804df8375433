"""The judge learns to choose, and to say that nothing fits."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from dialogue.judge import Judge  # noqa: E402
from dialogue.ranking import CANDIDATES, Candidates  # noqa: E402
from dialogue.training import ranker  # noqa: E402
from dialogue.training.ranker import Cases  # noqa: E402


def cases(count: int, seed: int) -> Cases:
    """The right candidate has a higher first number; without a right one, the question says so by its own."""
    random = np.random.default_rng(seed)
    candidates = random.normal(size=(count, CANDIDATES, 3)).astype(np.float32)
    right = random.integers(0, CANDIDATES, count)
    none = random.random(count) < 0.4
    candidates[np.arange(count), right, 0] += np.where(none, 0, 6)
    whole = np.column_stack([none * 3.0 + random.normal(size=count), random.normal(size=count)]).astype(np.float32)
    there = np.ones((count, CANDIDATES), np.bool_)
    return Cases(candidates, there, whole, np.where(none, CANDIDATES, right), np.arange(count) % ranker.NETWORKS)


@pytest.fixture(scope="module")
def judge() -> Judge:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranker, "STEPS", 200)
        torch.manual_seed(1)
        return Judge.of(ranker.fit(cases(1500, 1)))


def test_the_right_candidate_is_chosen_and_none_where_there_is_none(judge: Judge) -> None:
    unseen = cases(300, 2)
    no_sound = np.zeros(CANDIDATES, np.float32)
    chances = np.array(
        [judge.probabilities(c, w, no_sound) for c, w in zip(unseen.candidates, unseen.whole, strict=True)]
    )
    answerable = unseen.right < CANDIDATES
    assert (chances.argmax(1) == unseen.right)[answerable].mean() > 0.9
    assert chances.max(1)[answerable].mean() > 0.8
    assert chances.sum(1)[~answerable].mean() < 0.25


def test_what_it_says_are_probabilities(judge: Judge) -> None:
    unseen = cases(600, 3)
    no_sound = np.zeros(CANDIDATES, np.float32)
    total = np.array(
        [judge.probabilities(c, w, no_sound).sum() for c, w in zip(unseen.candidates, unseen.whole, strict=True)]
    )
    assert total.mean() == pytest.approx((unseen.right < CANDIDATES).mean(), abs=0.05)


def test_what_the_sound_adds_moves_its_candidate(judge: Judge) -> None:
    one = cases(1, 4)
    silent = np.zeros(CANDIDATES, np.float32)
    loud = silent.copy()
    loud[5] = 8.0
    before, after = (judge.probabilities(one.candidates[0], one.whole[0], sound) for sound in (silent, loud))
    assert after[5] > before[5]
    assert np.delete(after, 5).max() <= np.delete(before, 5).max() + 1e-6


def test_a_right_entry_among_no_candidates_counts_as_none() -> None:
    empty = np.zeros(2, np.float32)
    found = Candidates(np.array([4, 7]), np.array([1, 2]), np.zeros((2, 3), np.float32), empty, empty)
    assert ranker._right(found, 7) == 1
    assert ranker._right(found, 9) == ranker._right(found, None) == CANDIDATES
