import asyncio
import os
import threading
import time
from pathlib import Path

import pytest

from server import metrics
from server.load import Load, Meter, usable_cores


class Machine:
    """Two cores on which calls use as much processor time as a test says."""

    def __init__(self) -> None:
        self.meter = Meter(cores=2.0, call_cost=0.4, used=lambda: self.used)
        self.used = self.now = 0.0

    def run(self, seconds: float, cores: float, calls: int, *, whole: bool = True) -> Load:
        """Measured each half second."""
        for _ in range(round(seconds * 2)):
            self.now += 0.5
            self.used += cores * 0.5
            self.meter.measure(self.now, calls, whole=whole)
        return self.meter.load


def test_a_busy_thread_of_this_process_is_seen_and_forgotten() -> None:
    meter, stop = Meter(cores=1.0, call_cost=0.1), threading.Event()

    def spin() -> None:
        while not stop.is_set():
            pass

    def watch(seconds: float) -> Load:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            time.sleep(0.1)
            meter.measure(time.monotonic(), calls=0)
        return meter.load

    meter.measure(time.monotonic(), calls=0)
    used = time.process_time()
    worker = threading.Thread(target=spin)
    worker.start()
    busy = watch(3)
    share = (time.process_time() - used) / 3  # other work on this machine takes its part
    stop.set()
    worker.join()
    assert 0.4 * share < busy.cpu <= 1.05
    assert watch(3).cpu < busy.cpu / 2


async def test_the_event_loop_is_seen_to_be_late() -> None:
    meter = Meter(cores=1.0, call_cost=0.1)
    meter.measure(0.0, calls=0)
    watching = asyncio.create_task(metrics.watch_loop_lag(meter.lagged, period=0.01))
    for _ in range(5):
        await asyncio.sleep(0.02)
        time.sleep(0.1)  # noqa: ASYNC251  (this is what is to be noticed)
    watching.cancel()
    assert meter.measure(10.0, calls=0).lag > 0.02
    for second in range(11, 30):
        meter.measure(float(second), calls=0)
    assert meter.load.lag < 0.001


def test_pictures_that_take_longer_than_they_are_shown_are_late() -> None:
    meter, drawn = Meter(cores=1.0, call_cost=0.1), 0
    for second in range(20):
        drawn += 25
        meter.measure(float(second), calls=1, frames=(drawn, drawn * 0.06), fps=25)
    assert meter.load.lateness == pytest.approx(1.5, abs=0.05)
    for second in range(20, 40):
        meter.measure(float(second), calls=1, frames=(drawn, drawn * 0.06), fps=25)
    assert meter.load.lateness < 0.01, "no picture is drawn, so none is late"


def test_the_cost_of_a_call_is_learnt_from_those_going_on() -> None:
    machine = Machine()
    assert machine.meter.load.call_cost == pytest.approx(0.2)
    assert machine.run(300, cores=0.4, calls=4).call_cost == pytest.approx(0.05, rel=0.05)
    dear = machine.run(20, cores=1.6, calls=4).call_cost
    assert dear == pytest.approx(0.2, rel=0.1), "a dear call is believed soon"
    assert machine.run(10, cores=0.4, calls=4).call_cost > 0.12, "a cheap one is not"
    kept = machine.run(10, cores=0.0, calls=0).call_cost
    assert machine.run(300, cores=0.0, calls=0).call_cost == kept, "without calls there is nothing to learn"


def test_calls_that_do_not_get_all_they_should_teach_no_low_cost() -> None:
    assert Machine().run(300, cores=0.04, calls=4, whole=False).call_cost == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("cpu", "settling", "places"), [(0.0, 0, 7), (0.55, 0, 2), (0.65, 0, 1), (0.66, 0, 0), (0.0, 7, 0), (1.5, 0, 0)]
)
def test_as_many_places_as_fit_below_the_limit(cpu: float, settling: int, places: int) -> None:
    assert Load(cpu=cpu, call_cost=0.1).places(0.75, settling) == places


@pytest.mark.parametrize(
    ("groups", "files", "share"),
    [
        ("0::/", {"cpu.max": "50000 100000"}, 0.5),
        ("0::/office/app", {"office/cpu.max": "25000 100000", "office/app/cpu.max": "max 100000"}, 0.25),
        ("0::/", {"cpu.max": "max 100000"}, None),
        ("4:cpu,cpuacct:/app", {"cpu/app/cpu.cfs_quota_us": "30000", "cpu/app/cpu.cfs_period_us": "100000"}, 0.3),
        ("4:cpu:/", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, None),
        ("0::/", {"cpu.max": "nonsense"}, None),
        ("", {}, None),
    ],
)
def test_a_control_group_that_grants_less_is_heeded(
    groups: str, files: dict[str, str], share: float | None, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.write_text(groups)
    for name, text in files.items():
        file = tmp_path / "root" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    allowed = float(len(os.sched_getaffinity(0)))
    assert usable_cores(tmp_path / "root", own) == (allowed if share is None else share)


def test_a_machine_without_control_groups_has_its_cores(tmp_path: Path) -> None:
    assert usable_cores(tmp_path / "none", tmp_path / "none") >= 1
