"""A prepared answer as one film, for whoever wants to watch it at home."""

import asyncio
import datetime
import io
from pathlib import Path

from fastapi import APIRouter, Request, Response

from avatar import clips
from avatar.clips import ClipError
from dialogue.knowledge.entry import Entry
from dialogue.telling import complete
from server import whip
from server.config import Profile
from server.problems import Problem
from server.shelf import encodings, path_of
from speech.korean import sentences
from speech.nonsense import syllables

router = APIRouter(tags=["page"])


@router.get("/answers/{entry_id}/film.webm")
async def film(entry_id: str, request: Request) -> Response:
    """The sentences of an answer one after the other, VP8 and Opus. Problem `clip-unknown` until all are prepared."""
    counsel = whip.calls_of(request).counsel
    entries = await asyncio.to_thread(counsel.knowledge.entries)
    entry = next((entry for entry in entries if entry.id == entry_id), None)
    paths = clips_of(counsel.profile, entry) if entry else []
    if not paths:
        raise Problem("clip-unknown")
    try:
        whole = await asyncio.to_thread(_film, paths)
    except ClipError as error:
        raise Problem("clip-unknown") from error
    return Response(whole, media_type="video/webm")


def clips_of(profile: Profile, entry: Entry) -> list[Path]:
    """Of its sentences, in order; none when one of them is not prepared."""
    spoken = complete(entry, datetime.date.today(), profile.office.phone).spoken
    said = [one.text for one in sentences(spoken) if syllables(one.text)]
    paths = [path_of(profile, text, encodings(profile)[0]) for text in said]
    return paths if all(path.is_file() for path in paths) else []


def _film(paths: list[Path]) -> bytes:
    whole = io.BytesIO()
    clips.film(paths, whole)
    return whole.getvalue()
