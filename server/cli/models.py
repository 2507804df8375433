"""`malbeot models`: the checkpoints that engines can use. The only command that downloads, and only when told to."""

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from server import checkpoints
from server.checkpoints import Checkpoint
from server.cli.options import Json, show

app = typer.Typer(no_args_is_help=True, help="Checkpoints of the engines.")

Names = Annotated[list[str] | None, typer.Argument(help="Names from `malbeot models list`; all when none is given.")]
TERMS = {"yes": "", "no": " · non-commercial", "ask": " · ask before commercial use"}


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Every checkpoint: where it comes from, size, licence, whether it is on this machine."""
    for checkpoint in checkpoints.table().values():
        path = checkpoints.find(checkpoint)
        record = {
            "name": checkpoint.name,
            "engine": checkpoint.engine,
            "source": checkpoint.repository or checkpoint.source,
            "megabytes": checkpoint.megabytes,
            "licence": checkpoint.licence,
            "commercial": checkpoint.commercial,
            "sha256": dict(checkpoint.sha256),
            "present": path is not None,
            "path": str(path) if path else None,
        }
        text = f"{checkpoint.name:<26} {checkpoint.megabytes:>5} MB  {checkpoint.licence}{TERMS[checkpoint.commercial]}"
        where = f"here: {path}" if path else f"not here; from {record['source']}"
        show(record, f"{text}\n{'':<26} {where}", as_json=as_json)


@app.command()
def fetch(
    name: Annotated[list[str], typer.Argument(help="Names from `malbeot models list`.")], as_json: Json = False
) -> None:
    """Bring checkpoints from the model hub to this machine."""
    for checkpoint in _named(name):
        print(f"{checkpoint.name}: {checkpoint.licence}{TERMS[checkpoint.commercial]}", file=sys.stderr)
        path = checkpoints.fetch(checkpoint)
        show({"name": checkpoint.name, "path": str(path)}, f"{checkpoint.name}: {path}", as_json=as_json)


@app.command()
def verify(name: Names = None, as_json: Json = False) -> None:
    """Check the files of checkpoints against their hashes. Fails for one that is damaged or incomplete, and for one
    that was named and is absent."""
    sound = True
    for checkpoint in _named(name):
        status = checkpoints.check(checkpoint)
        sound = sound and status not in ("damaged", "incomplete", *(["absent"] if name else []))
        path = checkpoints.find(checkpoint)
        record = {"name": checkpoint.name, "status": status, "path": str(path) if path else None}
        show(record, f"{checkpoint.name:<26} {status}", as_json=as_json)
    if not sound:
        raise typer.Exit(1)


def _named(names: list[str] | None) -> Iterable[Checkpoint]:
    """Raises ValueError for a name that does not exist."""
    table = checkpoints.table()
    for name in names or []:
        if name not in table:
            raise ValueError(f"there is no checkpoint {name!r}: choose one of {', '.join(table)}")
    return [table[name] for name in names] if names else table.values()
