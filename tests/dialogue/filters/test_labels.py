"""The labels of other people's networks and sets become ours by name, never by position."""

import pytest

from dialogue.filters.labels import LABELS, label, order

HATESCORE = (*("None", "기타 혐오", "남성", "단순 악플", "성소수자", "여성/가족", "연령", "인종/국적", "종교", "지역"),)


def test_there_are_ten_labels_and_clean_is_one() -> None:
    assert len(set(LABELS)) == 10
    assert "clean" in LABELS


def test_two_orders_of_the_same_labels_mean_the_same() -> None:
    assert order(dict(enumerate(LABELS))) == LABELS
    ours = order(dict(enumerate(HATESCORE)))
    assert set(ours) == set(LABELS)
    assert (ours[0], ours[3]) == ("clean", "악플/욕설")


def test_an_unknown_label_is_named() -> None:
    with pytest.raises(ValueError, match="spam"):
        label("spam")


def test_a_label_that_no_output_stands_for_is_named() -> None:
    twice = dict(enumerate(LABELS)) | {3: "연령"}
    with pytest.raises(ValueError, match="인종/국적"):
        order(twice)


def test_too_few_outputs_are_refused() -> None:
    with pytest.raises(ValueError, match="numbered"):
        order({0: "clean", 1: "연령"})
