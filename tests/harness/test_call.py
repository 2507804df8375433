"""Real calls to a small counsellor whose timing is known."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

import harness.caller as caller_module
from harness.bench import bench
from harness.call import TurnRecord, place_call
from harness.caller import Caller
from harness.errors import CallError
from harness.questions import Question
from harness.wire import Span

Serve = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture(autouse=True)
def nobody_waits_long_for_a_greeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Word of it comes at once here; test_impaired.py waits as long as a caller does."""
    monkeypatch.setattr("harness.call._BEFORE_GREETING", 0.3)


async def test_each_recording_is_one_turn_with_its_times(serve: Serve, question: Path) -> None:
    told: list[TurnRecord] = []
    async with serve(delay=0.4) as world:
        records = await place_call(world.url, [question, question], on_turn=told.append)
    assert [record.turn for record in records] == [1, 2]
    assert told == records
    for record in records:
        assert record.voice_to_voice_ms == pytest.approx(400, abs=120)
        assert record.first_frame_ms == pytest.approx(400, abs=160)
        assert record.av_skew_ms == pytest.approx(0, abs=40)
        assert record.transcript.startswith("교통카드")
        assert record.stages["transcribe"].took_ms == 60


async def test_a_slower_answer_is_seen_as_slower(serve: Serve, question: Path) -> None:
    async with serve(delay=0.9) as world:
        (record,) = await place_call(world.url, [question])
    assert record.voice_to_voice_ms == pytest.approx(900, abs=120)


async def test_a_mouth_that_lags_is_found_out(serve: Serve, question: Path) -> None:
    async with serve(lag=0.12) as world:
        (record,) = await place_call(world.url, [question])
    assert record.av_skew_ms == pytest.approx(120, abs=40)
    assert record.voice_to_voice_ms is not None
    assert record.first_frame_ms is not None
    assert record.first_frame_ms > record.voice_to_voice_ms


def test_json_has_the_stable_keys() -> None:
    stages = {"endpoint": Span(0.0, 250.0, None)}
    record = TurnRecord(1, "질문", "answer", "bus-card", "답", 400.0, 420.0, None, stages, Path("question.wav"))
    assert set(record.as_json()) == {
        *("turn", "transcript", "kind", "answer_id", "answer"),
        *("voice_to_voice_ms", "sent_ms", "first_frame_ms", "av_skew_ms", "stages"),
    }
    assert set(record.as_json()["stages"]["endpoint"]) == {"waited_ms", "took_ms", "budget_ms"}


async def test_the_saved_film_has_the_answer_in_picture_and_sound(serve: Serve, question: Path, tmp_path: Path) -> None:
    film = tmp_path / "call.webm"
    async with serve() as world:
        await place_call(world.url, [question], save=film)
    with av.open(str(film)) as container:
        assert container.streams.video[0].codec_context.name == "vp8"
        assert container.streams.audio[0].codec_context.name == "opus"
        sound, pictures = [], []
        for frame in container.decode(video=0, audio=0):
            if isinstance(frame, av.AudioFrame):
                sound.append(np.abs(frame.to_ndarray()).max())
            elif isinstance(frame, av.VideoFrame):
                pictures.append((frame.time, frame.to_ndarray()[132:156, 126:132].mean()))
    assert max(sound) > 0.1
    brightness = [mean for _, mean in pictures]
    assert max(brightness) - min(brightness) > 20  # the mouth opens
    seconds = pictures[-1][0] - pictures[0][0]
    assert len(pictures) == pytest.approx(25 * seconds, rel=0.2)
    assert sum(1 for peak in sound if peak > 0.1) * 0.02 > 0.4  # the answer lasts 1.8 s with pauses


async def test_the_caller_greets_beats_and_hangs_up(serve: Serve) -> None:
    async with serve() as world:
        async with Caller(world.url) as caller:
            await caller.quiet(2.2)
            assert caller.received.pictures
        kinds = [message["type"] for message in world.messages]
        assert kinds[0] == "client-ready"
        beats = [message["data"] for message in world.messages[1:]]
        assert beats.count({"t": "heartbeat", "d": {}}) >= 2
        assert world.requests == ["POST", "DELETE"]


