import pytest

from harness.vitals import Reading, between

LAG = "malbeot_event_loop_lag_seconds"


def reading(at: float, cpu: float, quick: float, slow: float) -> Reading:
    buckets = {f"{LAG}_bucket0.001": quick, f"{LAG}_bucket0.01": quick + slow, f"{LAG}_bucket+Inf": quick + slow}
    return Reading(at, {"process_cpu_seconds_total": cpu, f"{LAG}_count": quick + slow, **buckets})


def test_only_what_happened_between_counts() -> None:
    spent = between(reading(10.0, 5.0, 1000, 1000), reading(20.0, 7.5, 1090, 1010))
    assert spent.cpu == pytest.approx(0.25)
    assert spent.loop_lag_p95_ms == 10.0


def test_a_quick_loop_is_reported_quick() -> None:
    assert between(reading(0, 0, 0, 0), reading(10, 0, 99, 1)).loop_lag_p95_ms == 1.0


def test_nothing_seen_is_not_zero() -> None:
    assert between(reading(0, 0, 5, 5), reading(10, 0, 5, 5)).loop_lag_p95_ms is None
