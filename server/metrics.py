"""What operators see at /metrics (Prometheus). Numbers only: no label ever holds what a person said."""

import asyncio

from prometheus_client import Counter, Gauge, Histogram

from server.events import Event
from server.stage import Timing

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
ALERTS = Counter("malbeot_alerts_total", "Crises that callers told of", ["crisis"])
VOICE_TO_VOICE = Histogram("malbeot_voice_to_voice_seconds", "Last voiced sample to first answer", buckets=_SECONDS)
FRAME = Histogram("malbeot_frame_seconds", "Drawing one frame, waiting included", buckets=_SECONDS)
LAG = Histogram(
    "malbeot_event_loop_lag_seconds", "Event loop lag", buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5)
)


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
    elif event.name == "alert":
        ALERTS.labels(data["crisis"]).inc()
    elif event.name == "error":
        FAILED.labels(data["error"]).inc()


async def watch_loop_lag(period: float = 0.05) -> None:
    """Measures for ever how late the event loop wakes a sleeper; `period` in seconds."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + period
        await asyncio.sleep(period)
        LAG.observe(max(0.0, loop.time() - due))
