"""`malbeot transcribe`: what a recogniser makes of recordings."""

import time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from dialogue.knowledge.store import Store
from server.cli.options import Json, KnowledgeFile, Overrides, ProfileName, given, profile_of, show
from server.counsel import RECOGNIZERS, wordings_of
from server.engines import choose
from speech.audio import read_wav
from speech.types import Recognizer


def add_to(app: typer.Typer) -> None:
    app.command()(transcribe)


def transcribe(
    wav: Annotated[
        list[str] | None, typer.Argument(help="WAV files; otherwise one a line from standard input.")
    ] = None,
    profile: ProfileName = "default",
    overrides: Overrides = None,
    kb: KnowledgeFile = None,
    as_json: Json = False,
) -> None:
    """Hear recordings: the text of each. A recogniser that can expects what the knowledge base is asked."""
    chosen = profile_of(profile, overrides, kb)
    known = partial(wordings_of, Store(kb)) if kb else None
    recognizer: Recognizer = choose(RECOGNIZERS, chosen.speech.recognizer, wordings=known).engine
    for file in given(wav):
        audio = read_wav(Path(file))
        began = time.perf_counter()
        heard = recognizer.transcribe(audio)
        record = {
            "file": file,
            "text": heard.text,
            "confidence": round(heard.confidence, 3),
            "seconds": round(audio.seconds, 3),
            "took_ms": round((time.perf_counter() - began) * 1000, 1),
        }
        show(record, heard.text or "(nothing heard)", as_json=as_json)
