"""`malbeot call`: a call placed from outside."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from harness.call import TurnRecord, place_call
from server.cli import benching, ratios
from server.cli.options import Json, given, show


def add_to(app: typer.Typer) -> None:
    app.command()(call)
    benching.add_to(app)
    ratios.add_to(app)


def call(
    wav: Annotated[
        list[str] | None, typer.Argument(help="WAV files; otherwise one a line from standard input.")
    ] = None,
    url: benching.Url = "http://localhost:8080",
    save: Annotated[Path | None, typer.Option(help="WebM file for what comes back.")] = None,
    as_json: Json = False,
) -> None:
    """Place a real call, speak each recording as one turn and print what came back."""

    def print_turn(turn: TurnRecord) -> None:
        text = f"{turn.turn}: {turn.transcript!r} → [{turn.kind}] {turn.answer} ({turn.voice_to_voice_ms} ms)"
        show(turn.as_json(), text, as_json=as_json)

    asyncio.run(place_call(url, [Path(file) for file in given(wav)], save, print_turn))
