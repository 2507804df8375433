"""The one place where model work leaves the event loop.

A stage measures waiting and working apart, holds its budget, falls back when the budget is gone, and turns any failure
into a StageError raised from its cause. A running model call cannot be cancelled, so work comes in small pieces.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    stage: str
    waited_ms: float
    """from asking for the work until a worker began it"""
    took_ms: float
    """from a worker beginning until the result, or until the fallback was taken"""
    budget_ms: int
    fallback: bool = False

    @property
    def missed(self) -> bool:
        return self.waited_ms + self.took_ms > self.budget_ms


class StageError(Exception):
    """`code`: `failed`, `timeout`, or what the engine said (an exception's own `code`)."""

    def __init__(self, stage: str, code: str) -> None:
        super().__init__(f"{stage}: {code}")
        self.stage = stage
        self.code = code


Report = Callable[[Timing], None]


class Stage:
    """`budget_ms`: after it the fallback is taken. `limit`: seconds after which work without a fallback has failed."""

    def __init__(self, name: str, budget_ms: int, *, limit: float = 15.0, workers: int = 1) -> None:
        self.name = name
        self.budget_ms = budget_ms
        self.limit = limit
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix=name)

    async def run(self, work: Callable[[], T], report: Report, fallback: Callable[[], T] | None = None) -> T:
        """The result of blocking work, or of the fallback when the budget is gone first."""
        asked = time.perf_counter()
        begun: list[float] = []

        def measured() -> T:
            begun.append(time.perf_counter())
            return work()

        future = asyncio.get_running_loop().run_in_executor(self._pool, measured)
        patience = self.budget_ms / 1000 if fallback else self.limit
        try:
            async with asyncio.timeout(patience):  # wait_for of Python 3.11 loses a cancel that meets the result
                result = await asyncio.shield(future)
        except TimeoutError as error:
            future.add_done_callback(_forget)
            if fallback is None:
                raise StageError(self.name, "timeout") from error
            report(self._timing(asked, begun, fallback=True))
            return fallback()
        except asyncio.CancelledError:
            future.add_done_callback(_forget)
            future.cancel()
            raise
        except Exception as error:
            raise StageError(self.name, getattr(error, "code", "failed")) from error
        report(self._timing(asked, begun))
        return result

    async def unless_late(
        self, finding: Coroutine[Any, Any, T], instead: Callable[[], Awaitable[T | None]], report: Report
    ) -> T:
        """What `finding` finds, or what `instead` has for it when the budget is gone first; None of that: it is waited
        for. `report` is told of the second alone."""
        asked, found, other = time.perf_counter(), asyncio.ensure_future(finding), None
        try:
            await asyncio.wait({found}, timeout=self.budget_ms / 1000)
            if not found.done():
                other = asyncio.ensure_future(instead())
                await asyncio.wait({found, other}, return_when=asyncio.FIRST_COMPLETED)
            if other and not found.done() and (quick := other.result()) is not None:
                report(self._timing(asked, [], fallback=True))
                return quick
            return await found
        finally:
            for task in (found, other):
                if task:
                    task.cancel()

    async def stream(self, pieces: Iterator[T], report: Report) -> AsyncIterator[T]:
        """The pieces of blocking work as they come; the time reported is that of the first."""
        while piece := await self.run(lambda: tuple(islice(pieces, 1)), report):
            yield piece[0]
            report = ignore

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _timing(self, asked: float, begun: list[float], *, fallback: bool = False) -> Timing:
        now = time.perf_counter()
        start = begun[0] if begun else now
        return Timing(self.name, (start - asked) * 1000, (now - start) * 1000, self.budget_ms, fallback)


def ignore(_: Timing) -> None:
    """For work whose time is not that of a stage."""


def _forget(future: asyncio.Future[T]) -> None:
    with contextlib.suppress(asyncio.CancelledError, Exception):
        future.result()
