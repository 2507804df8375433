"""`malbeot kb`: the knowledge base, one SQLite file."""

import datetime
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dialogue.answering import KnowledgeAnswerer
from dialogue.evaluation import WRONG, Asked, Evaluation, evaluate
from dialogue.knowledge import check as lint
from dialogue.knowledge.entry import Entry, parse
from dialogue.knowledge.jsonl import Row, dump, rows
from dialogue.knowledge.layouts.recognise import LayoutError, filled, read
from dialogue.knowledge.store import Store
from dialogue.outcomes import Outcomes, outcomes
from dialogue.report import page
from server import preparing
from server.cli.options import Json, KnowledgeFile, Overrides, ProfileName, profile_of, show
from server.config import Profile
from server.counsel import ANSWERERS, open_knowledge
from server.engines import choose

QUESTIONS = "JSONL: questions (text, and the id of the entry that answers it, none where none does), or knowledge rows."
BROKEN_SHOWN: Final = 50
"""broken rows of one file that are named on the screen"""

app = typer.Typer(no_args_is_help=True, help="The knowledge base.")


@app.command("import")
def import_(
    file: Annotated[
        list[Path] | None,
        typer.Argument(
            help="JSONL of ours, a table (CSV, TSV), a welfare booklet, a list of services, texts, or questions with "
            "answers; what the file holds decides. None: standard input."
        ),
    ] = None,
    source: Annotated[str | None, typer.Option(help="Where the facts come from, for rows that do not say.")] = None,
    checked: Annotated[
        datetime.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="When they were last checked, for rows that do not say."),
    ] = None,
    kb: KnowledgeFile = None,
    as_json: Json = False,
) -> None:
    """Add or replace entries. A broken row is named, and nothing of its file is taken."""
    store = _store(kb)
    date = checked.date().isoformat() if checked else None
    broken = False
    for path in file or [Path("-")]:
        try:
            with nullcontext(sys.stdin.buffer) if path == Path("-") else path.open("rb") as stream:
                found = read(stream)
        except LayoutError as unread:
            print(f"{path}: {unread}", file=sys.stderr)
            broken = True
            continue
        result = store.import_rows(filled(found.rows, source, date))
        broken = broken or bool(result.errors)
        for error in result.errors[:BROKEN_SHOWN]:
            print(f"{path}, row {error.row}: {error.reason}", file=sys.stderr)
        if len(result.errors) > BROKEN_SHOWN:
            print(f"{path}: {len(result.errors) - BROKEN_SHOWN} more broken rows", file=sys.stderr)
        text = f"{path} ({found.layout.name}): {result.imported} imported, {result.updated} updated, "
        text += f"{result.unchanged} unchanged"
        text += f"; {len(result.errors)} broken rows, nothing changed" if result.errors else ""
        show({"layout": found.layout.name} | asdict(result), text, as_json=as_json)
    if broken:
        raise typer.Exit(2)


@app.command()
def export(kb: KnowledgeFile = None) -> None:
    """Print every entry as JSONL that `import` reads back."""
    sys.stdout.write(_store(kb).export())


@app.command()
def check(kb: KnowledgeFile = None, as_json: Json = False) -> None:
    """What an editor should look at: long sentences, missing or old sources, unexplained official terms."""
    findings = lint.check(_store(kb).entries(), datetime.date.today())
    for finding in findings:
        show(asdict(finding), f"{finding.entry_id}: {finding.code}: {finding.message}", as_json=as_json)
    if findings:
        raise typer.Exit(1)


@app.command()
def prepare(
    kb: KnowledgeFile = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0: one fewer than cores.")] = 0,
    fixed: Annotated[bool, typer.Option(help="Also greetings, replies and goodbyes.")] = True,
    profile: ProfileName = "default",
    overrides: Overrides = None,
    as_json: Json = False,
) -> None:
    """Make every sentence of the answers ready as a clip; only what is missing, and what nobody says any more goes."""
    settings = profile_of(profile, overrides, kb)
    entries = open_knowledge(settings.dialogue.knowledge).entries()
    wanted = preparing.jobs(settings, preparing.texts(settings, entries, fixed=fixed))
    began = time.monotonic()
    with _progress("clips") as update:
        done = preparing.prepare(settings, wanted, workers or max(1, (os.cpu_count() or 2) - 1), update)
    for reason in done.failed:
        print(reason, file=sys.stderr)
    text = f"{done.made} clips made, {done.present} were there, {done.removed} removed, {len(done.failed)} failed"
    took = round(time.monotonic() - began, 1)
    show(asdict(done) | {"took_s": took, "folder": str(settings.avatar.clips)}, f"{text} in {took} s", as_json=as_json)
    if done.failed:
        raise typer.Exit(1)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, with the time that is left, for whoever watches."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=None)
        total = 0

        def update(left: int) -> None:
            nonlocal total
            total = total or left + 1
            progress.update(task, total=total, completed=total - left)

        yield update


