"""Lists to choose from: the right entry first, the near ones with two wordings each."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from dialogue.training import cross  # noqa: E402
from dialogue.training.families import Family, _two_of_each, family  # noqa: E402

GROUPS = [
    ["수도 요금은 어떻게 내요", "물값 내는 방법", "수도 요금 납부"],
    ["수도가 얼었어요", "얼어서 수도가 안 나와요"],
    ["연금은 얼마예요"],
    ["연금 신청하고 싶어요", "연금은 어떻게 신청해요"],
]


@pytest.fixture(scope="module")
def known() -> Family:
    random = np.random.default_rng(1)
    return family(GROUPS, lambda sentences: random.normal(size=(len(sentences), 4)).astype(np.float32) * 0.01)


def test_two_wordings_of_each_entry_in_the_order_of_the_nearest() -> None:
    entry = np.array([0, 0, 1, 2, 2, 2])
    found = _two_of_each(np.array([4, 0, 3, 2, 1, 5]), entry)
    assert found.tolist() == [[4, 3], [0, 1], [2, 2]]


def test_an_entry_is_never_near_itself(known: Family) -> None:
    assert all(
        known.entry[near].ravel().tolist().count(own) == 0 for own, near in zip(known.entry, known.near, strict=True)
    )


def test_only_questions_with_another_wording_are_asked(known: Family) -> None:
    assert set(known.entry[known.askable()]) == {0, 1, 3}


def test_the_right_entry_of_a_list_has_another_wording_than_the_question(known: Family) -> None:
    random = np.random.default_rng(2)
    entry = {wording: i for i, group in enumerate(GROUPS) for wording in group}
    lists = [cross.draw(known, ["밥 먹었어요"], random) for _ in range(200)]
    right = [one for one in lists if one.right is not None]
    assert 100 < len(right) < 190
    for one in right:
        assert one.question not in one.wordings[0]
        assert any(wording in one.wordings[0] for wording in GROUPS[entry[one.question]])
    assert any(one.question == "밥 먹었어요" for one in lists if one.right is None)
