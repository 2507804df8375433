"""A call that broke off is gone on with: what is kept of it, and real calls that do it."""

import time

import httpx
import pytest

from dialogue import replies
from dialogue.types import Answer
from harness.caller import Caller
from harness.wire import Message
from server.caller import Memory
from server.conversations import KEPT, MOST, Conversations, new_id
from tests.server.peers import offer_text
from tests.server.process import Running

MEMORY = Memory(0.85, 1.25, "복지·연금", 1, Answer.plain("talk", "네."), None, "basic-pension-apply")
QUESTION = "기초연금 어떻게 신청해요?"


def test_a_conversation_is_gone_on_with_once() -> None:
    kept, name = Conversations(), new_id()
    kept.keep(name, MEMORY, now=0.0)
    assert kept.take("another", now=1.0) is None
    assert kept.take(name, now=1.0) == MEMORY
    assert kept.take(name, now=2.0) is None


def test_it_is_forgotten_after_two_minutes() -> None:
    kept = Conversations()
    kept.keep("early", MEMORY, now=0.0)
    kept.keep("late", MEMORY, now=60.0)
    assert kept.take("early", now=KEPT) is None
    assert kept.take("late", now=KEPT) == MEMORY
    assert len(kept) == 0


def test_only_so_many_are_kept() -> None:
    kept = Conversations()
    for number in range(MOST + 1):
        kept.keep(str(number), MEMORY, now=0.0)
    assert len(kept) == MOST and kept.take("0", now=0.0) is None


def test_its_name_cannot_be_guessed() -> None:
    assert len({new_id() for _ in range(100)}) == 100
    assert all(len(name) >= 16 and name.replace("-", "").replace("_", "").isalnum() for name in (new_id(), new_id()))


class GoingOn(Caller):
    """Places a call that goes on with a conversation."""

    def __init__(self, url: str, conversation: str) -> None:
        super().__init__(url)
        self._http.params = self._http.params.set("conversation", conversation)


async def told(caller: Caller, kind: str, since: float = 0.0) -> Message:
    return await caller.message(kind, since)


async def test_a_caller_who_lost_the_line_goes_on_where_they_were(server: Running) -> None:
    async with Caller(server.url) as lost:
        name = (await told(lost, "bot-ready")).data["conversation"]
        asked = time.monotonic()
        lost.send("send-text", {"content": QUESTION})
        known = (await told(lost, "server-message/answer", asked)).data["answer_id"]
        asked = time.monotonic()
        lost.send("client-message", {"t": "slower", "d": {}})
        pace = (await told(lost, "server-message/pace", asked)).data["pace"]
        calls = server.calls()
        async with GoingOn(server.url, name) as back:
            ready = (await told(back, "bot-ready")).data
            assert ready["pace"] == pace < 1
            assert ready["conversation"] != name
            assert (await told(back, "server-message/answer")).data["text"] == replies.CONTINUED
            assert (await told(lost, "server-message/goodbye")).data["reason"] == "continued"
            assert server.calls() <= calls, "it takes the place of the call that was lost"
            asked = time.monotonic()
            back.send("client-message", {"t": "again", "d": {}})
            assert (await told(back, "server-message/answer", asked)).data["answer_id"] == known
        async with GoingOn(server.url, name) as stranger:
            ready = (await told(stranger, "bot-ready")).data
            assert ready["pace"] == 1.0, "a name serves once"
            assert (await told(stranger, "server-message/answer")).data["text"] == replies.GREETING
    log = server.log.read_text()
    assert name not in log and "기초연금" not in log


async def test_a_call_that_has_ended_is_gone_on_with_though_the_first_try_fails(server: Running) -> None:
    async with Caller(server.url) as gone:
        name = (await told(gone, "bot-ready")).data["conversation"]
        gone.send("client-message", {"t": "slower", "d": {}})
        pace = (await told(gone, "server-message/pace")).data["pace"]
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as http:
        offer, sdp = await offer_text(), {"Content-Type": "application/sdp"}
        never_set_up = await http.post("/calls", params={"conversation": name}, content=offer, headers=sdp)
        assert never_set_up.status_code == 201
    async with GoingOn(server.url, name) as back:
        assert (await told(back, "bot-ready")).data["pace"] == pace


@pytest.mark.parametrize("name", ["none", "x" * 5000, "네 안녕", "../../etc"])
async def test_an_unknown_name_is_a_new_call(name: str, server: Running) -> None:
    async with GoingOn(server.url, name) as caller:
        assert (await told(caller, "bot-ready")).data["conversation"] != name
        assert (await told(caller, "server-message/answer")).data["text"] == replies.GREETING
