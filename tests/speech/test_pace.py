"""A caller's pauses are learnt, but not from one alone."""

from functools import reduce

import pytest

from speech.pace import REMEMBERED, Pace


def paced(*pauses: float) -> Pace:
    return reduce(Pace.after, pauses, Pace())


def test_nobody_is_slow_before_they_have_paused() -> None:
    assert Pace().slowness == 0


def test_quick_pauses_make_nobody_slow() -> None:
    assert paced(0.2, 0.3, 0.25, 0.4).slowness == 0


def test_the_more_long_pauses_the_surer() -> None:
    slowness = [paced(*[0.9] * count).slowness for count in (1, 2, 5, 10)]
    assert slowness == sorted(slowness)
    assert 0 < slowness[0] < slowness[-1] < 0.9


def test_one_long_pause_among_short_ones_is_forgiven() -> None:
    assert paced(0.2, 0.3, 1.4, 0.2, 0.3, 0.25).slowness == 0


def test_old_pauses_are_forgotten() -> None:
    hasty = paced(*[1.0] * REMEMBERED, *[0.2] * REMEMBERED)
    assert len(hasty.pauses) == REMEMBERED
    assert hasty.slowness == 0


def test_a_pace_is_not_changed_but_followed_by_another() -> None:
    first = Pace()
    assert first.after(0.8) != first
    assert first.pauses == ()
    assert first.after(0.8).pauses == pytest.approx((0.8,))
