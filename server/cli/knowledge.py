"""`malbeot kb`: the knowledge base, one SQLite file."""

import datetime
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from dialogue.evaluation import Asked, evaluate
from dialogue.knowledge import check as lint
from dialogue.knowledge.entry import parse
from dialogue.knowledge.jsonl import rows
from dialogue.knowledge.store import Store
from server.cli.options import Json, KnowledgeFile, profile_of, show
from server.counsel import open_knowledge

ROWS = "JSONL; a row needs id, topic, questions and answer."

app = typer.Typer(no_args_is_help=True, help="The knowledge base.")


@app.command("import")
def import_(
    file: Annotated[
        list[Path] | None,
        typer.Argument(help="JSONL; a row needs id, topic, questions and answer. None: standard input."),
    ] = None,
    kb: KnowledgeFile = None,
    as_json: Json = False,
) -> None:
    """Add or replace entries. A broken row is named, and nothing of its file is taken."""
    store = _store(kb)
    broken = False
    for path in file or [Path("-")]:
        result = store.import_rows(rows(sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()))
        broken = broken or bool(result.errors)
        for error in result.errors:
            print(f"{path}, row {error.row}: {error.reason}", file=sys.stderr)
        text = f"{path}: {result.imported} imported, {result.updated} updated, {result.unchanged} unchanged"
        text += f"; {len(result.errors)} broken rows, nothing changed" if result.errors else ""
        show(asdict(result), text, as_json=as_json)
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


@app.command("eval")
def evaluate_(file: Annotated[Path, typer.Argument(help=ROWS)], as_json: Json = False) -> None:
    """Ask the last wording of every row, knowing the others: how often the right entry comes first."""
    entries = [parse(row.value) for row in rows(file.read_bytes())]
    known = [replace(entry, questions=entry.questions[:-1]) for entry in entries if len(entry.questions) > 1]
    held_out = {entry.id: entry.questions[-1] for entry in entries}
    result = evaluate(known, [Asked(held_out[entry.id], entry.id) for entry in known])
    text = f"top-1 {result.top1:.1%}, top-5 {result.top5:.1%} of {result.questions} questions; "
    text += f"{result.wordings} wordings, "
    text += f"median {result.median_ms:.1f} ms, p95 {result.p95_ms:.1f} ms a question"
    show(asdict(result), text, as_json=as_json)


def _store(kb: Path | None) -> Store:
    """A named base is opened as it is, or made empty; the profile's is filled with the shipped entries first."""
    if kb is not None:
        return Store(kb)
    return open_knowledge(profile_of("default", None).dialogue.knowledge)
