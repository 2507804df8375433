"""`malbeot call` and `bench`: calls placed from outside."""

import asyncio
import contextlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import soundfile
import typer

from harness import vitals
from harness.bench import BenchReport
from harness.bench import bench as place_many
from harness.call import TurnRecord, place_call
from harness.vitals import Vitals
from server.cli.options import Json, given, show
from server.config import load_profile
from server.engines import choose
from speech.types import Voice

Url = Annotated[str, typer.Option(help="Address of the server.")]


def add_to(app: typer.Typer) -> None:
    app.command()(call)
    app.command()(bench)


def call(
    wav: Annotated[
        list[str] | None, typer.Argument(help="WAV files; otherwise one a line from standard input.")
    ] = None,
    url: Url = "http://localhost:8080",
    save: Annotated[Path | None, typer.Option(help="WebM file for what comes back.")] = None,
    as_json: Json = False,
) -> None:
    """Place a real call, speak each recording as one turn and print what came back."""

    def print_turn(turn: TurnRecord) -> None:
        text = f"{turn.turn}: {turn.transcript!r} → [{turn.kind}] {turn.answer} ({turn.voice_to_voice_ms} ms)"
        show(turn.as_json(), text, as_json=as_json)

    asyncio.run(place_call(url, [Path(file) for file in given(wav)], save, print_turn))


def bench(
    wav: Annotated[
        list[Path] | None, typer.Argument(help="WAV files; none: a rehearsal on a server of its own.")
    ] = None,
    url: Url = "http://localhost:8080",
    calls: Annotated[int, typer.Option(min=1, help="Calls at the same time.")] = 1,
    turns: Annotated[int, typer.Option(min=1, help="Turns in each call.")] = 4,
    idle: Annotated[float, typer.Option(min=0, help="Seconds to measure what silent calls cost, first.")] = 0.0,
    as_json: Json = False,
) -> None:
    """Place many calls and hold every stage against its budget; exit status 1 when one is missed.

    Without recordings a server with the scripted profile is started for the bench, and asked the sentences it knows.
    """
    if wav:
        report = _measure(url, wav, calls, turns, idle, as_json)
    else:
        with rehearsal() as (own_url, sentences):
            report = _measure(own_url, list(sentences), calls, turns, idle, as_json, sentences)
    _print(report, as_json)
    if report.missed:
        raise typer.Exit(1)


def _measure(
    url: str,
    wavs: list[Path],
    calls: int,
    turns: int,
    idle: float,
    as_json: bool,
    expected: dict[Path, str] | None = None,
) -> BenchReport:
    budget = load_profile("scripted").budgets.voice_to_voice if expected else None
    if idle:
        _print_vitals("idle", asyncio.run(vitals.idle(url, calls, idle)), as_json)
    before = asyncio.run(vitals.read(url))
    report = place_many(url, wavs, calls, turns, budget, expected)
    _print_vitals("asking", vitals.between(before, asyncio.run(vitals.read(url))), as_json)
    return report


def _print_vitals(what: str, spent: Vitals, as_json: bool) -> None:
    text = (
        f"{what:16} {spent.cpu:.0%} of a core, {spent.memory_mb:.0f} MB, {spent.frames / spent.seconds:.1f} frames/s, "
    )
    text += f"95 % of frames ≤ {spent.frame_p95_ms} ms, loop lag ≤ {spent.loop_lag_p95_ms} ms"
    show({"vitals": what, **spent.as_json()}, text, as_json=as_json)


@contextlib.contextmanager
def rehearsal() -> Iterator[tuple[str, dict[Path, str]]]:
    """A server with the scripted profile in a process of its own: its address, and recordings of what it knows."""
    command = [sys.executable, "-m", "server", "serve", "--profile", "scripted", "--port", "0"]
    with tempfile.TemporaryDirectory() as folder:
        sentences = _record(Path(folder))
        command += ["--kb", f"{folder}/knowledge.sqlite"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                yield _address(server), sentences
            finally:
                server.terminate()
                server.wait(15)


def _record(folder: Path) -> dict[Path, str]:
    profile = load_profile("scripted")
    voice: Voice = choose("speech.voices", profile.speech.voice).engine
    sentences = {}
    for number, sentence in enumerate(profile.speech.recognizer.options["sentences"]):
        (speech,) = voice.speak(sentence)
        path = folder / f"{number}.wav"
        soundfile.write(path, speech.samples, speech.rate, subtype="PCM_16")
        sentences[path] = sentence
    return sentences


def _address(server: subprocess.Popen[str]) -> str:
    for line in server.stdout or ():
        if found := re.search(r"http://\S+", line):
            return found.group()
    raise OSError(f"the server ended at start with status {server.wait()}")


def _print(report: BenchReport, as_json: bool) -> None:
    for row in report.rows:
        budget = f" of {row.budget_ms:.0f}" if row.budget_ms is not None else ""
        mark = "  MISSED" if row.missed else ""
        text = f"{row.stage:16} n={row.n:<4} p50 {row.p50_ms:7.1f}  p95 {row.p95_ms:7.1f}  p99 {row.p99_ms:7.1f}"
        show(row.as_json(), f"{text}{budget} ms{mark}", as_json=as_json)
    for failure in report.failures:
        print(f"malbeot: a call failed: {failure}", file=sys.stderr)
    if report.heard_right is not None:
        print(f"heard right: {report.heard_right:.0%}", file=sys.stderr)
