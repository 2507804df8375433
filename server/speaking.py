"""How a sentence comes to sound: from its clip, else from the voice; a short word first when the voice is too slow."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass

from dialogue import replies
from server.caller import Caller
from server.shelf import Opened
from server.stage import Report, Timing, ignore
from speech.korean import sentences
from speech.nonsense import syllables
from speech.types import Speech


@dataclass(frozen=True, slots=True)
class Sound:
    """A piece of a sentence."""

    speech: Speech
    opened: Opened | None = None
    """the clip it is the sound of"""


async def sounds(caller: Caller, sentence: str, report: Report = ignore) -> AsyncIterator[Sound]:
    """The pieces of a sentence as they come. `report` is told how long the first one took; with a report somebody waits
    for it, and hears a word in between when that is longer than it should be."""
    if opened := await prepared(caller, sentence, report):
        yield Sound(opened.speech, opened)
        return
    pieces = caller.counsel.stages.speak.stream(caller.counsel.voice.speak(sentence, caller.pace), report)
    if report is not ignore:
        async for speech in _without_a_silence(caller, pieces, report):
            yield Sound(speech)
        return
    async for speech in pieces:
        yield Sound(speech)


async def prepared(caller: Caller, sentence: str, report: Report = ignore) -> Opened | None:
    """The clip of a sentence, None when there is none or the caller wants another pace."""
    if caller.pace != 1.0:
        return None
    fetch, shelf, bitrate = caller.counsel.stages.fetch, caller.counsel.shelf, caller.face.bitrate()
    if opened := shelf.at_hand(sentence, bitrate):
        report(Timing(fetch.name, 0.0, 0.0, fetch.budget_ms))
        return opened
    timings: list[Timing] = []
    opened = await fetch.run(lambda: shelf.sentence(sentence, bitrate), timings.append)
    if opened:
        report(timings[0])
    return opened


def is_prepared(caller: Caller, text: str) -> bool:
    """Whether every sentence has its clip. Looks at the disk, reads nothing."""
    return caller.pace == 1.0 and all(
        caller.counsel.shelf.has(one.text) for one in sentences(text) if syllables(one.text)
    )


async def _without_a_silence(caller: Caller, pieces: AsyncIterator[Speech], report: Report) -> AsyncIterator[Speech]:
    """The pieces; a filler before them when the first is not there within the budget."""
    stage = caller.counsel.stages.speak
    first = asyncio.ensure_future(anext(pieces, None))
    try:
        await asyncio.wait({first}, timeout=stage.budget_ms / 1000)
        if not first.done():
            filler = caller.counsel.voice.kept(random.choice(replies.FILLERS), caller.pace)
            for speech in filler:
                yield speech
            if filler:
                report(Timing(stage.name, 0.0, float(stage.budget_ms), stage.budget_ms, fallback=True))
        said = await first
        if said is not None:
            yield said
    finally:
        if not first.done():
            first.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await first
    async for speech in pieces:
        yield speech
