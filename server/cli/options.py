"""Options that many subcommands share, and how they print."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from server.config import Profile, load_profile

ProfileName = Annotated[str, typer.Option("--profile", help="A profile by name or file.")]
Overrides = Annotated[list[str] | None, typer.Option("--set", help="section.key=value, as often as needed.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
KnowledgeFile = Annotated[Path | None, typer.Option("--kb", help="A knowledge base (SQLite file).")]


def profile_of(name: str, overrides: list[str] | None, knowledge: Path | None = None) -> Profile:
    """The profile, with its knowledge base replaced where one was named. Raises ConfigError."""
    changed = [f"dialogue.knowledge={json.dumps(str(knowledge))}"] if knowledge else []
    return load_profile(name, [*(overrides or []), *changed])


def given(arguments: list[str] | None) -> Iterable[str]:
    """The arguments, or else the lines of standard input."""
    return arguments or (line.rstrip("\n") for line in sys.stdin if line.strip())


def show(record: Mapping[str, Any], text: str, *, as_json: bool) -> None:
    """Print one record: as JSON, or as text for people."""
    print(json.dumps(record, ensure_ascii=False) if as_json else text, flush=True)
