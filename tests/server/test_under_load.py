"""A real server that is short of time: it takes fewer calls, makes those it has cheaper, and says so."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import httpx
import psutil
import pytest

from harness.caller import Caller
from server.config import Budgets
from tests.server.peers import offer_text
from tests.server.process import Running, serving

OVERRIDES = ("server.admit_below=0.75", "server.call_cost=64", "server.worst_quality=slow-picture")


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("slow"), *OVERRIDES) as running:
        yield running


@pytest.fixture
async def http(slow: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=slow.url, timeout=20) as client:
        yield client


async def figure(http: httpx.AsyncClient, name: str) -> float:
    """Of /metrics."""
    lines = (await http.get("/metrics")).text.splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} "))


async def stalling(process: psutil.Process) -> None:
    """As on a machine that gives the server a third of the time."""
    try:
        while True:
            process.suspend()
            await asyncio.sleep(0.2)
            process.resume()
            await asyncio.sleep(0.1)
    finally:
        process.resume()


async def test_one_call_is_always_taken_and_the_next_waits_for_what_it_would_cost(
    slow: Running, http: httpx.AsyncClient
) -> None:
    offer, sdp = await offer_text(), {"Content-Type": "application/sdp"}
    async with Caller(slow.url):
        refused = await http.post("/calls", content=offer, headers=sdp)
        assert refused.status_code == 503 and refused.json()["ahead"] == 0
        await asyncio.sleep(1.2)
        assert await figure(http, "malbeot_waiting") == 1
        assert await figure(http, "malbeot_load") > 0
        assert (await http.get("/healthz")).json()["load"]["call_cost"] > 0.75
    served = await http.post("/calls", params={"ticket": refused.json()["ticket"]}, content=offer, headers=sdp)
    assert served.status_code == 201
    await http.delete(served.headers["location"])


async def test_calls_get_cheaper_when_time_runs_out_and_whole_again_afterwards(
    slow: Running, http: httpx.AsyncClient
) -> None:
    async with Caller(slow.url) as caller:
        stalls = asyncio.create_task(stalling(slow.process))
        try:
            async with asyncio.timeout(40):
                told = await caller.message("server-message/quality")
        finally:
            stalls.cancel()
            await asyncio.gather(stalls, return_exceptions=True)
        assert told.data == {"level": "slow-picture"}
        assert (await http.get("/healthz")).json()["quality"] == "slow-picture"
        assert await figure(http, "malbeot_quality_level") == 1
    async with asyncio.timeout(60):
        while await figure(http, "malbeot_quality_level"):  # noqa: ASYNC110  (nobody is left to be told)
            await asyncio.sleep(0.5)
    assert "quality slow-picture" in slow.log.read_text() and "quality full" in slow.log.read_text()


async def test_what_pages_measure_reaches_the_metrics(slow: Running, http: httpx.AsyncClient) -> None:
    async with Caller(slow.url) as caller:
        began, before = time.monotonic(), await figure(http, "malbeot_page_frozen_seconds_total")
        told = {"freezes": 1, "frozen_ms": 600, "lost": -3, "jitter_ms": 7.5, "rtt_ms": 40}
        caller.send("client-message", {"t": "stats", "d": told})
        await caller.message("server-response", since=began)
        caller.send("client-message", {"t": "stats", "d": told | {"rtt_ms": "기초연금"}})
        assert (await caller.message("error-response", since=began)).data["error"] == "message-invalid"
        assert await figure(http, "malbeot_page_frozen_seconds_total") == pytest.approx(before + 0.6)
        assert await figure(http, "malbeot_page_lost_packets_total") == 0
        assert await figure(http, "malbeot_page_rtt_seconds_count") == 1


async def test_every_stage_shows_its_budget_and_its_figures_from_the_start(http: httpx.AsyncClient) -> None:
    for stage in ("endpoint", "transcribe", "screen", "answer", "speak", "animate"):
        assert stage in Budgets.model_fields
        assert await figure(http, f'malbeot_stage_budget_seconds{{stage="{stage}"}}') > 0
        for name in ("waited_seconds_count", "took_seconds_count", "budget_missed_total", "fallback_total"):
            assert await figure(http, f'malbeot_stage_{name}{{stage="{stage}"}}') >= 0
