"""`malbeot bench` with the calls themselves left out: what it passes on, what it prints, how it ends."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from harness import vitals
from harness.bench import BenchReport, rows
from harness.call import TurnRecord
from harness.errors import CallError
from harness.network import Network
from harness.questions import Question
from harness.vitals import Reading
from harness.wire import Span
from server.cli import benching


class Bench:
    """Answers every question as fast as it is told to, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.took_ms = 100.0
        self.watchers: int | None = None
        self.placed: list[tuple[int, int, Network]] = []

    def __call__(
        self,
        url: str,
        questions: Sequence[Question],
        calls: int,
        turns: int,
        voice_to_voice_budget_ms: float | None,
        network: Network,
        listen: float | None,
        watchers: int | None,
    ) -> BenchReport:
        self.placed.append((calls, turns, network))
        self.watchers = watchers
        stages = {"speak": Span(0.0, self.took_ms, 500.0)}
        turn = TurnRecord(1, "질문", "answer", "a", "답", 700.0, None, None, stages, questions[0].wav)
        return BenchReport(tuple(rows([turn])), (turn,), (), None, calls, 1.0, network)


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> Bench:
    clock = iter(range(1000))

    async def read(url: str) -> Reading:
        return Reading(float(next(clock)), {})

    bench = Bench()
    monkeypatch.setattr(benching, "place_many", bench)
    monkeypatch.setattr(vitals, "read", read)
    return bench


def run(*arguments: Any) -> Result:
    app = typer.Typer()
    benching.add_to(app)
    return CliRunner().invoke(app, ["question.wav", *map(str, arguments)])


def test_the_network_and_the_loads_are_passed_on_in_the_units_of_the_harness(placed: Bench) -> None:
    arguments = "--calls 1,3 --turns 2 --loss 5 --burst 2 --delay 40 --jitter 30 --rate 800 --seed 7"
    assert run(*arguments.split()).exit_code == 0
    network = Network(0.05, 2.0, 0.04, 0.03, 800_000, 7)
    assert placed.placed == [(1, 2, network), (3, 2, network)]


def test_how_many_callers_look_is_passed_on_and_all_do_unless_told(placed: Bench) -> None:
    assert run("--calls", "4").exit_code == 0 and placed.watchers is None
    assert run("--calls", "4", "--watchers", "1").exit_code == 0 and placed.watchers == 1


@pytest.mark.parametrize("calls", ["0", "1,,2", "many"])
def test_a_wrong_number_of_calls_is_a_mistake(calls: str, placed: Bench) -> None:
    assert run("--calls", calls).exit_code == 2
    assert placed.placed == []


def test_json_has_rows_with_their_stable_keys_turns_and_a_summary(placed: Bench) -> None:
    records = [json.loads(line) for line in run("--json").stdout.splitlines()]
    stable = {"stage", "n", "p50_ms", "p95_ms", "p99_ms", "budget_ms", "missed"}
    assert all(stable <= set(record) for record in records if "stage" in record)
    assert [record["calls"] for record in records] == [1] * len(records)
    (turn,) = (record for record in records if "turn" in record)
    assert turn["answer_id"] == "a" and turn["wav"] == "question.wav"
    (summary,) = (record for record in records if "summary" in record)
    assert summary["answered_right"] == 1.0


def test_a_bench_that_became_slower_than_an_earlier_one_fails(placed: Bench, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    before.write_text(run("--json").stdout)
    assert run("--against", before).exit_code == 0
    placed.took_ms = 180.0
    slower = run("--against", before, "--json")
    assert slower.exit_code == 1
    compared = {
        record["compared"]: record for record in map(json.loads, slower.stdout.splitlines()) if "ratio" in record
    }
    assert compared["speak"]["ratio"] == 1.8 and compared["speak"]["passed"]
    assert not compared["voice_to_voice"]["passed"]
    assert run("--against", before, "--limit", 2).exit_code == 0


def test_a_missed_budget_fails(placed: Bench) -> None:
    placed.took_ms = 900.0
    assert run().exit_code == 1


def test_the_report_is_written_also_when_a_budget_is_missed(placed: Bench, tmp_path: Path) -> None:
    placed.took_ms = 900.0
    run("--report", tmp_path / "bench.html")
    assert (tmp_path / "bench.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_report_that_cannot_be_written_is_said_before_the_calls(placed: Bench, tmp_path: Path) -> None:
    result = run("--report", tmp_path / "nowhere" / "bench.html")
    assert isinstance(result.exception, FileNotFoundError)
    assert placed.placed == []


def test_a_server_that_is_gone_afterwards_does_not_lose_what_was_measured(
    placed: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looks = iter([Reading(0.0, {})])

    async def read(url: str) -> Reading:
        for look in looks:
            return look
        raise CallError("unreachable", "it does not answer")

    monkeypatch.setattr(vitals, "read", read)
    wav = tmp_path / "question.wav"
    wav.touch()
    result = run(wav, "--json")
    assert '"turn"' in result.output
    assert "unreachable" in result.output
