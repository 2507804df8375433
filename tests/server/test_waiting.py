"""The waiting line: by itself, and by POSTs against a real server that has one line."""

from collections.abc import Iterator

import httpx
import pytest

from harness.caller import Caller
from server.waiting import FullError, Place, WaitingLine
from tests.server.peers import offer_text
from tests.server.process import Running, serving

SDP = {"Content-Type": "application/sdp"}


def place(line: WaitingLine, ticket: str | None, free: int, now: float) -> Place:
    given = line.ask(ticket, free, now)
    assert given, "a place in the line was expected, not a call"
    return given


def test_who_finds_a_free_place_and_no_line_does_not_wait() -> None:
    assert WaitingLine().ask(None, free=1, now=0.0) is None


def test_who_came_first_is_served_first() -> None:
    line = WaitingLine()
    first, second = place(line, None, 0, 0.0), place(line, None, 0, 1.0)
    assert (first.ahead, second.ahead) == (0, 1)
    assert place(line, second.ticket, 1, 3.0).ahead == 1, "the free place is the first one's"
    assert line.ask(first.ticket, 1, 3.1) is None
    assert place(line, second.ticket, 0, 6.0).ahead == 0
    assert line.ask(second.ticket, 1, 9.0) is None
    assert len(line) == 0


def test_a_newcomer_overtakes_nobody() -> None:
    line = WaitingLine()
    first = place(line, None, 0, 0.0)
    newcomer = place(line, None, 5, 1.0)
    assert newcomer.ahead == 1
    assert line.ask(newcomer.ticket, 5, 2.0) is None, "there is a place for the first one too"
    assert line.ask(first.ticket, 1, 3.0) is None


def test_a_ticket_serves_once_and_a_made_up_one_not_at_all() -> None:
    line = WaitingLine()
    first, second = place(line, None, 0, 0.0), place(line, None, 0, 0.0)
    assert line.ask(first.ticket, 1, 1.0) is None
    assert place(line, first.ticket, 1, 2.0).ahead == 1, "behind the second"
    assert place(line, "made-up", 1, 2.0).ticket != "made-up"
    assert line.ask(second.ticket, 1, 2.0) is None


def test_who_does_not_come_back_is_forgotten() -> None:
    line = WaitingLine()
    gone, patient = place(line, None, 0, 0.0), place(line, None, 0, 0.0)
    for now in (3.0, 6.0, 9.0, 12.0):
        assert place(line, patient.ticket, 1, now).ahead == 1
    assert place(line, patient.ticket, 0, 20.0).ahead == 0
    assert line.ask(patient.ticket, 1, 30.0) is None
    assert place(line, gone.ticket, 0, 30.0).ticket != gone.ticket


def test_the_line_is_bounded() -> None:
    line = WaitingLine(longest=2)
    first = place(line, None, 0, 0.0)
    place(line, None, 0, 0.0)
    with pytest.raises(FullError):
        line.ask(None, 0, 1.0)
    assert place(line, first.ticket, 0, 1.0).ahead == 0, "who waits already goes on waiting"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("small"), "server.max_calls=1") as running:
        yield running


async def test_people_wait_in_order_and_get_the_line_in_order(small: Running) -> None:
    offer = await offer_text()
    async with httpx.AsyncClient(base_url=small.url, timeout=20, headers=SDP) as http:

        async def ask(ticket: str | None = None) -> httpx.Response:
            return await http.post("/calls", content=offer, params={"ticket": ticket} if ticket else None)

        async with Caller(small.url):
            first, second = await ask(), await ask()
            assert first.status_code == 503 and first.headers["retry-after"] == "3"
            assert first.json()["code"] == "calls-full" and first.json()["message"]
            assert (first.json()["ahead"], second.json()["ahead"]) == (0, 1)
            again = await ask(second.json()["ticket"])
            assert again.json()["ticket"] == second.json()["ticket"] and again.json()["ahead"] == 1
            assert (await http.get("/status")).json()["waiting"] == 2
        newcomer = await ask()
        assert newcomer.json()["ahead"] == 2, "the line is free, but others were here before"
        assert (await ask(second.json()["ticket"])).status_code == 503
        served = await ask(first.json()["ticket"])
        assert served.status_code == 201
        assert (await ask(second.json()["ticket"])).json()["ahead"] == 0
        await http.delete(served.headers["location"])
        served = await ask(second.json()["ticket"])
        assert served.status_code == 201
        await http.delete(served.headers["location"])
        served = await ask(newcomer.json()["ticket"])
        assert served.status_code == 201
        await http.delete(served.headers["location"])


async def test_a_broken_offer_takes_no_place(small: Running) -> None:
    async with Caller(small.url), httpx.AsyncClient(base_url=small.url, headers=SDP) as http:
        assert (await http.post("/calls", content="nonsense")).status_code == 400
        assert (await http.get("/status")).json()["waiting"] == 0
