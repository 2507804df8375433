"""Keeps the clips up to what the knowledge base says, in a process beside the calls."""

import asyncio
import multiprocessing
from multiprocessing.process import BaseProcess
from typing import Final

from server.counsel import Counsel
from server.preparing import prepare_beside

PERIOD: Final = 5.0
"""seconds from look to look"""


async def keep_clips(counsel: Counsel, period: float = PERIOD) -> None:
    """For ever: at first, and whenever the knowledge base has changed."""
    done = ""
    running: BaseProcess | None = None
    try:
        while True:
            revision = await asyncio.to_thread(lambda: counsel.knowledge.revision)
            if running is None and revision != done:
                done, running = revision, await asyncio.to_thread(_begin, counsel)
            await asyncio.sleep(period)
            await asyncio.to_thread(counsel.shelf.open_loops)
            if running and not running.is_alive():
                running = None
    finally:
        if running:
            running.terminate()


def _begin(counsel: Counsel) -> BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=prepare_beside, args=(counsel.profile,), daemon=True)
    process.start()
    return process
