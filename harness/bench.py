"""Many calls at once, and how their turns compare with the budgets that the server states."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from harness.call import TurnRecord
from harness.callers import place_calls
from harness.drift import skew_drift
from harness.network import Network
from harness.questions import Question
from harness.recording import read_recording

VOICE_TO_VOICE = "voice_to_voice"
SENT = "sent"
FIRST_FRAME = "first_frame"
AV_SKEW = "av_skew"
SOUND_GAPS = "sound_gaps"
FREEZES = "freezes"


@dataclass(frozen=True, slots=True)
class Row:
    stage: str
    """a stage as the server counts it (waited and took), `sent` (voice to voice by the server's clock), or as measured
    outside: `voice_to_voice`, `first_frame`,
    `av_skew` (its size), `sound_gaps` and `freezes` (a turn's together)"""
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
    calls: int = 1
    """at the same time"""
    answered_right: float | None = None
    """share of turns that brought the right answer; None: nobody stated which one is right"""
    network: Network = field(default_factory=Network)

    @property
    def missed(self) -> bool:
        """A budget was missed, or a call failed."""
        return bool(self.failures) or any(row.missed for row in self.rows)

    @property
    def received(self) -> float | None:
        """Share of the sound packets that came; None: no turn was over."""
        shares = [turn.received for turn in self.turns if turn.received is not None]
        return round(float(np.mean(shares)), 4) if shares else None

    def as_json(self) -> dict[str, Any]:
        """What is no stage: one record for all calls together."""
        return {
            "summary": "calls",
            "calls": self.calls,
            "turns": len(self.turns),
            "heard_right": self.heard_right,
            "answered_right": self.answered_right,
            "received": self.received,
            "skew_drift_ms_per_minute": skew_drift(self.turns),
            "failures": list(self.failures),
            "network": asdict(self.network),
        }


def bench(
    url: str,
    questions: Sequence[Question],
    calls: int = 1,
    turns: int = 1,
    voice_to_voice_budget_ms: float | None = None,
    network: Network | None = None,
    listen: float | None = None,
    watchers: int | None = None,
) -> BenchReport:
    """Place `calls` calls of `turns` turns each at the same time, one process each; blocks until all are over.

    `network`: what is between the callers and the server; each caller counts its seed up by one. `listen`: seconds of
    each answer that are listened to; None: all. `watchers`: callers who look at the picture; None: all.

    Raises RecordingError or ValueError before any call is placed.
    """
    if not questions or calls < 1 or turns < 1:
        raise ValueError("a bench needs at least one recording, one call and one turn")
    for question in questions:
        read_recording(question.wav)
    wavs = [question.wav for question in questions]
    scripts = [[wavs[(call + turn) % len(wavs)] for turn in range(turns)] for call in range(calls)]
    outcomes = place_calls(url, scripts, network or Network(), listen, watchers)
    records = [turn for outcome in outcomes for turn in outcome.turns]
    return BenchReport(
        rows=tuple(rows(records, voice_to_voice_budget_ms)),
        turns=tuple(records),
        failures=tuple(outcome.failure for outcome in outcomes if outcome.failure is not None),
        heard_right=heard_right(records, {each.wav: each.text for each in questions if each.text is not None}),
        calls=calls,
        answered_right=answered_right(records, {each.wav: each.answer_id for each in questions if each.has_answer}),
        network=network or Network(),
    )


def rows(turns: Sequence[TurnRecord], voice_to_voice_budget_ms: float | None = None) -> list[Row]:
    """Percentiles of each stage, in the order in which stages first appear, then of what was measured outside."""
    taken = times(turns)
    budgets = {stage: span.budget_ms for turn in turns for stage, span in turn.stages.items()}
    budgets[VOICE_TO_VOICE] = voice_to_voice_budget_ms
    return [_row(stage, each, budgets.get(stage)) for stage, each in taken.items()]


def times(turns: Sequence[TurnRecord]) -> dict[str, list[float]]:
    """Milliseconds of every turn by stage, those measured outside last; what no turn has is left out."""
    taken: dict[str, list[float]] = {}
    for turn in turns:
        for stage, span in turn.stages.items():
            taken.setdefault(stage, []).append(span.waited_ms + span.took_ms)
    outside: dict[str, list[float | None]] = {
        SENT: [turn.sent_ms for turn in turns],
        VOICE_TO_VOICE: [turn.voice_to_voice_ms for turn in turns],
        FIRST_FRAME: [turn.first_frame_ms for turn in turns],
        AV_SKEW: [None if turn.av_skew_ms is None else abs(turn.av_skew_ms) for turn in turns],
        SOUND_GAPS: [1000 * sum((gap.seconds for gap in turn.sound_gaps), 0.0) for turn in turns],
        FREEZES: [1000 * sum((gap.seconds for gap in turn.freezes), 0.0) for turn in turns],
    }
    for stage, values in outside.items():
        if known := [value for value in values if value is not None]:
            taken[stage] = known
    return taken


def turn_record(turn: TurnRecord) -> dict[str, Any]:
    """A turn of a bench as JSON: what `malbeot call` tells of it, and where it stood."""
    return {
        **turn.as_json(),
        "call": turn.call,
        "at_s": turn.at,
        "received": turn.received,
        "sound_gaps_ms": [round(1000 * gap.seconds) for gap in turn.sound_gaps],
        "freezes_ms": [round(1000 * gap.seconds) for gap in turn.freezes],
        "wav": turn.recording.name,
    }


def heard_right(turns: Sequence[TurnRecord], expected: Mapping[Path, str]) -> float | None:
    """Share of the turns with a known wording that was heard so, spaces and punctuation aside."""
    known = [turn for turn in turns if turn.recording in expected]
    if not known:
        return None
    return sum(_letters(turn.transcript) == _letters(expected[turn.recording]) for turn in known) / len(known)


def answered_right(turns: Sequence[TurnRecord], expected: Mapping[Path, str | None]) -> float | None:
    """Share of the turns with a known answer that brought it; to ask back is not to answer."""
    known = [turn for turn in turns if turn.recording in expected]
    if not known:
        return None
    return sum(turn.answer_id == expected[turn.recording] for turn in known) / len(known)


def _row(stage: str, taken: Sequence[float], budget_ms: float | None) -> Row:
    p50, p95, p99 = (round(float(value), 1) for value in np.percentile(taken, [50, 95, 99]))
    return Row(stage, len(taken), p50, p95, p99, budget_ms)


def _letters(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFC", text).lower() if letter.isalnum())
