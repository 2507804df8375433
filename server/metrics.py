"""What operators see at /metrics (Prometheus). Numbers only: no label ever holds what a person said."""

import asyncio
import math
from collections.abc import Callable

from prometheus_client import Counter, Gauge, Histogram

from server.config import Budgets
from server.events import Event
from server.load import Load
from server.messages import Stats
from server.stage import Timing

_NO_STAGES = frozenset({"send", "voice_to_voice"})
"""budgets of what is not measured stage by stage"""
_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0)

CALLS = Gauge("malbeot_calls", "Calls going on")
CALLS_ENDED = Counter("malbeot_calls_ended_total", "Calls that ended", ["reason"])
CALLS_REFUSED = Counter("malbeot_calls_refused_total", "Offers that were refused", ["code"])
WAITED = Histogram("malbeot_stage_waited_seconds", "Waiting for a worker", ["stage"], buckets=_SECONDS)
TOOK = Histogram("malbeot_stage_took_seconds", "Working", ["stage"], buckets=_SECONDS)
MISSED = Counter("malbeot_stage_budget_missed_total", "Stages over their budget", ["stage"])
FALLBACK = Counter("malbeot_stage_fallback_total", "Fallbacks taken", ["stage"])
FAILED = Counter("malbeot_errors_total", "Errors told to callers", ["code"])
TURNS = Counter("malbeot_turns_total", "Turns that ended", ["kind"])
REVERSALS = Counter("malbeot_early_reversals_total", "Early lookups that the caller's next words overturned")
ALERTS = Counter("malbeot_alerts_total", "Crises that callers told of", ["crisis"])
VOICE_TO_VOICE = Histogram("malbeot_voice_to_voice_seconds", "Last voiced sample to first answer", buckets=_SECONDS)
FRAME = Histogram("malbeot_frame_seconds", "Drawing one frame, waiting included", buckets=_SECONDS)
LAG = Histogram(
    "malbeot_event_loop_lag_seconds", "Event loop lag", buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5)
)


QUALITY = Gauge("malbeot_quality_level", "0 full, 1 slow picture, 2 still picture, 3 prepared answers only, 4 text")
LOAD = Gauge("malbeot_load", "Share of the processor cores that the calls use, smoothed")
CALL_COST = Gauge("malbeot_call_cost", "What one more call is expected to cost, as a share of the cores")
WAITING = Gauge("malbeot_waiting", "People who wait for a free line")
BUDGET = Gauge("malbeot_stage_budget_seconds", "What a stage may take", ["stage"])
PAGE_FREEZES = Counter("malbeot_page_freezes_total", "Times the picture froze, as pages tell")
PAGE_FROZEN = Counter("malbeot_page_frozen_seconds_total", "Time the picture stood still, as pages tell")
PAGE_LOST = Counter("malbeot_page_lost_packets_total", "Packets that did not arrive, as pages tell")
PAGE_JITTER = Histogram("malbeot_page_jitter_seconds", "Jitter, as pages tell", buckets=_SECONDS)
PAGE_RTT = Histogram("malbeot_page_rtt_seconds", "Round trip, as pages tell", buckets=_SECONDS)


def announce(budgets: Budgets) -> None:
    """Show every stage from the start, with its budget."""
    for stage, milliseconds in budgets.model_dump().items():
        BUDGET.labels(stage).set(milliseconds / 1000)
        if stage not in _NO_STAGES:
            for metric in (WAITED, TOOK, MISSED, FALLBACK):
                metric.labels(stage)
    MISSED.labels("voice_to_voice")


def load_measured(load: Load) -> None:
    LOAD.set(load.cpu)
    CALL_COST.set(load.call_cost)


def told_by_page(stats: Stats) -> None:
    for counter, value, unit in (
        (PAGE_FREEZES, stats.freezes, 1),
        (PAGE_FROZEN, stats.frozen_ms, 1000),
        (PAGE_LOST, stats.lost, 1),
    ):
        counter.inc((value or 0) / unit)
    for histogram, milliseconds in ((PAGE_JITTER, stats.jitter_ms), (PAGE_RTT, stats.rtt_ms)):
        if milliseconds is not None:
            histogram.observe(milliseconds / 1000)


def frames_drawn() -> tuple[int, float]:
    """How many pictures were drawn since the start, and the seconds it took, waiting included."""
    (family,) = FRAME.collect()
    told = {sample.name: sample.value for sample in family.samples}
    return int(told["malbeot_frame_seconds_count"]), told["malbeot_frame_seconds_sum"]


def frame_drawn(timing: Timing) -> None:
    FRAME.observe((timing.waited_ms + timing.took_ms) / 1000)


def count(event: Event) -> None:
    """A reader of a call's events."""
    data = event.data
    if event.name == "stage" and data["event"] == "ended":
        WAITED.labels(data["stage"]).observe(data["waited_ms"] / 1000)
        TOOK.labels(data["stage"]).observe(data["took_ms"] / 1000)
        if data["missed"]:
            MISSED.labels(data["stage"]).inc()
        if data["fallback"]:
            FALLBACK.labels(data["stage"]).inc()
    elif event.name == "turn":
        TURNS.labels(data["kind"] or "none").inc()
        if data["voice_to_voice_ms"] is not None:
            VOICE_TO_VOICE.observe(data["voice_to_voice_ms"] / 1000)
            if data["voice_to_voice_ms"] > (data["voice_to_voice_budget_ms"] or math.inf):
                MISSED.labels("voice_to_voice").inc()
    elif event.name == "alert":
        ALERTS.labels(data["crisis"]).inc()
    elif event.name == "error":
        FAILED.labels(data["error"]).inc()
        stage, _, code = data["error"].rpartition("-")
        if code == "timeout":  # given up, so its time was never told
            MISSED.labels(stage).inc()


async def watch_loop_lag(report: Callable[[float], None], period: float = 0.05) -> None:
    """Measures for ever how late the event loop wakes a sleeper, and tells `report`; both in seconds."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + period
        await asyncio.sleep(period)
        late = max(0.0, loop.time() - due)
        LAG.observe(late)
        report(late)
