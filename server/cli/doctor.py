"""`malbeot doctor`: what is wrong with this machine and network, and what to do."""

import asyncio
from dataclasses import asdict
from typing import Annotated

import typer

from server.cli.options import Json, KnowledgeFile, Overrides, ProfileName, profile_of, show
from server.config import Profile
from server.doctor import examine

SIGNS = {"ok": "✓", "warn": "!", "fail": "✗"}


def add_to(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(
    url: Annotated[str | None, typer.Option(help="Address of a running server to look at too.")] = None,
    profile: ProfileName = "default",
    overrides: Overrides = None,
    kb: KnowledgeFile = None,
    as_json: Json = False,
) -> None:
    """Look at this machine and its network, and say in Korean what to do; exit status 1 when something must be done."""
    failed = asyncio.run(_tell(profile_of(profile, overrides, kb), url, as_json=as_json))
    if failed:
        raise typer.Exit(1)


async def _tell(profile: Profile, url: str | None, *, as_json: bool) -> bool:
    failed = False
    async for finding in examine(profile, url and url.rstrip("/")):
        failed = failed or finding.level == "fail"
        advice = f"\n    → {finding.advice}" if finding.advice else ""
        show(asdict(finding), f"{SIGNS[finding.level]} {finding.found}{advice}", as_json=as_json)
    return failed
