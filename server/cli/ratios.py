"""`malbeot bench-ratios`: a short bench that any machine can judge, because it compares the machine with itself."""

import asyncio
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from harness import vitals
from harness.bench import VOICE_TO_VOICE, bench
from harness.vitals import Vitals
from server.cli.options import Json, show
from server.cli.rehearsal import rehearsal

BASELINE: Final = Path(__file__).resolve().parent.parent.parent / "harness" / "baseline.json"
MANY: Final = 4
"""calls at the same time"""
LISTEN: Final = 4.0
"""seconds of each answer that are listened to"""
IDLE: Final = 8.0
"""seconds for which silent calls are watched"""


@dataclass(frozen=True, slots=True)
class Ratios:
    """Each better the smaller; 1: no difference."""

    prepared_to_live_idle_cpu: float
    """processor time of a silent call whose face is a loop of packets, against one that is drawn"""
    prepared_to_live_cpu: float
    """the same of a call that asks and is answered"""
    prepared_to_live_voice_to_voice: float
    """medians"""
    many_to_one_voice_to_voice: float
    """four calls at once against one, prepared; medians"""


@dataclass(frozen=True, slots=True)
class _Run:
    idle_cpu: float
    asking_cpu: float
    one_ms: float
    many_ms: float


def add_to(app: typer.Typer) -> None:
    app.command("bench-ratios")(ratios)


def ratios(
    against: Annotated[Path, typer.Option(help="JSON of the ratios to compare with.")] = BASELINE,
    limit: Annotated[float, typer.Option(min=1, help="Times its baseline that a ratio may be.")] = 2.0,
    write: Annotated[bool, typer.Option("--write", help="Make what is measured the baseline.")] = False,
    as_json: Json = False,
) -> None:
    """Prepared answers against live ones, and four calls against one, on servers of its own; exit status 1 when a ratio
    is more than --limit times its baseline."""
    live, prepared = _run(prepared=False), _run(prepared=True)
    measured = Ratios(
        round(prepared.idle_cpu / live.idle_cpu, 3),
        round(prepared.asking_cpu / live.asking_cpu, 3),
        round(prepared.one_ms / live.one_ms, 3),
        round(prepared.many_ms / prepared.one_ms, 3),
    )
    if write:
        against.write_text(json.dumps(asdict(measured), indent=2) + "\n", encoding="utf-8")
    baseline = json.loads(against.read_text(encoding="utf-8"))
    missed = False
    for name, value in asdict(measured).items():
        over = value > baseline[name] * limit
        missed = missed or over
        record = {"ratio": name, "measured": value, "baseline": baseline[name], "missed": over}
        text = f"{name:34} {value:6.3f}, baseline {baseline[name]:6.3f}{'  MISSED' if over else ''}"
        show(record, text, as_json=as_json)
    if missed:
        raise typer.Exit(1)


def _run(*, prepared: bool) -> _Run:
    with rehearsal(prepared=prepared) as (url, questions):
        idle = asyncio.run(vitals.idle(url, MANY, IDLE))
        before = asyncio.run(vitals.read(url))
        one = bench(url, questions, calls=1, turns=4, listen=LISTEN)
        asking: Vitals = vitals.between(before, asyncio.run(vitals.read(url)))
        many = bench(url, questions, calls=MANY, turns=1, listen=LISTEN)
    medians = [row.p50_ms for report in (one, many) for row in report.rows if row.stage == VOICE_TO_VOICE]
    if len(medians) != 2:
        raise OSError("no answer was heard; `malbeot doctor` tells what is wrong with this machine")
    return _Run(idle.cpu / MANY, asking.cpu, *medians)
