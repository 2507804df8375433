"""What a server spends, read from its own /metrics (Prometheus text format) before and after."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

from harness.caller import Caller
from harness.errors import CallError

LAG = "malbeot_event_loop_lag_seconds"
FRAME = "malbeot_frame_seconds"


@dataclass(frozen=True, slots=True)
class Vitals:
    """Over a span of time."""

    seconds: float
    cpu: float
    """share of one core, 0…"""
    memory_mb: float
    """resident at the end"""
    loop_lag_p95_ms: float | None
    """upper edge of the bucket that holds the 95th percentile; None when it lies beyond all"""
    frame_p95_ms: float | None
    """drawing a frame, waiting included; upper edge likewise"""
    frames: int

    def as_json(self) -> dict[str, float | None]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at /metrics."""

    at: float
    """time of the event loop, seconds"""
    samples: Mapping[str, float]

    def bucket(self, name: str, edge: str) -> float:
        return self.samples.get(f"{name}_bucket{edge}", 0.0)


async def engines(url: str) -> dict[str, Any]:
    """Stage → the engine it got and why others were passed over. Raises CallError when the server does not say."""
    found: dict[str, Any] = (await _get(url, "/healthz")).json()["engines"]
    return found


async def read(url: str) -> Reading:
    """Raises CallError when there are no metrics."""
    text = (await _get(url, "/metrics")).text
    samples = {
        sample.name + str(sample.labels.get("le", "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if set(sample.labels) <= {"le"}
    }
    return Reading(asyncio.get_running_loop().time(), samples)


async def _get(url: str, path: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=url, timeout=15) as http:
        try:
            return (await http.get(path)).raise_for_status()
        except httpx.HTTPError as error:
            raise CallError("unreachable", f"{url}{path} does not answer") from error


def between(before: Reading, after: Reading) -> Vitals:
    seconds = after.at - before.at

    def grown(name: str) -> float:
        return after.samples.get(name, 0.0) - before.samples.get(name, 0.0)

    return Vitals(
        seconds=round(seconds, 1),
        cpu=round(grown("process_cpu_seconds_total") / seconds, 3),
        memory_mb=round(after.samples.get("process_resident_memory_bytes", 0.0) / 1e6, 1),
        loop_lag_p95_ms=_percentile(before, after, LAG, 0.95),
        frame_p95_ms=_percentile(before, after, FRAME, 0.95),
        frames=round(grown(f"{FRAME}_count")),
    )


async def idle(url: str, calls: int, seconds: float) -> Vitals:
    """What calls cost in which nobody says anything, the greeting left out."""
    callers = [Caller(url, watch=False) for _ in range(calls)]
    try:
        for caller in callers:
            await caller.__aenter__()
        await asyncio.gather(*(caller.quiet(1.0) for caller in callers))
        before = await read(url)
        await asyncio.sleep(seconds)
        return between(before, await read(url))
    finally:
        await asyncio.gather(*(caller.hang_up() for caller in callers))


def _percentile(before: Reading, after: Reading, name: str, share: float) -> float | None:
    prefix = f"{name}_bucket"
    edges = [key.removeprefix(prefix) for key in after.samples if key.startswith(prefix)]
    total = after.samples.get(f"{name}_count", 0.0) - before.samples.get(f"{name}_count", 0.0)
    for edge in sorted(edges, key=float):
        if total and after.bucket(name, edge) - before.bucket(name, edge) >= share * total:
            return None if edge == "+Inf" else round(float(edge) * 1000, 1)
    return None
