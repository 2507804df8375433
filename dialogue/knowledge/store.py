"""The knowledge base: one SQLite file, read and written through SQLAlchemy."""

import dataclasses
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import JSON, URL, NullPool, create_engine, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from dialogue.knowledge.entry import Entry, RowError, parse
from dialogue.knowledge.jsonl import Row, dump


class _Table(DeclarativeBase):
    pass


class _Record(_Table):
    __tablename__ = "entry"

    id: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(index=True)
    questions: Mapped[list[str]] = mapped_column(JSON)
    answer: Mapped[str]
    title: Mapped[str]
    spoken: Mapped[str]
    steps: Mapped[list[str]] = mapped_column(JSON)
    documents: Mapped[list[str]] = mapped_column(JSON)
    where: Mapped[str | None]
    phone: Mapped[str | None]
    source: Mapped[str | None]
    source_url: Mapped[str | None]
    checked: Mapped[str | None]
    rank: Mapped[int | None]


class _Revision(_Table):
    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    row: int
    """line in the file, from 1"""
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    imported: int = 0
    """entries that are new"""
    updated: int = 0
    unchanged: int = 0
    errors: tuple[BrokenRow, ...] = ()
    """when there is any, nothing was changed"""


class Store:
    """Safe to use from several threads and processes: each call opens the file anew."""

    def __init__(self, path: Path) -> None:
        """Opens the base, and makes it where there is none. ValueError when the file is something else."""
        self._engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
        try:
            _Table.metadata.create_all(self._engine)
        except DatabaseError as error:
            raise ValueError(f"{path} cannot be opened as a knowledge base: {error.orig}") from error

    @property
    def revision(self) -> str:
        """Another text after every change of content; empty for a base that never held anything."""
        with Session(self._engine) as session:
            found = session.get(_Revision, 1)
            return found.value if found else ""

    def entries(self) -> list[Entry]:
        """All entries, in order of id."""
        with Session(self._engine) as session:
            return [_entry(record) for record in session.scalars(select(_Record).order_by(_Record.id))]

    def export(self) -> str:
        """The whole base as JSON lines that `import_rows` reads back unchanged."""
        return dump(self.entries())

    def import_rows(self, rows: Iterable[Row]) -> Imported:
        """Adds new entries and replaces those of the same id, all or nothing."""
        entries, errors = _parse_all(rows)
        if errors:
            return Imported(errors=errors)
        with Session(self._engine) as session, session.begin():
            known = {record.id: _entry(record) for record in session.scalars(select(_Record))}
            changed = [entry for entry in entries if known.get(entry.id) != entry]
            for entry in changed:
                session.merge(_record(entry))
            if changed:
                session.merge(_Revision(id=1, value=uuid.uuid4().hex))
        updated = sum(entry.id in known for entry in changed)
        return Imported(len(changed) - updated, updated, len(entries) - len(changed))


def _parse_all(rows: Iterable[Row]) -> tuple[list[Entry], tuple[BrokenRow, ...]]:
    entries: list[Entry] = []
    errors: list[BrokenRow] = []
    first_row: dict[str, int] = {}
    for row in rows:
        try:
            entry = _parse(row)
            if entry.id in first_row:
                raise RowError(f"id: {entry.id!r} is already in row {first_row[entry.id]}")
        except RowError as error:
            errors.append(BrokenRow(row.number, str(error)))
        else:
            first_row[entry.id] = row.number
            entries.append(entry)
    return entries, tuple(errors)


def _parse(row: Row) -> Entry:
    if row.fault is not None:
        raise RowError(row.fault)
    return parse(row.value)


def _record(entry: Entry) -> _Record:
    lists = {name: list(getattr(entry, name)) for name in ("questions", "steps", "documents")}
    return _Record(**{**dataclasses.asdict(entry), **lists})


def _entry(record: _Record) -> Entry:
    values = {field.name: getattr(record, field.name) for field in dataclasses.fields(Entry)}
    lists = {name: tuple(values[name]) for name in ("questions", "steps", "documents")}
    return Entry(**{**values, **lists})
