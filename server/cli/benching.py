"""`malbeot bench`: many calls placed from outside, measured, reported and compared."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from harness import comparison, report, vitals
from harness.bench import BenchReport, turn_record
from harness.bench import bench as place_many
from harness.errors import CallError
from harness.network import Network
from harness.questions import Question, read_questions, wavs_only
from harness.vitals import Vitals
from server.cli.options import Json, show
from server.cli.rehearsal import rehearsal, voice_to_voice_budget
from speech.recognizers.rehearsed import Size

Url = Annotated[str, typer.Option(help="Address of the server.")]


def add_to(app: typer.Typer) -> None:
    app.command()(bench)


@dataclass(frozen=True, slots=True)
class _Plan:
    url: str
    questions: Sequence[Question]
    loads: Sequence[int]
    turns: int
    network: Network
    budget_ms: float | None
    """of voice to voice"""
    idle: float
    listen: float | None
    watchers: int | None


def bench(
    wav: Annotated[
        list[Path] | None, typer.Argument(help="WAV files; none: a rehearsal on a server of its own.")
    ] = None,
    url: Url = "http://localhost:8080",
    questions: Annotated[Path | None, typer.Option(help="JSONL of questions with known answers.")] = None,
    calls: Annotated[str, typer.Option(help="Calls at the same time; 1,2,4: one load after another.")] = "1",
    turns: Annotated[int, typer.Option(min=1, help="Turns in each call.")] = 4,
    prepared: Annotated[bool, typer.Option("--prepared", help="A rehearsal whose answers are clips.")] = False,
    networks: Annotated[
        Size | None, typer.Option(help="A rehearsal with Whisper of this size, JETS and Wav2Lip, weights random.")
    ] = None,
    idle: Annotated[float, typer.Option(min=0, help="Seconds to measure what silent calls cost, first.")] = 0.0,
    listen: Annotated[
        float | None, typer.Option(min=1, help="Seconds of each answer to listen to; then it is cut.")
    ] = None,
    watchers: Annotated[
        int | None, typer.Option(min=0, help="Callers who look at the picture; the others only count it.")
    ] = None,
    loss: Annotated[float, typer.Option(min=0, max=99, help="Percent of packets lost, each way.")] = 0.0,
    burst: Annotated[float, typer.Option(min=1, help="Packets lost in a row, on average.")] = 1.0,
    delay: Annotated[float, typer.Option(min=0, help="Milliseconds that each packet takes, each way.")] = 0.0,
    jitter: Annotated[float, typer.Option(min=0, help="Milliseconds at most that a packet is later than that.")] = 0.0,
    rate: Annotated[float | None, typer.Option(min=1, help="Kilobits a second of the caller's link.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the losses; each caller counts it up by one.")] = 0,
    page: Annotated[Path | None, typer.Option("--report", help="HTML file to write.")] = None,
    against: Annotated[Path | None, typer.Option(help="What an earlier bench printed with --json.")] = None,
    limit: Annotated[float, typer.Option(min=1, help="Ratio to the earlier bench that is too slow.")] = 1.25,
    as_json: Json = False,
) -> None:
    """Place many calls and hold every stage against its budget; exit status 1 when one is missed, a call fails or a
    stage has become slower than --limit allows.

    Without recordings or questions a server with the scripted profile is started for the bench, and asked the sentences
    it knows.
    """
    network = Network(loss / 100, burst, delay / 1000, jitter / 1000, rate and rate * 1000, seed)
    before = comparison.read_rows(against) if against else {}
    loads = _loads(calls)
    if page is not None:
        page.touch()  # a folder that is missing is better known before the calls than after them
    with tempfile.TemporaryDirectory() as folder:
        if wav or questions:
            asked = read_questions(questions, Path(folder)) if questions else []
            results = _measure(
                _Plan(url, [*asked, *wavs_only(wav or [])], loads, turns, network, None, idle, listen, watchers),
                as_json,
            )
        else:
            with rehearsal(prepared=prepared, networks=networks) as (own_url, known):
                if networks:
                    _print_networks(asyncio.run(vitals.engines(own_url)), networks, as_json)
                plan = _Plan(own_url, known, loads, turns, network, voice_to_voice_budget(), idle, listen, watchers)
                results = _measure(plan, as_json)
    changes = comparison.compare(before, comparison.rows_of(results))
    _print_changes(changes, limit, as_json)
    if page is not None:
        page.write_text(report.page(results, changes, limit), "utf-8")
    if any(result.missed for result in results) or any(change.passes(limit) for change in changes):
        raise typer.Exit(1)


def _print_networks(engines: Mapping[str, Any], size: Size, as_json: bool) -> None:
    """What works with random weights, and what could not be loaded for it."""
    given = {kind: engines[kind] for kind in ("recognizer", "voice", "animator")}
    text = f"REHEARSAL: random weights (Whisper {size}). Tells what this machine carries, nothing about quality."
    for kind, told in given.items():
        missing = "".join(f"; {name} left out: {why}" for name, why in dict(told["passed_over"]).items())
        text += f"\n  {kind:12} {told['engine']}{missing}"
    show({"rehearsal": "random weights", "whisper": size, "engines": given}, text, as_json=as_json)


def _loads(calls: str) -> list[int]:
    try:
        loads = [int(each) for each in calls.split(",")]
    except ValueError:
        raise typer.BadParameter(f"{calls!r} is no number of calls, nor several with commas between them") from None
    if min(loads) < 1:
        raise typer.BadParameter("at least one call")
    return loads


def _measure(plan: _Plan, as_json: bool) -> list[BenchReport]:
    results = []
    for calls in plan.loads:
        if plan.idle:
            _print_vitals("idle", calls, asyncio.run(vitals.idle(plan.url, calls, plan.idle)), as_json)
        before = asyncio.run(vitals.read(plan.url))
        result = place_many(
            plan.url,
            plan.questions,
            calls,
            plan.turns,
            voice_to_voice_budget_ms=plan.budget_ms,
            network=plan.network,
            listen=plan.listen,
            watchers=plan.watchers,
        )
        try:
            _print_vitals("asking", calls, vitals.between(before, asyncio.run(vitals.read(plan.url))), as_json)
        except CallError as gone:  # what was measured of the calls is told all the same
            typer.echo(f"malbeot: {gone}", err=True)
        _print(result, as_json)
        results.append(result)
    return results


def _print_vitals(what: str, calls: int, spent: Vitals, as_json: bool) -> None:
    text = (
        f"{what:16} {spent.cpu:.0%} of a core, {spent.memory_mb:.0f} MB, {spent.frames / spent.seconds:.1f} frames/s, "
        f"95 % of frames ≤ {spent.frame_p95_ms} ms, loop lag ≤ {spent.loop_lag_p95_ms} ms"
    )
    show({"vitals": what, "calls": calls, **spent.as_json()}, text, as_json=as_json)


def _print(result: BenchReport, as_json: bool) -> None:
    for row in result.rows:
        budget = f" of {row.budget_ms:.0f}" if row.budget_ms is not None else ""
        mark = "  MISSED" if row.missed else ""
        text = f"{row.stage:16} n={row.n:<4} p50 {row.p50_ms:7.1f}  p95 {row.p95_ms:7.1f}  p99 {row.p99_ms:7.1f}"
        show({**row.as_json(), "calls": result.calls}, f"{text}{budget} ms{mark}", as_json=as_json)
    if as_json:
        for turn in result.turns:
            print(json.dumps({**turn_record(turn), "calls": result.calls}, ensure_ascii=False), flush=True)
    summary = result.as_json()
    shares = [f"{name.replace('_', ' ')} {summary[name]:.1%}" for name in _SHARES if summary[name] is not None]
    show(summary, f"{f'{result.calls} at once':16} {len(result.turns)} turns, {', '.join(shares)}", as_json=as_json)
    for failure in result.failures:
        print(f"malbeot: a call failed: {failure}", file=sys.stderr)


_SHARES = ("heard_right", "answered_right", "received")


def _print_changes(changes: Sequence[comparison.Change], limit: float, as_json: bool) -> None:
    for change in changes:
        passed = change.passes(limit)
        record = {
            "compared": change.stage,
            "calls": change.calls,
            "figure": change.figure,
            "before_ms": change.before_ms,
            "after_ms": change.after_ms,
            "ratio": change.ratio,
            "passed": passed,
        }
        after = "gone" if change.after_ms is None else f"{change.after_ms:.1f} ms, × {change.ratio}"
        text = f"{change.stage:16} {change.calls} at once, {change.figure} {change.before_ms:.1f} → {after}"
        show(record, text + ("  SLOWER" if passed else ""), as_json=as_json)
