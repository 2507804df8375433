from dataclasses import replace
from pathlib import Path

import pytest

from harness.bench import BenchReport, answered_right, bench, heard_right, rows
from harness.call import TurnRecord
from harness.drift import skew_drift
from harness.measure import Gap
from harness.questions import Question
from harness.recording import RecordingError
from harness.wire import Span

WAV = Path("question.wav")


def turn(took_ms: float, transcript: str = "", voice_to_voice_ms: float | None = None) -> TurnRecord:
    stages = {"answer": Span(5.0, took_ms, 50.0)}
    return TurnRecord(1, transcript, "answer", "a", "", voice_to_voice_ms, None, None, stages, WAV)


def test_a_stage_counts_waiting_and_working() -> None:
    row = rows([turn(float(took)) for took in range(1, 101)])[0]
    assert (row.stage, row.n, row.budget_ms) == ("answer", 100, 50)
    assert row.p50_ms == pytest.approx(55.5)
    assert row.p50_ms < row.p95_ms < row.p99_ms
    assert row.missed
    assert set(row.as_json()) == {"stage", "n", "p50_ms", "p95_ms", "p99_ms", "budget_ms", "missed"}


def test_one_slow_turn_in_a_hundred_keeps_the_budget() -> None:
    row = rows([turn(10.0)] * 99 + [turn(500.0)])[0]
    assert not row.missed


def test_a_turn_without_sound_has_no_voice_to_voice() -> None:
    table = {row.stage: row for row in rows([turn(1.0), turn(1.0, voice_to_voice_ms=600.0)], 500.0)}
    assert table["voice_to_voice"].n == 1
    assert table["voice_to_voice"].missed


def test_hearing_is_right_whatever_the_spaces() -> None:
    turns = [turn(1.0, "교통카드는 어디서 받나요?"), turn(1.0, "교통가드는 어디서")]
    assert heard_right(turns, {WAV: "교통 카드는 어디서 받나요"}) == 0.5
    assert heard_right(turns, {}) is None


def test_a_failed_call_is_a_missed_budget() -> None:
    assert BenchReport((), (), ("http://localhost does not answer",), None).missed
    assert not BenchReport((), (), (), None).missed


def test_what_cannot_be_run_is_refused_before_any_call(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least"):
        bench("http://localhost", [])
    with pytest.raises(RecordingError):
        bench("http://localhost", [Question(tmp_path / "none.wav")])


def test_to_ask_back_is_not_the_right_answer() -> None:
    turns = [turn(1.0), replace(turn(1.0), kind="clarify", answer_id=None)]
    assert answered_right(turns, {WAV: "a"}) == 0.5
    assert answered_right(turns, {WAV: None}) == 0.5
    assert answered_right(turns, {}) is None


def test_what_is_measured_outside_has_rows_of_its_own() -> None:
    broken = replace(turn(1.0), av_skew_ms=-60.0, sound_gaps=(Gap(0.0, 0.1), Gap(1.0, 0.3)))
    table = {row.stage: row for row in rows([turn(1.0), broken])}
    assert table["av_skew"].n == 1 and table["av_skew"].p50_ms == 60
    assert table["sound_gaps"].n == 2 and table["sound_gaps"].p99_ms == pytest.approx(396, abs=1)
    assert table["freezes"].p99_ms == 0


def test_the_drift_of_two_calls_is_told_apart_from_their_levels() -> None:
    def later(call: int, at: float, skew: float) -> TurnRecord:
        return replace(turn(1.0), call=call, at=at, av_skew_ms=skew)

    apart = [later(call, 30.0 * n, 40.0 * call + 5.0 * n) for call in (0, 1) for n in range(5)]
    assert skew_drift(apart) == pytest.approx(10)
    assert skew_drift(apart[:3]) is None
