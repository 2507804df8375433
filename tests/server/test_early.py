"""Work ahead of the end of a turn: used only for the very words the turn ends with."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dialogue.types import Answer, Question
from server import metrics
from server.caller import Caller
from server.early import Early
from server.ladder import Ladder, Quality
from server.lookup import question_of
from server.shelf import Shelf
from server.stage import Stage
from speech.types import Transcript


class Slow:
    """An answerer that takes its time and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def answer(self, question: Question) -> Answer:
        self.asked.append(question.text)
        entry = "card" if "카드" in question.text else "bus"
        return Answer("answer", "답입니다.", "답입니다.", answer_id=entry)


class NeverAbusive:
    def judge(self, text: str) -> dict[str, float]:
        return {}


class OpenedAlone(Shelf):
    """Counts what is fetched; nothing is prepared."""

    def __init__(self) -> None:
        self.fetched: list[str] = []

    def at_hand(self, text: str, bitrate: int) -> None:
        return None

    def sentence(self, text: str, bitrate: int) -> None:
        self.fetched.append(text)


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    stages = SimpleNamespace(
        answer=Stage("answer", 50), glance=Stage("answer", 50), fetch=Stage("speak", 150), screen=Stage("screen", 20)
    )
    counsel = SimpleNamespace(
        answerer=Slow(),
        filter=NeverAbusive(),
        shelf=OpenedAlone(),
        stages=stages,
        profile=SimpleNamespace(dialogue=SimpleNamespace(abuse_threshold=0.5)),
    )
    face = SimpleNamespace(bitrate=lambda: 500_000)
    given = SimpleNamespace(
        counsel=counsel, face=face, ladder=Ladder(), topic=None, last=None, subject=None, pace=1.0, offered=()
    )
    yield cast(Caller, given)
    for stage in (stages.answer, stages.glance, stages.fetch, stages.screen):
        stage.close()


def heard(text: str) -> Transcript:
    return Transcript(text, confidence=1.0)


def asked(caller: Any) -> list[str]:
    return list(caller.counsel.answerer.asked)


def _asked(caller: Caller, times: int) -> bool:
    return len(asked(caller)) == times


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(3):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_what_was_looked_up_for_the_last_words_is_the_answer_and_not_looked_up_again(caller: Caller) -> None:
    early = Early(caller)
    early.look(heard("버스 카드 어디서"))
    await early.answer(heard("버스 카드 어디서"), question_of(caller, "버스 카드 어디서", heard("")))
    early.look(heard("버스 카드 어디서 사요"))
    answer = await early.answer(heard("버스 카드 어디서 사요"), question_of(caller, "버스 카드 어디서 사요", heard("")))
    assert answer and answer.answer_id == "card"
    assert asked(caller) == ["버스 카드 어디서", "버스 카드 어디서 사요"]


async def test_other_words_at_the_end_are_not_answered_early(caller: Caller) -> None:
    early = Early(caller)
    early.look(heard("버스 카드 어디서 사요"))
    assert (
        await early.answer(heard("버스 노선 알려 주세요"), question_of(caller, "버스 노선 알려 주세요", heard("")))
        is None
    )


async def test_of_words_that_come_while_it_works_only_the_newest_are_looked_up(caller: Caller) -> None:
    early = Early(caller)
    for text in ("버스 카드", "버스 카드 어디", "버스 카드 어디서", "버스 카드 어디서 사요"):
        early.look(heard(text))
    await until(lambda: len(asked(caller)) == 2)
    assert asked(caller) == ["버스 카드", "버스 카드 어디서 사요"]


async def test_an_answer_has_its_clip_opened_and_a_reversal_is_counted(caller: Caller) -> None:
    early, before = Early(caller), metrics.REVERSALS._value.get()
    texts = ("버스 카드", "버스 카드 어디서", "버스 노선 어디서")
    for count, text in enumerate(texts, 1):
        early.look(heard(text))
        await until(partial(_asked, caller, count))
        await early.answer(heard(text), question_of(caller, text, heard("")))
    await until(lambda: len(cast(OpenedAlone, caller.counsel.shelf).fetched) == 3)
    assert metrics.REVERSALS._value.get() == before + 1


async def test_in_mid_speech_a_glance_opens_the_clip_and_answers_nothing(caller: Caller) -> None:
    class Glancing(Slow):
        def glance(self, question: Question) -> Answer | None:
            return Answer("answer", "답입니다.", "답입니다.", answer_id="card") if "사요" in question.text else None

    answerer = cast(Any, caller.counsel).answerer = Glancing()
    early, shelf = Early(caller), cast(OpenedAlone, caller.counsel.shelf)
    early.glance(heard("버스 카드 어디서"))
    await asyncio.sleep(0.05)
    assert not shelf.fetched
    early.glance(heard("버스 카드 어디서 사요"))
    await until(lambda: shelf.fetched == ["답입니다."])
    said = heard("버스 카드 어디서 사요")
    assert await early.answer(said, question_of(caller, said.text, said)) is None
    assert not answerer.asked


async def test_a_number_is_masked_before_it_is_looked_up_and_a_loaded_server_works_on_nothing_early(
    caller: Caller,
) -> None:
    early = Early(caller)
    early.look(heard("제 번호는 010-1234-5678 이에요"))
    await until(lambda: len(asked(caller)) == 1)
    assert "5678" not in asked(caller)[0]
    caller.ladder.level = Quality.PREPARED
    early.look(heard("버스 카드 어디서 사요"))
    await asyncio.sleep(0.05)
    assert len(asked(caller)) == 1


async def test_the_verdict_on_the_last_words_is_known_when_they_end_and_insults_are_not_looked_up(
    caller: Caller,
) -> None:
    class Insulted(NeverAbusive):
        def judge(self, text: str) -> dict[str, float]:
            return {"insult": 0.99 if "바보" in text else 0.0}

    cast(Any, caller.counsel).filter = Insulted()
    early = Early(caller)
    early.look(heard("버스 카드 어디서 사요"))
    assert early.known_verdict(heard("버스 카드 어디서 사요")) is None
    await until(lambda: early.known_verdict(heard("버스 카드 어디서 사요")) is not None)
    verdict = early.known_verdict(heard("버스 카드 어디서 사요"))
    assert verdict and verdict.kind == "clean"
    assert early.known_verdict(heard("버스 카드 어디서 사요 바보야")) is None
    insulted = heard("버스 카드 어디서 사요 바보야")
    early.look(insulted)
    await until(lambda: early.known_verdict(insulted) is not None)
    verdict = early.known_verdict(insulted)
    assert verdict and verdict.kind == "abuse"
    assert await early.answer(insulted, question_of(caller, insulted.text, insulted)) is None
    assert asked(caller) == ["버스 카드 어디서 사요"]
