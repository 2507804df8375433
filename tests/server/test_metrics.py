"""What the events of a call leave in the metrics."""

import pytest
from prometheus_client import REGISTRY

from server import events, metrics
from server.stage import Timing

STAGES = ("endpoint", "transcribe", "screen", "answer", "speak", "animate")


def figure(name: str, stage: str) -> float:
    return REGISTRY.get_sample_value(f"malbeot_stage_{name}", {"stage": stage}) or 0.0


@pytest.mark.parametrize("stage", STAGES)
def test_waited_took_missed_and_fallback_of_every_stage_are_counted(stage: str) -> None:
    names = ("waited_seconds_sum", "took_seconds_sum", "budget_missed_total", "fallback_total")
    before = [figure(name, stage) for name in names]
    metrics.count(events.stage_ended(1, Timing(stage, 10.0, 30.0, 50)))
    metrics.count(events.stage_ended(1, Timing(stage, 20.0, 40.0, 50, fallback=True)))
    after = [figure(name, stage) for name in names]
    assert [new - old for old, new in zip(before, after, strict=True)] == pytest.approx([0.03, 0.07, 1, 1])


def test_a_stage_that_was_given_up_has_missed_its_budget() -> None:
    before = figure("budget_missed_total", "answer")
    metrics.count(events.failure("answer-timeout", ""))
    assert figure("budget_missed_total", "answer") == before + 1
    metrics.count(events.failure("answer-failed", ""))
    metrics.count(events.failure("turn-failed", ""))
    assert figure("budget_missed_total", "answer") == before + 1


@pytest.mark.parametrize(("took", "missed"), [(640.0, 0), (660.0, 1), (None, 0)])
def test_an_answer_over_the_whole_budget_is_counted(took: float | None, missed: int) -> None:
    before = figure("budget_missed_total", "voice_to_voice")
    record = events.TurnRecord(1, "answer", "a", "", "", took, (), voice_to_voice_budget_ms=650)
    metrics.count(events.turn_ended(record))
    assert figure("budget_missed_total", "voice_to_voice") == before + missed
