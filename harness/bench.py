"""Many calls at once, and how their turns compare with the budgets that the server states."""

import asyncio
import math
import multiprocessing
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import numpy as np

from harness.call import TurnRecord, place_call
from harness.errors import CallError
from harness.recording import read_recording

PROCESSES = 8
"""at most; more calls share them"""
_START = 120.0
"""seconds for all callers to be ready, on a slow machine"""

VOICE_TO_VOICE = "voice_to_voice"
FIRST_FRAME = "first_frame"


@dataclass(frozen=True, slots=True)
class Row:
    stage: str
    """a stage as the server counts it (waited and took), or `voice_to_voice` and `first_frame` as measured outside"""
    n: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    budget_ms: float | None
    """None: nobody stated one"""

    @property
    def missed(self) -> bool:
        """More than one in twenty took longer than the budget."""
        return self.budget_ms is not None and self.p95_ms > self.budget_ms

    def as_json(self) -> dict[str, Any]:
        """The stable keys of `malbeot bench --json`."""
        return {**asdict(self), "missed": self.missed}


@dataclass(frozen=True, slots=True)
class BenchReport:
    rows: tuple[Row, ...]
    turns: tuple[TurnRecord, ...]
    failures: tuple[str, ...]
    """one sentence for each call that failed"""
    heard_right: float | None
    """share of turns whose transcript was the expected one; None: no transcript was expected"""

    @property
    def missed(self) -> bool:
        """A budget was missed, or a call failed."""
        return bool(self.failures) or any(row.missed for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Outcome:
    turns: tuple[TurnRecord, ...]
    failure: str | None


def bench(
    url: str,
    wavs: Sequence[Path],
    calls: int = 1,
    turns: int = 1,
    voice_to_voice_budget_ms: float | None = None,
    expected: Mapping[Path, str] | None = None,
) -> BenchReport:
    """Place `calls` calls of `turns` turns each at the same time; blocks until all are over.

    `expected`: what is said in a WAV, where known. Raises RecordingError or ValueError before any call is placed.
    """
    if not wavs or calls < 1 or turns < 1:
        raise ValueError("a bench needs at least one recording, one call and one turn")
    for wav in wavs:
        read_recording(wav)
    scripts = [[wavs[(call + turn) % len(wavs)] for turn in range(turns)] for call in range(calls)]
    outcomes = _place_all(url, scripts)
    records = [turn for outcome in outcomes for turn in outcome.turns]
    return BenchReport(
        rows=tuple(rows(records, voice_to_voice_budget_ms)),
        turns=tuple(records),
        failures=tuple(outcome.failure for outcome in outcomes if outcome.failure is not None),
        heard_right=heard_right(records, expected or {}),
    )


def rows(turns: Sequence[TurnRecord], voice_to_voice_budget_ms: float | None = None) -> list[Row]:
    """Percentiles of each stage, in the order in which stages first appear, then of what was measured outside."""
    times: dict[str, list[float]] = {}
    budgets: dict[str, float | None] = {}
    for turn in turns:
        for stage, span in turn.stages.items():
            times.setdefault(stage, []).append(span.waited_ms + span.took_ms)
            budgets[stage] = span.budget_ms
    table = [_row(stage, taken, budgets[stage]) for stage, taken in times.items()]
    outside = [turn.voice_to_voice_ms for turn in turns if turn.voice_to_voice_ms is not None]
    moved = [turn.first_frame_ms for turn in turns if turn.first_frame_ms is not None]
    if outside:
        table.append(_row(VOICE_TO_VOICE, outside, voice_to_voice_budget_ms))
    if moved:
        table.append(_row(FIRST_FRAME, moved, None))
    return table


def heard_right(turns: Sequence[TurnRecord], expected: Mapping[Path, str]) -> float | None:
    """Share of the turns with a known wording that was heard so, spaces and punctuation aside."""
    known = [turn for turn in turns if turn.recording in expected]
    if not known:
        return None
    return sum(_letters(turn.transcript) == _letters(expected[turn.recording]) for turn in known) / len(known)


def _row(stage: str, taken: Sequence[float], budget_ms: float | None) -> Row:
    p50, p95, p99 = (round(float(value), 1) for value in np.percentile(taken, [50, 95, 99]))
    return Row(stage, len(taken), p50, p95, p99, budget_ms)


def _letters(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFC", text).lower() if letter.isalnum())


def _place_all(url: str, scripts: Sequence[Sequence[Path]]) -> list[_Outcome]:
    """Each call in a process of its own, so that the callers do not wait for each other and look slow."""
    share = math.ceil(len(scripts) / PROCESSES)
    groups = [scripts[begin : begin + share] for begin in range(0, len(scripts), share)]
    spawn = multiprocessing.get_context("spawn")
    together = spawn.Barrier(len(groups))
    with ProcessPoolExecutor(len(groups), mp_context=spawn, initializer=_wait_for_all, initargs=(together,)) as pool:
        return [outcome for group in pool.map(_place_group, [url] * len(groups), groups) for outcome in group]


def _wait_for_all(together: Barrier) -> None:
    """By now everything is imported; starting the others must not disturb the first calls."""
    together.wait(_START)


def _place_group(url: str, scripts: Sequence[Sequence[Path]]) -> list[_Outcome]:
    async def all_of_them() -> Iterable[_Outcome]:
        return await asyncio.gather(*(_place_one(url, script) for script in scripts))

    return list(asyncio.run(all_of_them()))


async def _place_one(url: str, script: Sequence[Path]) -> _Outcome:
    turns: list[TurnRecord] = []
    try:
        await place_call(url, script, on_turn=turns.append)
    except CallError as error:
        return _Outcome(tuple(turns), str(error))
    return _Outcome(tuple(turns), None)
