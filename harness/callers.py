"""Callers at the same time, each in a process of its own, so that they do not wait for each other and look slow."""

import asyncio
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Final

from harness.call import TurnRecord, place_call
from harness.errors import CallError
from harness.network import Network

_START: Final = 120.0
"""seconds for all callers to be ready, on a slow machine"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one call."""

    turns: tuple[TurnRecord, ...]
    """those that were over before the call failed, if it did"""
    failure: str | None


def place_calls(
    url: str,
    scripts: Sequence[Sequence[Path]],
    network: Network,
    listen: float | None = None,
    watchers: int | None = None,
) -> list[Outcome]:
    """One call for each script of recordings; blocks until all are over. Each caller has a network seed of its own.
    `listen`: as for `place_call`; `watchers`: how many of them look at the picture, None for all."""
    numbers = range(len(scripts))
    networks = [replace(network, seed=network.seed + number) for number in numbers]
    spawn = multiprocessing.get_context("spawn")
    together = spawn.Barrier(len(scripts))
    with ProcessPoolExecutor(len(scripts), mp_context=spawn, initializer=_wait_for_all, initargs=(together,)) as pool:
        place = partial(_place, url, listen, len(scripts) if watchers is None else watchers)
        return list(pool.map(place, numbers, scripts, networks))


def _wait_for_all(together: Barrier) -> None:
    """By now everything is imported; starting the others must not disturb the first calls."""
    together.wait(_START)


def _place(
    url: str, listen: float | None, watchers: int, number: int, script: Sequence[Path], network: Network
) -> Outcome:
    turns: list[TurnRecord] = []

    def keep(turn: TurnRecord) -> None:
        turns.append(replace(turn, call=number))

    try:
        asyncio.run(place_call(url, script, on_turn=keep, network=network, listen=listen, watch=number < watchers))
    except CallError as error:
        return Outcome(tuple(turns), str(error))
    return Outcome(tuple(turns), None)
