"""다시, 천천히, 크게: what is said again, and what is said next, comes slower and louder."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pytest

from dialogue import replies
from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.store import Store
from dialogue.types import Answer
from server.caller import Caller
from server.config import load_profile
from server.counsel import Counsel, open_counsel
from server.events import Events
from server.playout import RATE, OnStart, Playout
from server.scene import Scene
from server.shelf import Opened
from server.turn import Ask, Turn
from speech import clarity
from speech.types import Samples, Speech

QUESTION = "기초연금 어떻게 신청해요?"
OTHER = "치매 검사 어디서 받아요?"
ROWS: tuple[dict[str, object], ...] = (
    {
        "id": "pension",
        "topic": "복지·연금",
        "questions": [QUESTION, "기초연금 신청하고 싶어요"],
        "answer": "기초연금은 가까운 주민센터에서 신청하세요. 걷기 어려우시면 찾아와 달라고 하시면 됩니다.",
    },
    {
        "id": "dementia",
        "topic": "건강",
        "questions": [OTHER, "치매 검사를 받고 싶어요"],
        "answer": "치매 검사는 보건소에서 무료로 해 드립니다. 전화로 날을 잡고 신분증을 가져가세요.",
    },
)


class NoFace:
    def bitrate(self) -> int:
        return 500_000

    def watch(self, start: float, report: Any) -> None:
        """No picture is drawn."""


@dataclass(frozen=True)
class Said:
    answer_id: str | None
    seconds: float
    """of sound"""
    loudness: float
    """LUFS"""


class Counting(Playout):
    """Knows how long all is that was to be said, however long it took to make."""

    seconds = 0.0

    def put(self, speech: Speech, on_start: OnStart, opened: Opened | None = None) -> float:
        self.seconds += speech.seconds
        return super().put(speech, on_start, opened)


class Listening:
    """A caller whose sound is taken as fast as it is made."""

    def __init__(self, counsel: Counsel) -> None:
        self.playout = Counting()
        face = cast(Any, NoFace())
        self.caller = Caller(
            counsel, Events("call-for-tests"), self.playout, Scene("call-for-tests", self.playout), face
        )
        self.turns = 0

    async def ask(self, text: str) -> Said:
        self.turns += 1
        self.playout.begin()
        self.playout.seconds = 0.0
        turn = Turn(self.turns, Ask(0.0, text=text), self.caller)
        running = asyncio.create_task(turn.run())
        steps = []
        while not running.done():
            steps += [self.playout.pull().samples for _ in range(25 if self.playout.queued else 1)]
            await asyncio.sleep(0.001)
        await running
        sound: Samples = np.concatenate(steps).astype(np.float32) / np.float32(32767)
        loud = np.flatnonzero(np.abs(sound) > 0.01)
        heard = sound[loud[0] : loud[-1]]
        answer_id = turn.answer.answer_id if turn.answer else None
        return Said(answer_id, self.playout.seconds, clarity.loudness(heard, RATE))


@pytest.fixture(scope="module")
def counsel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counsel]:
    """It knows two things, with answers of two sentences: every word is spoken several times here."""
    file = tmp_path_factory.mktemp("wishes") / "knowledge.sqlite"
    Store(file).import_rows(Row(number, row) for number, row in enumerate(ROWS, 1))
    opened = open_counsel(load_profile("scripted", [f"dialogue.knowledge={file}"]))
    yield opened
    opened.close()


@pytest.fixture
def listening(counsel: Counsel) -> Listening:
    return Listening(counsel)


async def test_slower_holds_for_the_repeat_and_for_the_next_answer(counsel: Counsel) -> None:
    usual, slowed = Listening(counsel), Listening(counsel)
    first, next_usual = await usual.ask(QUESTION), await usual.ask(OTHER)
    await slowed.ask(QUESTION)
    wish = await slowed.ask("좀 천천히 말해 주세요")
    again, following = await slowed.ask("다시 말해 주세요"), await slowed.ask(OTHER)
    assert wish.answer_id == again.answer_id == first.answer_id
    assert again.seconds > 1.1 * first.seconds
    assert following.answer_id == next_usual.answer_id
    assert following.seconds == pytest.approx(next_usual.seconds / 0.85, rel=0.06)


async def test_louder_holds_for_the_repeat_and_for_the_next_answer(listening: Listening) -> None:
    first = await listening.ask(QUESTION)
    wish = await listening.ask("더 크게 말해 주세요")
    following = await listening.ask(OTHER)
    assert wish.answer_id == first.answer_id
    assert wish.loudness - first.loudness == pytest.approx(1.9, abs=0.6)
    assert following.loudness - first.loudness == pytest.approx(1.9, abs=0.8)


async def test_again_alone_changes_neither(listening: Listening) -> None:
    first, again = await listening.ask(QUESTION), await listening.ask("다시 말해 주세요")
    assert again.answer_id == first.answer_id
    assert again.loudness == pytest.approx(first.loudness, abs=0.5)
    assert again.seconds > first.seconds, "네, 다시 말씀드릴게요."


async def test_a_wish_that_cannot_go_further_is_not_promised(listening: Listening) -> None:
    await listening.ask(QUESTION)
    for _ in range(3):
        await listening.ask("더 천천히 말해 주세요")
    assert listening.caller.pace == 0.7
    assert listening.caller.at_limit("slower") and not listening.caller.at_limit("faster")
    assert replies.AT_LIMIT["slower"].split()[1] in listening.playout.said


async def test_a_topic_that_was_named_is_opened_and_one_of_its_questions_taken_by_its_place(
    listening: Listening,
) -> None:
    await listening.ask(QUESTION)
    await listening.ask("건강 주제 보여 주세요")
    assert listening.caller.topic == "건강"
    assert [choice.text for choice in listening.caller.offered] == [OTHER]
    assert (await listening.ask("첫 번째 거요")).answer_id == "dementia"
    assert listening.caller.offered == ()
    await listening.ask("다른 주제 보여 주세요")
    assert listening.caller.topic is None


async def test_a_wish_about_the_screen_is_granted_in_a_word_and_forgets_nothing(listening: Listening) -> None:
    first = await listening.ask(QUESTION)
    wish = await listening.ask("정리한 내용 보여 주세요")
    assert wish.answer_id is None and wish.seconds < first.seconds
    assert (await listening.ask("다시 말해 주세요")).answer_id == first.answer_id


async def test_a_sentence_of_signs_alone_does_not_end_the_answer(listening: Listening) -> None:
    signs = Answer.plain("talk", "※. 가까운 주민센터로 가세요.")
    turn = Turn(1, Ask(0.0, answer=signs), listening.caller)
    running = asyncio.create_task(turn.run())
    while not running.done():
        listening.playout.pull()
        await asyncio.sleep(0.001)
    assert "주민센터로" in listening.playout.said
