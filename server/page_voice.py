"""Reads the page out in the counsellor's voice, for browsers without a Korean one. Only what stands on the page anyway
can be asked for, by its hash: no text of a stranger is ever spoken, and no text stands in an address."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi import Path as PathPart

from dialogue import replies
from dialogue.answering import ON_SCREEN
from server import whip
from server.counsel import Counsel
from server.sound_file import wav
from server.stage import StageError

STRINGS: Final = Path(__file__).resolve().parent.parent / "frontend" / "strings.js"
LITERAL: Final = re.compile(r'"(?:[^"\\\n]|\\.)*[가-힣](?:[^"\\\n]|\\.)*"')
KEPT_BY_BROWSERS: Final = "public, max-age=3600"

router = APIRouter(tags=["page"])


@router.get("/voice/{name}.wav")
async def voice(name: Annotated[str, PathPart(pattern="^[0-9a-f]{32}$")], request: Request) -> Response:
    """A sentence of the page, as WAV (16-bit mono); `name` is `hash_of` it."""
    counsel = whip.calls_of(request).counsel
    said: dict[str, bytes] = request.app.state.page_voice
    if name not in said:
        sentence = _written().get(name) or _named(counsel).get(name)
        if sentence is None:
            raise HTTPException(404)
        try:
            said[name] = await wav(counsel, sentence)
        except StageError as error:
            raise HTTPException(503) from error
    return Response(said[name], media_type="audio/wav", headers={"Cache-Control": KEPT_BY_BROWSERS})


def hash_of(sentence: str) -> str:
    """32 hexadecimal digits; blanks count once, and places where a line may break not at all."""
    text = " ".join(sentence.replace("\u200b", "").split())
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _written() -> dict[str, str]:
    """What the page itself can show."""
    found = LITERAL.findall(STRINGS.read_text(encoding="utf-8"))
    return {hash_of(text): text for text in (*map(json.loads, found), replies.AI_NOTICE)}


def _named(counsel: Counsel) -> dict[str, str]:
    """What stands on its buttons: topics, and the questions asked most."""
    topics = counsel.answerer.topics()
    questions = [text for _, asked in topics for _, text in asked[:ON_SCREEN]]
    return {hash_of(text): text for text in (counsel.profile.office.name, *dict(topics), *questions)}
