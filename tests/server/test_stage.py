import asyncio
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from server.stage import Stage, StageError, Timing


@pytest.fixture
def timings() -> list[Timing]:
    return []


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage("answer", 50, limit=0.3)
    yield stage
    stage.close()


async def test_waiting_and_working_are_told_apart(stage: Stage, timings: list[Timing]) -> None:
    await asyncio.gather(*(stage.run(lambda: time.sleep(0.06), timings.append) for _ in range(2)))
    first, second = timings
    assert first.waited_ms < 50 <= first.took_ms
    assert second.waited_ms > 50 and second.took_ms >= 50
    assert second.missed


async def test_work_leaves_the_event_loop(stage: Stage, timings: list[Timing]) -> None:
    assert await stage.run(threading.current_thread, timings.append) is not threading.current_thread()


async def test_the_fallback_is_taken_when_the_budget_is_gone(stage: Stage, timings: list[Timing]) -> None:
    release = threading.Event()
    result = await stage.run(lambda: release.wait(5) and "late", timings.append, fallback=lambda: "fallback")
    release.set()
    assert result == "fallback"
    assert timings[0].fallback


async def test_without_a_fallback_the_limit_fails(stage: Stage, timings: list[Timing]) -> None:
    release = threading.Event()
    with pytest.raises(StageError, match="timeout"):
        await stage.run(lambda: release.wait(5), timings.append)
    release.set()
    assert not timings


async def test_a_failure_keeps_its_cause(stage: Stage, timings: list[Timing]) -> None:
    with pytest.raises(StageError) as failed:
        await stage.run(lambda: 1 / 0, timings.append)
    assert failed.value.stage == "answer"
    assert isinstance(failed.value.__cause__, ZeroDivisionError)


async def test_work_that_has_not_begun_is_dropped_when_cancelled(stage: Stage, timings: list[Timing]) -> None:
    release, ran = threading.Event(), threading.Event()
    busy = asyncio.create_task(stage.run(lambda: release.wait(5), timings.append))
    waiting = asyncio.create_task(stage.run(ran.set, timings.append))
    await asyncio.sleep(0.02)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    release.set()
    await busy
    await stage.run(lambda: None, timings.append)
    assert not ran.is_set()


async def test_pieces_come_as_they_are_made(stage: Stage, timings: list[Timing]) -> None:
    made: list[int] = []

    def pieces() -> Iterator[int]:
        for number in range(3):
            made.append(number)
            yield number

    seen = [(piece, len(made)) async for piece in stage.stream(pieces(), timings.append)]
    assert seen == [(0, 1), (1, 2), (2, 3)]
    assert len(timings) == 1, "only the first piece counts"


async def test_a_cancel_that_meets_the_result_is_not_lost(stage: Stage, timings: list[Timing]) -> None:
    """Otherwise an interrupted turn speaks on, and a call that is hung up never ends."""
    begun = threading.Event()
    release = threading.Event()

    def work() -> str:
        begun.set()
        release.wait(5)
        return "done"

    running = asyncio.create_task(stage.run(work, timings.append))
    await asyncio.to_thread(begun.wait, 5)
    release.set()
    time.sleep(0.1)  # noqa: ASYNC251  (the result arrives while the loop is held, in the same round as the cancel)
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: loop.call_soon(running.cancel))
    with pytest.raises(asyncio.CancelledError):
        await running


async def _after(seconds: float, result: str) -> str:
    await asyncio.sleep(seconds)
    return result


async def test_what_a_glance_finds_is_taken_when_the_thorough_look_is_late(stage: Stage, timings: list[Timing]) -> None:
    found = await stage.unless_late(_after(5, "thorough"), partial(_after, 0, "quick"), timings.append)
    assert found == "quick"
    assert timings[0].fallback and timings[0].missed


async def test_the_thorough_look_is_waited_for_when_a_glance_finds_nothing(stage: Stage, timings: list[Timing]) -> None:
    async def nothing() -> None:
        return None

    assert await stage.unless_late(_after(0.2, "thorough"), nothing, timings.append) == "thorough"
    assert not timings


async def test_a_look_that_is_in_time_needs_no_glance(stage: Stage, timings: list[Timing]) -> None:
    async def never() -> str:
        raise AssertionError("nobody was late")

    assert await stage.unless_late(_after(0, "thorough"), never, timings.append) == "thorough"


async def test_a_failed_look_is_told_as_it_is(stage: Stage, timings: list[Timing]) -> None:
    async def fail() -> str:
        raise StageError("answer", "failed")

    with pytest.raises(StageError):
        await stage.unless_late(fail(), partial(_after, 0, "quick"), timings.append)
