"""Real calls over a bad network."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from harness.call import place_call
from harness.caller import Caller
from harness.network import Network
from harness.questions import say
from harness.recording import read_recording
from harness.sound import SILENCE, levels
from server.config import load_profile
from tests.server.process import serving

HEARD = 50
"""packets with a voice in them: a second"""


@pytest.mark.slow
async def test_the_record_of_a_turn_tells_what_share_came(
    serve: Callable[..., AbstractAsyncContextManager[Any]], question: Path
) -> None:
    async with serve() as world:
        (clean,) = await place_call(world.url, [question])
        (lossy,) = await place_call(world.url, [question], network=Network(loss=0.2, delay=0.1, seed=2))
    assert clean.received == 1
    assert lossy.received is not None and 0.65 < lossy.received < 0.92
    assert lossy.voice_to_voice_ms is not None and lossy.voice_to_voice_ms > 180  # there and back


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_with_a_twentieth_of_the_packets_lost_the_question_is_understood_and_the_answer_heard(
    tmp_path: Path,
) -> None:
    sentence = load_profile("scripted").speech.recognizer.options["sentences"][0]
    (wav,) = say([sentence], tmp_path)
    network = Network(loss=0.05, burst=1.5, delay=0.02, jitter=0.01, seed=4)
    with serving(tmp_path) as server:
        async with Caller(server.url, network=network) as caller:
            await caller.quiet()
            caller.received.forget_media_before(time.monotonic() - 1)
            spoken = await caller.speak(read_recording(wav))
            answer = await caller.message("server-message/answer", since=spoken)
            await caller.message("bot-started-speaking", since=spoken)
            await asyncio.sleep(4)
            packets = await caller.sound_packets()
    assert answer.data["answer_id"] == "basic-pension-apply"
    assert _voiced(caller, spoken) > HEARD
    assert 0.01 < packets.lost / (packets.received + packets.lost) < 0.1


def _voiced(caller: Caller, spoken: float) -> int:
    return sum(levels(piece.samples).max() > SILENCE for piece in caller.received.sound if piece.arrival > spoken)
