"""The ladder, fed by hand: seconds pass as fast as the test runs."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from server.ladder import LAG_LIMIT, Ladder, Quality, fps_at
from server.load import Load

PERIOD = 0.5
"""seconds between two measurements"""


class Time:
    """Measurements handed to a ladder, and each level it went to with the second it did."""

    def __init__(self, ladder: Ladder) -> None:
        self.ladder = ladder
        self.now = 0.0
        self.steps: list[tuple[float, Quality]] = []
        ladder.on_change(lambda level: self.steps.append((self.now, level)))

    def run(self, seconds: float, load: Callable[[Quality], Load]) -> Quality:
        for _ in range(round(seconds / PERIOD)):
            self.now += PERIOD
            self.ladder.step(load(self.ladder.level), self.now)
        return self.ladder.level


def cpu(share: float) -> Callable[[Quality], Load]:
    return lambda _: Load(cpu=share)


@pytest.mark.parametrize(
    ("load", "level"),
    [
        (Load(cpu=0.80), Quality.FULL),
        (Load(cpu=0.87), Quality.SLOW_PICTURE),
        (Load(cpu=0.92), Quality.STILL),
        (Load(cpu=1.0), Quality.PREPARED),
        (Load(lateness=0.88), Quality.SLOW_PICTURE),
        (Load(lateness=9.0), Quality.PREPARED),
        (Load(lag=0.5 * LAG_LIMIT), Quality.FULL),
        (Load(lag=2 * LAG_LIMIT), Quality.TEXT),
        (Load(cpu=1.0, lag=2 * LAG_LIMIT), Quality.TEXT),
    ],
)
def test_each_load_settles_at_its_level(load: Load, level: Quality) -> None:
    time = Time(Ladder())
    assert time.run(300, lambda _: load) is level
    assert [each for _, each in time.steps] == list(Quality)[1 : level + 1], "one step at a time"


def test_the_sound_is_touched_last() -> None:
    """Only sound that breaks, never a busy processor alone, ends in writing."""
    time = Time(Ladder())
    assert time.run(600, lambda _: Load(cpu=3.0, lateness=50.0)) is Quality.PREPARED


def test_steps_come_no_faster_than_their_effect_can_be_seen() -> None:
    time = Time(Ladder())
    time.run(60, lambda _: Load(lag=1.0))
    moments = [at for at, _ in time.steps]
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 4.0


def test_all_comes_back_step_by_step_when_the_load_goes() -> None:
    time = Time(Ladder())
    time.run(60, lambda _: Load(lag=1.0))
    time.steps.clear()
    assert time.run(60, cpu(0.1)) is Quality.FULL
    assert [level for _, level in time.steps] == list(Quality)[3::-1]


def test_a_busy_moment_changes_nothing() -> None:
    time = Time(Ladder())
    for _ in range(20):
        time.run(3, cpu(1.0))
        time.run(1, cpu(0.5))
    assert not time.steps


@pytest.mark.parametrize("share", [0.55, 0.70, 0.84])
def test_between_leaving_and_entering_it_stays(share: float) -> None:
    above, below = Time(Ladder()), Time(Ladder())
    above.run(6, cpu(0.87))
    assert above.run(600, cpu(share)) is Quality.SLOW_PICTURE
    assert below.run(600, cpu(share)) is Quality.FULL


@pytest.mark.parametrize("whole", [0.7, 0.87, 1.0, 1.3, 1.6, 2.0])
def test_it_does_not_flap_though_every_step_makes_the_load_lighter(whole: float) -> None:
    relief = dict(zip(Quality, (1.0, 0.65, 0.3, 0.15, 0.02), strict=True))
    time = Time(Ladder())
    time.run(3600, lambda level: Load(cpu=min(1.0, whole * relief[level])))
    last_half_hour = [level for at, level in time.steps if at > 1800]
    assert len(last_half_hour) <= 2 * 1800 / 120, "a step that had to be taken back is tried again ever later"


def test_it_stays_within_its_bounds() -> None:
    weak = Time(Ladder(Quality.SLOW_PICTURE, Quality.STILL))
    assert weak.run(60, cpu(0.0)) is Quality.SLOW_PICTURE
    assert not weak.ladder.degraded
    assert weak.run(60, lambda _: Load(lag=1.0)) is Quality.STILL
    fixed = Time(Ladder(Quality.FULL, Quality.FULL))
    assert fixed.run(60, lambda _: Load(lag=1.0)) is Quality.FULL


def test_nobody_new_comes_while_those_here_lack_something() -> None:
    time = Time(Ladder())
    time.run(1, cpu(0.5))
    assert not time.ladder.burdened
    time.run(1, lambda _: Load(cpu=0.2, lateness=0.9))
    assert time.ladder.burdened, "before the first step down"
    time.run(60, cpu(0.92))
    time.run(1, cpu(0.1))
    assert time.ladder.level is Quality.STILL and time.ladder.burdened, "a held picture costs little"
    assert time.run(60, cpu(0.1)) is Quality.FULL and not time.ladder.burdened
    pinned = Time(Ladder(Quality.STILL, Quality.STILL))
    pinned.run(1, cpu(1.0))
    assert not pinned.ladder.burdened, "wanted so"


def test_who_no_longer_listens_is_not_told() -> None:
    ladder, heard = Ladder(), list[Quality]()
    leave = ladder.on_change(heard.append)
    time = Time(ladder)
    time.run(6, cpu(0.87))
    leave()
    time.run(60, cpu(0.0))
    assert heard == [Quality.SLOW_PICTURE]


def test_pictures_a_second() -> None:
    assert [fps_at(level, 25) for level in Quality] == [25, 15, 0, 0, 0]
    assert fps_at(Quality.SLOW_PICTURE, 10) == 10
