"""`malbeot portrait`: faces for the animators that move a picture."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from avatar.portraits import store
from avatar.portraits.build import USUAL, build
from server.cli.options import Json, show

app = typer.Typer(no_args_is_help=True, help="Faces for the animators that move a picture.")

NOT_A_PERSON = "not a person"


@app.command("build")
def build_(
    source: Annotated[Path, typer.Argument(metavar="PICTURE|CLIP", help="PNG, JPEG, WebP; MP4, MOV, WebM.")],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to make, e.g. portraits/kim.")],
    licence: Annotated[str, typer.Option(help="Under which licence the picture may be used.")] = "",
    consent: Annotated[str, typer.Option(help="Who agreed to being shown, when and for what.")] = "",
    drawing: Annotated[bool, typer.Option("--drawing", help="Not a person: nobody needs to agree.")] = False,
    seconds: Annotated[float, typer.Option(help="Length of the loop.")] = USUAL,
    force: Annotated[bool, typer.Option("--force", help="Replace a portrait of that name.")] = False,
    as_json: Json = False,
) -> None:
    """Make a portrait of one face: find it, crop it, make a loop of it, and a contact sheet to judge it by."""
    began = time.perf_counter()
    if drawing and consent:
        raise ValueError("either --drawing (not a person) or --consent TEXT, not both")
    consent = NOT_A_PERSON if drawing else consent
    store.check_terms(licence, consent)
    store.check_free(output, force)
    built = build(source, output.name, licence, consent, seconds)
    store.write(built.portrait, output, made=built.made, force=force)
    for hint in built.hints:
        print(f"hint: {hint}", file=sys.stderr)
    portrait = built.portrait
    size = sum(file.stat().st_size for file in output.rglob("*") if file.is_file())
    record = {
        "folder": str(output),
        "contact": str(output / store.CONTACT),
        "frames": len(portrait.frames),
        "fps": portrait.fps,
        "neutral": portrait.neutral,
        "made": built.made,
        "bytes": size,
        "seconds": round(time.perf_counter() - began, 1),
        "hints": list(built.hints),
    }
    text = f"{output}: {len(portrait.frames)} frames, {size / 1e6:.1f} MB; look at {output / store.CONTACT}"
    show(record, text, as_json=as_json)


@app.command()
def check(
    folder: Annotated[list[Path], typer.Argument(help="Folders that `build` made.")], as_json: Json = False
) -> None:
    """Read portraits as an animator would: every frame against its hash."""
    for one in folder:
        portrait = store.read(one)
        height, width = portrait.frames.shape[1:3]
        record = {
            "folder": str(one),
            "name": portrait.name,
            "frames": len(portrait.frames),
            "size": [width, height],
            "fps": portrait.fps,
            "licence": portrait.licence,
            "consent": portrait.consent,
        }
        text = f"{one}: sound, {len(portrait.frames)} frames of {width} x {height}, {portrait.licence}"
        show(record, f"{text}; {portrait.consent}", as_json=as_json)
