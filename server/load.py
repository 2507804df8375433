"""What the calls cost this process, against what it may use."""

import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SMOOTHED = 2.0
"""seconds over which load is smoothed (time constant)"""
DEARER, CHEAPER = 5.0, 30.0
"""seconds over which the cost of a call is believed to have risen or fallen (time constants)"""
LEAST_COST = 0.005
"""cores; no call is taken for cheaper"""
SETTLING = 5.0
"""seconds until what a new call costs shows in the load"""

CGROUPS = Path("/sys/fs/cgroup")
OWN_CGROUPS = Path("/proc/self/cgroup")


@dataclass(frozen=True, slots=True)
class Load:
    """Smoothed over seconds."""

    cpu: float = 0.0
    """processor time used, as a share 0…1 of the cores this process may use"""
    lag: float = 0.0
    """seconds by which the event loop wakes late"""
    lateness: float = 0.0
    """time it takes to draw a picture, in times of the time it is shown; over 1 it comes too late"""
    call_cost: float = 0.0
    """what one more call would cost, as a share of the cores"""

    def places(self, below: float, settling: int) -> int:
        """How many more calls fit while the load stays at or `below` this share; `settling` calls do not show yet."""
        free = below - self.cpu - settling * self.call_cost
        return max(0, math.floor(free / self.call_cost + 1e-9))


class Meter:
    """`call_cost`: cores one call is taken to cost until calls have shown it."""

    def __init__(self, cores: float, call_cost: float, used: Callable[[], float] = time.process_time) -> None:
        """`used`: seconds of processor time so far."""
        self.cores = cores
        self.load = Load(call_cost=call_cost / cores)
        self._used = used
        self._before: tuple[float, float, int, float] | None = None
        self._lags: list[float] = []

    def lagged(self, seconds: float) -> None:
        """The event loop woke a sleeper so much too late."""
        self._lags.append(seconds)

    def measure(
        self, now: float, calls: int, frames: tuple[int, float] = (0, 0.0), fps: int = 25, *, whole: bool = True
    ) -> Load:
        """The load at `now` (seconds) with so many calls going on.

        `frames`: how many pictures have been drawn and the seconds that took, since the start. `fps`: how many a second
        are wanted. `whole`: the calls get all they should; if not, they do not show what a call costs less.
        """
        used, lags = self._used(), self._lags
        before, self._before = self._before, (now, used, *frames)
        self._lags = []
        if before is None or now <= before[0]:
            return self.load
        seconds = now - before[0]
        drawn, drawing = frames[0] - before[2], frames[1] - before[3]
        near = _weight(seconds, SMOOTHED)
        share = (used - before[1]) / seconds / self.cores
        cpu = _towards(self.load.cpu, share, near)
        self.load = Load(
            cpu=cpu,
            lag=_towards(self.load.lag, sum(lags) / len(lags) if lags else 0.0, near),
            lateness=_towards(self.load.lateness, drawing / drawn * fps if drawn > 0 else 0.0, near),
            call_cost=self._cost(cpu / calls, seconds, whole) if calls else self.load.call_cost,
        )
        return self.load

    def _cost(self, shown: float, seconds: float, whole: bool) -> float:
        believed = self.load.call_cost
        if shown < believed and not whole:
            return believed
        weight = _weight(seconds, DEARER if shown > believed else CHEAPER)
        return max(_towards(believed, shown, weight), LEAST_COST / self.cores)


def usable_cores(root: Path = CGROUPS, own: Path = OWN_CGROUPS) -> float:
    """The cores this process may use: those it may run on, less where a control group grants less time."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(float(allowed), *_quotas(root, own), math.inf)


def _quotas(root: Path, own: Path) -> Iterator[float]:
    """In cores: those of this process's control groups and of all above them."""
    try:
        groups = own.read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for group in groups:
        _, controllers, path = group.split(":", 2)
        if not controllers:
            base, read = root, _second_version
        elif "cpu" in controllers.split(","):
            base, read = root / "cpu", _first_version
        else:
            continue
        folder = base / path.lstrip("/")
        for each in (folder, *(above for above in folder.parents if above.is_relative_to(base))):
            try:
                yield read(each)
            except (OSError, ValueError, ZeroDivisionError):
                continue  # no limit stands here


def _second_version(folder: Path) -> float:
    quota, period = (folder / "cpu.max").read_text(encoding="ascii").split()
    return int(quota) / int(period)  # "max" is no number


def _first_version(folder: Path) -> float:
    quota = int((folder / "cpu.cfs_quota_us").read_text(encoding="ascii"))
    return quota / int((folder / "cpu.cfs_period_us").read_text(encoding="ascii")) if quota > 0 else math.inf


def _weight(seconds: float, constant: float) -> float:
    return 1 - math.exp(-seconds / constant)


def _towards(value: float, target: float, weight: float) -> float:
    return value + (target - value) * weight
