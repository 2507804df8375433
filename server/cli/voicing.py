"""`malbeot say` and `render`: speaking and animating into files."""

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import soundfile
import typer

from avatar.types import Animator
from server.cli.options import Json, Overrides, ProfileName, profile_of, show
from server.config import Profile
from server.counsel import choose_face, choose_voice
from server.film import film
from speech.audio import read_wav
from speech.joining import joined
from speech.korean import sentences
from speech.nonsense import syllables
from speech.types import Speech, Voice


def add_to(app: typer.Typer) -> None:
    app.command()(say)
    app.command()(render)


def say(
    text: Annotated[str | None, typer.Argument(help="Otherwise read from standard input.")] = None,
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="WAV file to write.")],
    pace: float = 1.0,
    profile: ProfileName = "default",
    overrides: Overrides = None,
    as_json: Json = False,
) -> None:
    """Speak a text into a WAV file."""
    began = time.perf_counter()
    speech, first = _speak(profile_of(profile, overrides), sys.stdin.read() if text is None else text, pace, began)
    soundfile.write(output, speech.samples, speech.rate, subtype="PCM_16")
    record = {
        "file": str(output),
        "seconds": round(speech.seconds, 3),
        "first_audio_ms": round(first * 1000, 1),
        "marks": [asdict(mark) for mark in speech.marks],
    }
    show(record, f"{output}: {speech.seconds:.1f} s", as_json=as_json)


def render(
    source: Annotated[str, typer.Argument(metavar="TEXT|WAV", help="A text, or a WAV file to move the mouth to.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="WebM file to write.")],
    profile: ProfileName = "default",
    overrides: Overrides = None,
    as_json: Json = False,
) -> None:
    """Animate a text or a recording into a WebM file."""
    settings = profile_of(profile, overrides)
    chosen = choose_face(settings)
    animator: Animator = chosen.engine
    if source.lower().endswith(".wav"):
        audio = read_wav(Path(source))
        speech = Speech(audio.samples, audio.rate, "")
    else:
        speech, _ = _speak(settings, source, 1.0, 0.0)
    made = film(animator, speech, output, settings.avatar.fps)
    record = {
        "file": str(output),
        "frames": made.frames,
        "fps": settings.avatar.fps,
        "first_frame_ms": round(made.first_frame * 1000, 1),
        "engine": chosen.name,
    }
    show(record, f"{output}: {made.frames} frames, {made.drawn_per_second:.0f} drawn a second", as_json=as_json)


def _speak(profile: Profile, text: str, pace: float, began: float) -> tuple[Speech, float]:
    """The whole text as one speech, and seconds from `began` until its first piece was there."""
    voice: Voice = choose_voice(profile).engine
    pieces = []
    first = 0.0
    for sentence in sentences(text):
        if not syllables(sentence.text):
            continue
        for piece in voice.speak(sentence.text, pace):
            first = first or time.perf_counter() - began
            pieces.append(piece)
    if not pieces:
        raise ValueError("there is nothing in the text that can be said")
    return joined(pieces), first
