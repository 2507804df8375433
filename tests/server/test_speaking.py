"""A sentence becomes sound: what is said first when the voice is slow, and what is said at all under load."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from dialogue import replies
from server.caller import Caller
from server.speaking import Sound, sounds
from server.stage import Stage, Timing
from speech.ready import Ready
from speech.types import Speech


def spoken(text: str) -> Speech:
    return Speech(np.full(2400, 0.1, np.float32), 24_000, text)


class Hesitant:
    """A voice that takes its time before an answer and none before a filler."""

    seconds = 0.25

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        if sentence not in replies.FILLERS:
            time.sleep(self.seconds)
        yield spoken(sentence)
        yield spoken(sentence)


@pytest.fixture
def caller() -> Iterator[Caller]:
    stages = SimpleNamespace(speak=Stage("speak", 60), fetch=Stage("speak", 60))
    voice = Ready(Hesitant(), replies.FILLERS)
    voice.prepare()
    shelf = SimpleNamespace(at_hand=lambda *_: None, sentence=lambda *_: None)
    counsel = SimpleNamespace(stages=stages, voice=voice, shelf=shelf)
    given: Any = SimpleNamespace(counsel=counsel, face=SimpleNamespace(bitrate=lambda: 500_000), pace=1.0)
    yield cast(Caller, given)
    stages.speak.close()
    stages.fetch.close()


async def said(caller: Caller, *report: Any) -> list[str]:
    return [sound.speech.text async for sound in sounds(caller, "기초연금은 이렇게 신청하세요.", *report)]


async def test_somebody_who_waits_hears_a_word_while_the_voice_is_slow(caller: Caller) -> None:
    timings: list[Timing] = []
    texts = await said(caller, timings.append)
    assert texts[0] in replies.FILLERS and texts[-2:] == ["기초연금은 이렇게 신청하세요."] * 2
    assert timings[0].fallback and timings[0].stage == "speak"


async def test_nobody_waits_for_the_second_sentence(caller: Caller) -> None:
    assert set(await said(caller)) == {"기초연금은 이렇게 신청하세요."}


async def test_a_turn_that_is_cut_while_it_waits_leaves_nothing_running(caller: Caller) -> None:
    first = asyncio.ensure_future(anext(sounds(caller, "기초연금은 이렇게 신청하세요.", lambda _: None)))
    await asyncio.sleep(0.02)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_a_clip_is_all_that_is_said_when_there_is_one(caller: Caller) -> None:
    opened: Any = SimpleNamespace(speech=replace(spoken("x"), text="준비된 문장"))
    cast(Any, caller.counsel.shelf).at_hand = lambda *_: opened
    found: list[Sound] = [sound async for sound in sounds(caller, "x", lambda _: None)]
    assert [sound.speech.text for sound in found] == ["준비된 문장"] and found[0].opened is opened
    cast(Any, caller).pace = 0.7
    assert set(await said(caller)) == {"기초연금은 이렇게 신청하세요."}, "slower than it was recorded is live"