async def test_a_greeting_is_heard_out_though_its_sound_is_lost(serve: Serve) -> None:
    async with serve(greeting=1.0) as world, Caller(world.url) as caller:
        await caller.quiet(0.2)
        kinds = [message.kind for message in caller.received.messages]
    assert kinds.index("bot-started-speaking") < kinds.index("bot-stopped-speaking")


async def test_late_word_of_the_greeting_is_not_taken_for_the_answer(serve: Serve, question: Path) -> None:
    async with serve(tells_late_of_greeting=True) as world:
        (record,) = await place_call(world.url, [question])
    assert (record.turn, record.answer_id) == (1, "bus-card")


async def test_a_busy_server_is_quoted(serve: Serve, question: Path) -> None:
    async with serve(busy=True) as world:
        with pytest.raises(CallError) as caught:
            await place_call(world.url, [question])
    assert caught.value.code == "server-full"
    assert "상담 중" in caught.value.message
    assert "503" in caught.value.message
    assert "7 s" in caught.value.message


@pytest.mark.parametrize(
    ("url", "code"),
    [("http://127.0.0.1:9", "unreachable"), ("nonsense", "address"), ("ftp://127.0.0.1", "address")],
)
async def test_a_wrong_address_is_named(url: str, code: str, question: Path) -> None:
    with pytest.raises(CallError) as caught:
        await place_call(url, [question])
    assert caught.value.code == code
    assert url in caught.value.message


async def test_a_server_that_is_never_ready_is_given_up(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller_module, "SETUP", 0.5)
    async with serve(mute=True) as world:
        with pytest.raises(CallError) as caught:
            async with Caller(world.url):
                pass
        assert world.requests == ["POST", "DELETE"]
    assert caught.value.code == "timeout"


async def test_a_refused_call_leaves_no_broken_film(serve: Serve, question: Path, tmp_path: Path) -> None:
    film = tmp_path / "call.webm"
    async with serve(busy=True) as world:
        with pytest.raises(CallError):
            await place_call(world.url, [question], save=film)
    assert not film.exists()


async def test_a_film_that_cannot_be_written_is_said_before_the_call(
    serve: Serve, question: Path, tmp_path: Path
) -> None:
    async with serve() as world:
        with pytest.raises(FileNotFoundError):
            await place_call(world.url, [question], save=tmp_path / "nowhere" / "call.webm")
        assert world.requests == []


async def test_a_server_that_hangs_up_ends_the_wait(serve: Serve, question: Path) -> None:
    async with serve(leaves=True) as world:
        with pytest.raises(CallError, match="shutdown") as caught:
            await place_call(world.url, [question])
    assert caught.value.code == "ended"


async def test_a_server_without_a_recogniser_is_not_spoken_to(serve: Serve, question: Path) -> None:
    async with serve(hearing=False) as world:
        with pytest.raises(CallError) as caught:
            await place_call(world.url, [question])
    assert caught.value.code == "no-hearing"


async def test_callers_in_processes_of_their_own_make_a_bench(serve: Serve, question: Path) -> None:
    async with serve() as world:
        report = await asyncio.to_thread(
            bench, world.url, [Question(question, "교통 카드는 어디서 받나요", "bus-card", True)], calls=2, turns=1
        )
    assert report.failures == ()
    assert len(report.turns) == 2
    assert report.heard_right == report.answered_right == 1.0
    assert {turn.call for turn in report.turns} == {0, 1}
    table = {row.stage: row for row in report.rows}
    assert list(table) == [
        *("endpoint", "transcribe", "sent", "voice_to_voice", "first_frame"),
        *("av_skew", "sound_gaps", "freezes"),
    ]
    assert table["endpoint"].missed
    assert not table["transcribe"].missed
    assert table["transcribe"].p50_ms == 65
    assert 250 < table["voice_to_voice"].p50_ms < 700
    assert report.missed


async def test_a_bench_tells_of_calls_that_failed(question: Path) -> None:
    report = await asyncio.to_thread(bench, "http://127.0.0.1:9", [Question(question)])
    assert report.turns == ()
    assert "unreachable" in report.failures[0]
    assert report.missed
