"""Understanding an utterance while it is being said: quickly in the middle, thoroughly where it may end."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from server.partials import Partials
from server.stage import Stage
from speech.endpoint import WINDOW, Endpointer, EndpointSettings, Utterance
from speech.types import AudioChunk, Transcript

VOICE, SILENCE = 1.0, 0.0


class Counting:
    """Tells how it was asked."""

    incremental = False

    def __init__(self) -> None:
        self.asked: list[str] = []

    def transcribe(self, audio: AudioChunk, prompt: str = "") -> Transcript:
        self.asked.append("thorough")
        return Transcript("등본 어디서 떼", 0.9)

    def skim(self, audio: AudioChunk) -> Transcript:
        self.asked.append("quick")
        return Transcript("등본 어디", 0.9)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage("transcribe", 200)
    yield stage
    stage.close()


async def _said(endpointer: Endpointer, probability: float, seconds: float) -> Utterance | None:
    """In real time."""
    for _ in range(round(seconds * 16_000 / WINDOW)):
        heard = endpointer.feed(np.zeros(WINDOW, np.float32), probability)
        if isinstance(heard, Utterance):
            return heard
        await asyncio.sleep(WINDOW / 16_000)
    return None


async def test_the_middle_is_skimmed_and_the_end_is_read_thoroughly(stage: Stage) -> None:
    endpointer, recognizer, texts = Endpointer(EndpointSettings()), Counting(), list[str]()
    await _said(endpointer, VOICE, 0.3)
    partials = Partials(recognizer, stage, endpointer, lambda heard: texts.append(heard.text))
    following = asyncio.create_task(partials.follow())
    await _said(endpointer, VOICE, 0.8)
    assert set(recognizer.asked) == {"quick"}
    utterance = await _said(endpointer, SILENCE, 3.0)
    await following
    assert recognizer.asked[-1] == "thorough"
    assert utterance is not None
    whole = partials.whole(utterance)
    assert whole and whole.text == "등본 어디서 떼"
    assert texts[0] == "등본 어디"


async def test_what_was_only_skimmed_is_not_taken_for_the_whole(stage: Stage) -> None:
    endpointer, recognizer = Endpointer(EndpointSettings()), Counting()
    await _said(endpointer, VOICE, 0.3)
    partials = Partials(recognizer, stage, endpointer, lambda _: None)
    following = asyncio.create_task(partials.follow())
    await asyncio.sleep(0.1)
    following.cancel()
    utterance = await _said(endpointer, SILENCE, 3.0)
    assert recognizer.asked == ["quick"]
    assert utterance and partials.whole(utterance) is None
    assert partials.latest and partials.latest.text == "등본 어디"
