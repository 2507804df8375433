from itertools import pairwise

import numpy as np

from avatar.blinks import APART, DOUBLE_AFTER, LENGTH, Blinks


def starts(seconds: float, **options: object) -> list[float]:
    return list(Blinks(seed=3, interval=3.2, **options).starts(0.0, seconds))  # type: ignore[arg-type]


def test_blinks_come_about_every_three_seconds_never_hurried() -> None:
    gaps = np.diff(starts(3_600.0))
    double = gaps < DOUBLE_AFTER + 0.01
    singles = gaps[~double]
    assert 0.08 < double.sum() / len(singles) < 0.16
    assert 2.8 < singles.mean() < 3.4
    assert singles.std() > 0.5
    assert singles.min() >= APART - DOUBLE_AFTER


def test_lid_closes_fully_and_opens_again() -> None:
    blinks = Blinks(seed=3, interval=3.2)
    first = starts(20.0)[1]
    assert blinks.lid(first) == 1.0
    assert blinks.lid(first + 0.09) == 0.0
    assert blinks.lid(first + LENGTH) == 1.0


def test_different_callers_see_different_blinks() -> None:
    assert list(Blinks(1, 3.2).starts(0, 60)) != list(Blinks(2, 3.2).starts(0, 60))


def test_an_event_makes_her_blink_and_the_next_one_waits() -> None:
    calm = starts(60.0)
    event = next(late - 0.5 for early, late in pairwise(calm) if late - early > 2.5)
    moved = starts(60.0, events=(event,))
    assert event in moved
    assert not [start for start in moved if event < start < event + 0.9 and start - event != DOUBLE_AFTER]


def test_no_blink_while_lips_are_shut() -> None:
    closures = [(at, at + 0.08) for at in np.arange(0, 120, 0.9)]
    for start in starts(110.0, closures=closures, events=tuple(np.arange(5.0, 100.0, 7.0))):
        assert all(start >= end + 0.14 or start + LENGTH <= begin - 0.14 for begin, end in closures)