@app.command("eval")
def evaluate_(
    file: Annotated[Path, typer.Argument(help=QUESTIONS)],
    kb: KnowledgeFile = None,
    noise: Annotated[
        list[float] | None, typer.Option(help="Share 0…1 of syllables misheard, as often as needed.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="An HTML page with curves and mistakes.")] = None,
    profile: ProfileName = "default",
    overrides: Overrides = None,
    as_json: Json = False,
) -> None:
    """How often the right entry comes first, and how many questions can be answered safely."""
    if any(not 0 <= rate < 1 for rate in noise or ()):
        raise typer.BadParameter("a rate of misheard syllables lies in 0…1", param_hint="--noise")
    entries, asked = _to_ask(file, kb)
    profile_ = profile_of(profile, overrides)
    began = time.perf_counter()
    with _answerer(profile_, entries) as answerer:
        wordings = sum(len(entry.wordings) for entry in entries)
        typer.echo(f"{wordings} wordings ready in {time.perf_counter() - began:.1f} s", err=True)
        evaluations = [_tell(answerer, entries, asked, rate, as_json) for rate in noise or [0.0]]
    if report:
        report.write_text(page(file.stem, evaluations, entries), "utf-8")


def _to_ask(file: Path, kb: Path | None) -> tuple[list[Entry], list[Asked]]:
    """Rows of questions, asked against the knowledge base; or rows of knowledge, of which the last wording is asked."""
    given = [_sound(row) for row in rows(file.read_bytes())]
    if given and all(isinstance(row, dict) and "text" in row for row in given):
        entries = _store(kb).entries()
        known = {entry.id for entry in entries}
        asked = [Asked(row["text"], row.get("id"), tuple(row.get("also", ()))) for row in given]
        strange = sorted({one.entry_id for one in asked if one.entry_id} - known)
        if strange:
            raise typer.BadParameter(f"{file} asks for entries that the base does not have: {', '.join(strange[:5])}")
        return entries, asked
    whole = [entry for entry in map(parse, given) if len(entry.questions) > 1]
    known_entries = [replace(entry, questions=entry.questions[:-1]) for entry in whole]
    return known_entries, [Asked(entry.questions[-1], entry.id) for entry in whole]


def _sound(row: Row) -> Any:
    if row.fault:
        raise typer.BadParameter(f"row {row.number}: {row.fault}")
    return row.value


def _tell(
    answerer: KnowledgeAnswerer, entries: list[Entry], asked: list[Asked], noise: float, as_json: bool
) -> Evaluation:
    result = evaluate(answerer.ranker, entries, asked, noise)
    said = outcomes(answerer, entries, asked, noise)
    record = {key: value for key, value in asdict(result).items() if key not in ("curve", "confusion", "mistakes")}
    record |= {"wordings": sum(len(entry.wordings) for entry in entries), "outcomes": asdict(said)}
    show(record, f"{_summary(result)}\n  {_said(said)}", as_json=as_json)
    return result


@contextmanager
def _answerer(profile: Profile, entries: list[Entry]) -> Iterator[KnowledgeAnswerer]:
    """The profile's answerer over these entries alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "knowledge.sqlite"
        Store(path).import_rows(rows(dump(entries).encode()))
        engine = choose(ANSWERERS, profile.dialogue.answerer, knowledge=path, phone=profile.office.phone).engine
        if not isinstance(engine, KnowledgeAnswerer):
            raise typer.BadParameter("this answerer does not rank entries")
        yield engine


def _said(result: Outcomes) -> str:
    text = f"right {result.right:.1%}, right one offered {result.offered:.1%}, wrong {result.wrong:.1%}, "
    text += f"wrong ones offered {result.astray:.1%}, declined {result.declined:.1%}"
    if result.needless is None or result.doubted is None:
        return text
    return f"{text}; of those nothing answers {result.needless:.1%} answered, {result.doubted:.1%} asked back"


def _summary(result: Evaluation) -> str:
    text = f"top-1 {result.top1:.1%}, top-5 {result.top5:.1%} of {result.questions} questions"
    text += f" with {result.noise:.0%} of syllables misheard; " if result.noise else "; "
    text += f"{result.answered_safely:.1%} answered with at most {WRONG:.0%} wrong; "
    text += "" if result.auroc is None else f"AUROC {result.auroc:.3f}; "
    return text + f"median {result.median_ms:.1f} ms, p95 {result.p95_ms:.1f} ms a question"


def _store(kb: Path | None) -> Store:
    """A named base is opened as it is, or made empty; the profile's is filled with the shipped entries first."""
    if kb is not None:
        return Store(kb)
    return open_knowledge(profile_of("default", None).dialogue.knowledge)
