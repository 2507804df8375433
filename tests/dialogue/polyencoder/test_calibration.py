"""Scores that only rank become probabilities that are right as often as they say."""

from pathlib import Path

import numpy as np
import pytest

from dialogue.polyencoder.calibration import FILE, UNSURE, Calibration, Point, chances, margins


def points(number: int, seed: int) -> list[Point]:
    """Right as often as a known slope says."""
    random = np.random.default_rng(seed)
    scores, leads = random.normal(100, 5, number), random.exponential(2, number)
    chance = 1 / (1 + np.exp(-(0.4 * (scores - 100) + 0.6 * leads - 1)))
    return [
        Point(float(s), float(m), bool(r))
        for s, m, r in zip(scores, leads, random.random(number) < chance, strict=True)
    ]


def test_what_is_said_to_be_likely_is_as_often_right() -> None:
    fitted = Calibration.fit(points(3000, 1), "w")
    held = points(3000, 2)
    said = np.array(
        [1 / (1 + np.exp(-(fitted.score * p.score + fitted.margin * p.margin + fitted.bias))) for p in held]
    )
    right = np.array([point.right for point in held])
    for low in (0.0, 0.25, 0.5, 0.75):
        chosen = (said >= low) & (said < low + 0.25)
        assert abs(said[chosen].mean() - right[chosen].mean()) < 0.06


def test_a_higher_score_never_means_less() -> None:
    odd = [Point(float(i), float(-i % 7), i < 20) for i in range(40)]
    fitted = Calibration.fit(odd, "w")
    assert fitted.score >= 0 and fitted.margin >= 0


def test_points_that_part_perfectly_stay_finite() -> None:
    fitted = Calibration.fit([Point(i, i, i > 5) for i in range(10)], "w")
    assert np.isfinite([fitted.score, fitted.margin, fitted.bias]).all()
    with pytest.raises(ValueError, match="with and without"):
        Calibration.fit([Point(1, 1, True)], "w")


def test_chances_sum_to_one_at_most_and_without_a_calibration_none_is_answered() -> None:
    sure = Calibration(1.0, 0.0, 0.0, "w")
    assert chances(np.array([9.0, 9.0, -9.0]), sure).sum() <= 1
    assert chances(np.array([9.0, -9.0]), sure)[0] > 0.9
    assert chances(np.array([99.0, -9.0]), None).max() <= UNSURE
    assert len(chances(np.zeros(0), sure)) == 0


def test_the_lead_is_over_the_best_other_one() -> None:
    assert margins(np.array([1.0, 5.0, 3.0])).tolist() == [-4, 2, -2]
    assert margins(np.array([5.0, 5.0])).tolist() == [0, 0]
    assert margins(np.array([7.0])).tolist() == [0]


def test_a_calibration_is_read_back_for_its_own_weights_alone(tmp_path: Path) -> None:
    assert Calibration.read(tmp_path, "w") is None and Calibration.read(None, "w") is None
    fitted = Calibration(0.5, 0.25, -1.0, "w")
    fitted.write(tmp_path / FILE)
    assert Calibration.read(tmp_path, "w") == fitted
    assert Calibration.read(tmp_path, "others") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"score": -1, "margin": 0, "bias": 0, "weights": "w"}',
        '{"score": NaN, "margin": 0, "bias": 0, "weights": "w"}',
    ],
)
def test_a_broken_calibration_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(ValueError, match="no calibration"):
        Calibration.read(tmp_path, "w")
