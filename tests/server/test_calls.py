"""Whole calls against a real server process, over real WebRTC."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import soundfile
from websockets.asyncio.client import connect

from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.store import Store
from harness.call import place_call
from harness.caller import Caller
from harness.errors import CallError
from harness.recording import Recording, read_recording
from speech.voices import espeak
from tests.server.peers import offer_text
from tests.server.process import BASE, Running, serving

PENSION = "기초연금은 어떻게 신청하나요"
DEMENTIA = "치매 검사를 받고 싶어요"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """It takes one call at a time and knows one thing, which is soon said."""
    folder = tmp_path_factory.mktemp("small")
    pension = {
        "id": "basic-pension-apply",
        "topic": "복지·연금",
        "questions": [PENSION],
        "answer": "기초연금은 가까운 주민센터에서 신청하세요. 걷기 어려우시면 찾아와 달라고 하시면 됩니다.",
    }
    Store(folder / BASE).import_rows([Row(1, pension)])
    with serving(folder, "server.max_calls=1") as running:
        yield running


@pytest.fixture(scope="module")
def attentive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """It does not wait for long until it says something into a silence."""
    with serving(tmp_path_factory.mktemp("attentive"), "speech.endpoint.prompt_after=2.5") as running:
        yield running


class NotUtf8(str):
    """Goes over the wire as text that is none."""

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        return b"\xff\xfe not utf-8"


async def test_a_spoken_question_is_answered_by_voice_and_face(
    small: Running, questions: dict[str, Path], tmp_path: Path
) -> None:
    records = await place_call(small.url, [questions[PENSION]], tmp_path / "call.webm")
    assert [record.transcript for record in records] == [PENSION]
    assert records[0].answer_id == "basic-pension-apply"
    for record in records:
        assert record.voice_to_voice_ms is not None and 150 < record.voice_to_voice_ms < 5000
        assert record.first_frame_ms is not None, "the mouth did not move"
        assert record.av_skew_ms is not None and abs(record.av_skew_ms) < 150
        assert {"endpoint", "transcribe", "screen", "answer", "speak", "animate"} <= set(record.stages)


async def test_the_recogniser_that_comes_along_hears_while_one_speaks(
    questions: dict[str, Path], tmp_path: Path
) -> None:
    with serving(tmp_path, profile="embedded") as plain:
        async with Caller(plain.url) as caller:
            await caller.quiet()
            began = time.monotonic()
            await caller.speak(read_recording(questions[DEMENTIA]))
            answer = await caller.message("server-message/answer", since=began)
            heard = [m.data for m in caller.received.messages if m.kind == "user-transcription" and m.at > began]
    assert str(answer.data["answer_id"]).startswith("dementia")
    assert "치매" in heard[-1]["text"] and heard[-1]["final"]
    assert any(not data["final"] for data in heard), "captions come while one speaks"


async def test_a_typed_question_is_answered(server: Running) -> None:
    async with Caller(server.url) as caller:
        await _greeted(caller)
        caller.send("send-text", {"content": "기초연금 어떻게 신청해요?"})
        answer = await caller.message("server-message/answer", since=time.monotonic() - 0.5)
        caption = await caller.message("server-message/caption", since=answer.at - 0.5)
        assert answer.data["answer_id"] == "basic-pension-apply"
        assert answer.data["source"] and answer.data["phone"]
        assert [word["text"] for word in caption.data["words"]] == caption.data["text"].split()
        assert caption.data["words"] == sorted(caption.data["words"], key=lambda word: word["start"])


async def test_a_crisis_is_answered_with_the_number_to_call(server: Running) -> None:
    async with Caller(server.url) as caller:
        caller.send("send-text", {"content": "이제 그만 죽고 싶어요"})
        answer = await _answer_of_kind(caller, "crisis")
        assert answer["phone"] == "109"
        assert (await caller.message("server-message/alert")).data["crisis"] == "suicide"
    assert "죽고" not in server.log.read_text()


async def test_wishes_in_words_change_how_she_speaks(server: Running) -> None:
    async with Caller(server.url) as caller:
        await _greeted(caller)
        caller.send("send-text", {"content": "기초연금 어떻게 신청해요?"})
        first = await caller.message("server-message/answer", since=time.monotonic())
        asked = time.monotonic()
        caller.send("send-text", {"content": "좀 천천히 말해 줘요"})
        assert (await caller.message("server-message/pace", since=asked)).data["pace"] < 1
        again = await caller.message("server-message/answer", since=asked)
        assert again.data["answer_id"] == first.data["answer_id"]
        began = time.monotonic()
        caller.send("send-text", {"content": "그건 전화번호가 몇 번이에요"})
        follow_up = await caller.message("server-message/answer", since=began)
        assert follow_up.data["answer_id"] == first.data["answer_id"] and follow_up.data["phone"]


async def test_what_is_offered_can_be_taken_up(server: Running) -> None:
    async with Caller(server.url) as caller:
        await _greeted(caller)
        caller.send("send-text", {"content": "기초연금 어떻게 신청하고 기초연금은 얼마나 나와요"})
        offered = await caller.message("server-message/answer", since=time.monotonic())
        assert offered.data["choices"]
        began = time.monotonic()
        caller.send(
            "send-text", {"content": "네 그것도 알려 주세요" if len(offered.data["choices"]) == 1 else "두 번째요"}
        )
        taken = await caller.message("server-message/answer", since=began)
        assert taken.data["answer_id"] == offered.data["choices"][-1]["answer_id"]


async def test_personal_numbers_never_come_back(server: Running) -> None:
    async with Caller(server.url) as caller:
        caller.send("send-text", {"content": "제 번호는 900101-1234567 이에요"})
        question = await caller.message("server-message/question")
        assert "1234567" not in question.data["text"]
    assert "1234567" not in server.log.read_text()


async def test_speaking_over_her_stops_her(server: Running, questions: dict[str, Path]) -> None:
    async with Caller(server.url) as caller:
        await caller.quiet()
        caller.send("send-text", {"content": "기초연금 어떻게 신청해요?"})
        await caller.message("server-message/caption", since=time.monotonic())
        await asyncio.sleep(1)
        began = time.monotonic()
        await caller.speak(read_recording(questions[DEMENTIA]))
        cut = await caller.message("server-message/interrupted", since=began)
        answer = await caller.message("server-message/answer", since=cut.at)
        assert cut.at - began < 1.5
        assert cut.data["said"]
        assert str(answer.data["answer_id"]).startswith("dementia")


async def test_a_false_alarm_goes_on_where_it_stopped(server: Running, tmp_path: Path) -> None:
    mumble = _recording(tmp_path, "음 음 음")
    async with Caller(server.url) as caller:
        await caller.quiet()
        caller.send("send-text", {"content": "기초연금 어떻게 신청해요?"})
        cut_sentence = await caller.message("server-message/caption", since=time.monotonic())
        await asyncio.sleep(0.5)
        began = time.monotonic()
        await caller.speak(mumble)
        cut = await caller.message("server-message/interrupted", since=began)
        again = await caller.message("server-message/caption", since=cut.at)
        assert again.data["text"] == cut_sentence.data["text"]


async def test_a_short_yes_does_not_stop_her(server: Running, tmp_path: Path) -> None:
    yes = _recording(tmp_path, "네")
    async with Caller(server.url) as caller:
        await caller.quiet()
        caller.send("send-text", {"content": "기초연금 어떻게 신청해요?"})
        await caller.message("server-message/caption", since=time.monotonic())
        began = time.monotonic()
        await caller.speak(yes)
        await asyncio.sleep(1.5)
        assert not [m for m in caller.received.messages if m.kind == "server-message/interrupted" and m.at > began]


async def test_a_long_silence_is_met_with_a_gentle_word(attentive: Running) -> None:
    async with Caller(attentive.url) as caller:
        await caller.quiet()
        prompt = await caller.message("server-message/caption", since=time.monotonic())
        assert "천천히" in prompt.data["text"]
        await caller.quiet(3.5)
        captions = [m for m in caller.received.messages if m.kind == "server-message/caption" and m.at > prompt.at]
        assert all("아직 계신가요" not in m.data["text"] for m in captions), "once, not nagging"


@pytest.mark.slow
async def test_a_gentle_word_is_not_what_is_repeated(attentive: Running) -> None:
    async with Caller(attentive.url) as caller:
        await _greeted(caller)
        caller.send("send-text", {"content": "고마워요"})
        thanks = await caller.message("server-message/caption", since=time.monotonic())
        prompt = thanks
        while "천천히" not in prompt.data["text"]:
            prompt = await caller.message("server-message/caption", since=prompt.at + 1e-6)
        await caller.quiet()
        caller.send("client-message", {"t": "again", "d": {}})
        again = await caller.message("server-message/answer", since=prompt.at + 1e-6)
        assert thanks.data["text"] in again.data["text"]


async def test_the_interrupt_button_silences_at_once(server: Running) -> None:
    async with Caller(server.url) as caller:
        await caller.message("bot-started-speaking")
        await asyncio.sleep(0.5)
        caller.send("client-message", {"t": "interrupt", "d": {}})
        cut = await caller.message("server-message/interrupted")
        await caller.quiet(0.4)
        assert time.monotonic() - cut.at < 1.2
        caller.send("client-message", {"t": "again", "d": {}})
        await caller.message("bot-started-speaking", since=cut.at)


async def test_slower_is_slower(server: Running) -> None:
    async with Caller(server.url) as caller:
        first = await caller.message("server-message/caption")
        caller.send("client-message", {"t": "slower", "d": {}})
        pace = await caller.message("server-message/pace")
        again = await caller.message("server-message/caption", since=pace.at)
        while again.data["turn"] == first.data["turn"]:
            again = await caller.message("server-message/caption", since=again.at + 1e-6)
        assert again.data["text"] == first.data["text"]
        assert again.data["seconds"] > first.data["seconds"] * 1.08


async def test_nonsense_messages_are_refused_and_the_call_goes_on(server: Running) -> None:
    async with Caller(server.url) as caller, Caller(server.url) as other:
        nonsense: list[tuple[str | bytes, str]] = [
            ("x" * 20_000, "message-too-large"),
            ("not json", "message-not-json"),
            (b"\xff\xfe\x00", "message-not-text"),
            (NotUtf8("text"), "message-not-text"),
            ("[1, 2]", "message-invalid"),
            (json.dumps({"type": "nonsense"}), "message-unknown"),
            (json.dumps({"type": "client-message", "data": {"t": "fly"}}), "message-unknown"),
            (
                json.dumps({"type": "client-message", "data": {"t": "ask", "d": {"answer_id": "none"}}}),
                "message-invalid",
            ),
            (json.dumps({"type": "send-text", "data": {"content": "가" * 501}}), "message-invalid"),
        ]
        for raw, code in nonsense:
            began = time.monotonic()
            caller._channel.send(raw)
            refusal = await caller.message("error-response", since=began)
            assert refusal.data["error"] == code
        assert caller._peer.sctp is not None
        caller._peer.sctp._remote_max_message_size = 0  # a caller that does not heed what the answer allows
        caller._channel.send("y" * 1_000_000)
        caller.send("client-message", {"t": "heartbeat", "d": {}})
        began = time.monotonic()
        async with asyncio.timeout(10):
            await caller.message("server-response", since=began)
        other.send("send-text", {"content": "기초연금 어떻게 신청해요?"})
        await _answer_of_kind(other, "answer")


async def test_a_vanished_caller_is_freed_within_ten_seconds(server: Running) -> None:
    before = server.calls()
    caller = Caller(server.url)
    await caller.__aenter__()
    assert server.calls() == before + 1
    resource, caller._resource = caller._resource, None  # it leaves without a word
    for transport in {each.receiver.transport for each in caller._peer.getTransceivers()}:
        await transport.transport.stop()
    gone = time.monotonic()
    while server.calls() > before:
        assert time.monotonic() - gone < 10
        await asyncio.sleep(0.25)
    await caller.hang_up()
    assert resource is not None


async def test_an_idle_call_ends_kindly(tmp_path: Path) -> None:
    with serving(tmp_path, "server.idle=1") as hasty:
        async with Caller(hasty.url) as caller:
            await caller.message("bot-started-speaking")
            caller.send("client-message", {"t": "interrupt", "d": {}})
            goodbye = await caller.message("server-message/goodbye")
            assert goodbye.data["reason"] == "idle"
            assert goodbye.data["text"]


async def test_integrators_follow_a_call_over_a_websocket(server: Running) -> None:
    async with Caller(server.url) as caller:
        assert caller._resource is not None
        address = caller._resource.address.replace("http://", "ws://") + "/events"
        async with connect(address) as socket:
            caller.send("send-text", {"content": "기초연금 어떻게 신청해요?"})
            names = []
            async with asyncio.timeout(10):
                while "answer" not in names:
                    message = json.loads(await socket.recv())
                    assert message["label"] == "rtvi-ai"
                    names.append(message["data"].get("t", message["type"]))
            await caller.hang_up()
            async with asyncio.timeout(5):
                rest = [json.loads(raw)["data"].get("t") async for raw in socket]
        assert "question" in names
        assert rest[-1] == "goodbye"


@pytest.mark.slow
async def test_fifty_calls_leave_nothing_behind(server: Running) -> None:
    async def short_call() -> None:
        async with Caller(server.url) as caller:
            await caller.message("bot-started-speaking")

    async def five_at_a_time(rounds: int) -> None:
        for _ in range(rounds):
            await asyncio.gather(*(short_call() for _ in range(5)))
        await asyncio.sleep(1.5)

    await five_at_a_time(5)
    files, threads, memory = server.process.num_fds(), server.process.num_threads(), server.process.memory_info().rss
    await five_at_a_time(10)
    assert server.calls() == 0
    assert server.process.num_fds() <= files + 3
    assert server.process.num_threads() <= threads + 4
    assert (server.process.memory_info().rss - memory) / 50 < 2_000_000, (
        "bytes a call; one that is kept holds several megabytes"
    )


async def _greeted(caller: Caller) -> None:
    """She began to greet and was stopped: who writes need not hear all of it."""
    await caller.message("bot-started-speaking")
    await asyncio.sleep(0.5)
    caller.send("client-message", {"t": "interrupt", "d": {}})
    await caller.quiet()


def _recording(folder: Path, text: str) -> Recording:
    (speech,) = espeak.load(variant="m3").speak(text)
    soundfile.write(folder / "said.wav", speech.samples, speech.rate, subtype="PCM_16")
    return read_recording(folder / "said.wav")


async def _answer_of_kind(caller: Caller, kind: str) -> dict[str, object]:
    async with asyncio.timeout(15):
        since = 0.0
        while True:
            answer = await caller.message("server-message/answer", since=since)
            if answer.data["kind"] == kind:
                return dict(answer.data)
            since = answer.at + 1e-6


async def test_full_lines_say_so_and_give_a_place_that_is_kept(small: Running) -> None:
    sdp = {"Content-Type": "application/sdp"}
    async with httpx.AsyncClient(base_url=small.url) as http, Caller(small.url):
        with pytest.raises(CallError) as refused:
            async with Caller(small.url):
                pass
        assert refused.value.code == "calls-full" and "again in" in refused.value.message
        second = await http.post("/calls", content=await offer_text(), headers=sdp)
        assert second.status_code == 503 and second.json()["ahead"] == 1
