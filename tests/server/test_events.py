import json
import logging

import pytest

from dialogue.types import Answer, Choice
from server import events
from server.events import Events, TurnRecord
from server.stage import Timing
from speech.types import Mark

SECRET = "박말순 할머니"


def every_event_with_words() -> list[events.Event]:
    answer = Answer("clarify", SECRET, SECRET, choices=(Choice("a", SECRET),))
    record = TurnRecord(1, "answer", "a", SECRET, SECRET, 12.0, (Timing("answer", 1.0, 2.0, 50),))
    return [
        events.transcription(SECRET, final=True),
        events.bot_transcription(SECRET),
        events.question(1, SECRET),
        events.answer(1, answer),
        events.caption(1, 0, 1, SECRET, 1.0, (Mark("word", SECRET, 0.0, 1.0),)),
        events.interrupted(1, SECRET),
        events.turn_ended(record),
        events.failure("code", SECRET),
    ]


def test_no_word_of_anyone_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    stream = Events("call-1")
    with caplog.at_level(logging.DEBUG):
        for event in every_event_with_words():
            stream.emit(event)
    assert len(caplog.records) == len(every_event_with_words())
    assert SECRET not in caplog.text and "말순" not in caplog.text


def test_every_event_is_an_rtvi_message() -> None:
    for event in every_event_with_words():
        message = json.loads(event.message())
        assert message["label"] == "rtvi-ai" and message["id"]
        assert message["type"] == "server-message" or event.rtvi


def test_the_last_record_of_a_turn_holds_every_stage() -> None:
    timings = (Timing("answer", 1.0, 2.0, 50), Timing("speak", 3.0, 4.0, 150))
    record = TurnRecord(1, "answer", "a", "", "", 12.0, timings)
    data = json.loads(events.turn_ended(record).message())["data"]["d"]
    assert data["stages"]["speak"] == {"waited_ms": 3.0, "took_ms": 4.0, "budget_ms": 150}


def test_a_reader_that_leaves_hears_no_more() -> None:
    stream = Events("call-1")
    heard: list[str] = []
    leave = stream.subscribe(lambda event: heard.append(event.name))
    stream.emit(events.bot_started())
    leave()
    stream.emit(events.bot_stopped())
    assert heard == ["bot-started-speaking"]
