"""The pictures of a bench's page, as inline SVG."""

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

import numpy as np

from harness.bench import Row
from harness.call import TurnRecord

WIDE: Final = 860
"""of every picture, in units of its viewBox"""
LEFT: Final = 130
"""where scales begin; names stand before it"""
RIGHT: Final = 96
"""after the end of scales, for figures"""
LINE: Final = 30
"""height of a row"""
HIGH: Final = 280
"""of pictures with two scales"""
EARLY_MS: Final = 45
LATE_MS: Final = -125
"""skew that viewers notice, sound before and after its picture (ITU-R BT.1359-1)"""

_BLUE, _PALE, _RED, _GREY, _GRID = "#1f5fa8", "#a9c4e2", "#b3261e", "#44525e", "#e3e8ed"
_COLOURS: Final = (_BLUE, "#b26a00", "#2e7d4f", "#6b4ea0", "#0f7c8a", "#8a4b2a")


def median_turn(turns: Sequence[TurnRecord]) -> TurnRecord | None:
    """The turn in the middle by voice to voice; None: in none a voice was heard."""
    heard = sorted(
        (turn for turn in turns if turn.voice_to_voice_ms is not None), key=lambda turn: turn.voice_to_voice_ms or 0.0
    )
    return heard[(len(heard) - 1) // 2] if heard else None


def waterfall(turn: TurnRecord) -> str:
    """Each stage where it lay in the turn, and when sound and mouth came."""
    spans = _spans(turn)
    moments = [("first sound", turn.voice_to_voice_ms), ("first movement", turn.first_frame_ms)]
    seen = [(name, at) for name, at in moments if at is not None]
    last = max([end for *_, end in spans] + [at for _, at in seen])
    scale = _Scale(min([0.0] + [begin for _, begin, *_ in spans]), last)
    high = LINE * (len(spans) + len(seen))
    parts = [scale.grid(0, high)]
    for number, (stage, begin, worked, end) in enumerate(spans):
        top = number * LINE
        parts.append(_name(stage, top))
        parts.append(_bar(scale(begin), scale(worked), top, _PALE))
        parts.append(_bar(scale(worked), scale(end), top, _BLUE))
        parts.append(_text(scale(end) + 6, top + 20, f"{end - begin:.0f} ms"))
    for number, (name, at) in enumerate(seen, len(spans)):
        top = number * LINE
        parts.append(_name(name, top))
        parts.append(f'<circle cx="{scale(at):.1f}" cy="{top + 15}" r="5" fill="{_BLUE}"/>')
        parts.append(_text(scale(at) + 10, top + 20, f"at {at:.0f} ms"))
    return _svg(high + 26, parts, "The stages of the median turn")


def distributions(taken: Mapping[str, Sequence[float]], rows: Iterable[Row]) -> str:
    """`taken`: milliseconds of every turn by stage; `rows`: their percentiles and budgets."""
    parts = []
    number = -1
    for number, row in enumerate(rows):
        top = number * (LINE + 6)
        most = max([*taken[row.stage], row.budget_ms or 0.0, 1.0])
        scale = _Scale(0.0, most)
        parts.append(_name(row.stage, top))
        parts.append(f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{top + 15}" y2="{top + 15}" stroke="{_GRID}"/>')
        parts += [
            f'<circle cx="{scale(value):.1f}" cy="{top + 15}" r="4" fill="{_BLUE}" fill-opacity=".35"/>'
            for value in taken[row.stage]
        ]
        parts += [_upright(scale(value), top + 5, top + 25, _GREY, 2.5) for value in (row.p50_ms, row.p95_ms)]
        if row.budget_ms is not None:
            parts.append(_upright(scale(row.budget_ms), top + 1, top + 29, _RED, 2))
        parts.append(_text(WIDE - RIGHT + 10, top + 20, f"{most:.0f} ms"))
    return _svg((number + 1) * (LINE + 6), parts, "Every turn against its budget")


def load_curve(found: Sequence[tuple[int, Row]]) -> str:
    """Median and 95th percentile of one stage, by calls at the same time."""
    budget = found[0][1].budget_ms
    across = _Scale(0.0, max(calls for calls, _ in found))
    up = _Upward(0.0, max([row.p95_ms for _, row in found] + [budget or 0.0]))
    parts = [up.grid()]
    parts += [_text(across(calls), HIGH - 8, str(calls), "middle") for calls, _ in found]
    parts.append(_text(WIDE - RIGHT, HIGH - 8, "   calls at once"))
    if budget is not None:
        parts.append(_level(up(budget), _RED))
        parts.append(_text(LEFT + 6, up(budget) - 6, "budget"))
    for name, colour in (("p50", _BLUE), ("p95", _COLOURS[1])):
        points = [(across(calls), up(row.p50_ms if name == "p50" else row.p95_ms)) for calls, row in found]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2.5" points="{drawn}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in points]
        parts.append(_text(points[-1][0] + 10, points[-1][1] + 4, name))
    return _svg(HIGH, parts, "Voice to voice by calls at the same time")


def skew(turns: Sequence[TurnRecord]) -> str:
    """A dot for each turn whose skew is known."""
    known = [(turn.at, turn.av_skew_ms, turn.call) for turn in turns if turn.av_skew_ms is not None]
    if not known:
        return "<p>No turn showed any: too short, or the mouth too still.</p>"
    sizes = [value for _, value, _ in known]
    across = _Scale(0.0, max(at for at, *_ in known))
    up = _Upward(min(*sizes, LATE_MS) - 15, max(*sizes, EARLY_MS) + 15)
    parts = [up.grid(), *(_level(up(limit), _RED) for limit in (EARLY_MS, LATE_MS))]
    parts += [_text(across(at), HIGH - 8, f"{at:.0f}", "middle") for at in across.marks()]
    parts.append(_text(WIDE - RIGHT, HIGH - 8, "   s in the call"))
    parts += [
        f'<circle cx="{across(at):.1f}" cy="{up(value):.1f}" r="5" fill="{_COLOURS[call % len(_COLOURS)]}"'
        f' fill-opacity=".7"><title>call {call + 1}: {value:+.0f} ms at {at:.0f} s</title></circle>'
        for at, value, call in known
    ]
    return _svg(HIGH, parts, "Skew of picture against sound over time")


def _spans(turn: TurnRecord) -> list[tuple[str, float, float, float]]:
    """Stage, when it was asked for, when it began to work and when it was over, by the time at which word of its end
    came; a stage of which no word came follows the one before."""
    spans = []
    last = 0.0
    for stage, span in turn.stages.items():
        last = turn.ends.get(stage, last + span.waited_ms + span.took_ms)
        spans.append((stage, last - span.took_ms - span.waited_ms, last - span.took_ms, last))
    return spans


class _Scale:
    """Values laid from left to right."""

    def __init__(self, least: float, most: float) -> None:
        self._least = least
        self._span = max(most - least, 1e-9)

    def __call__(self, value: float) -> float:
        return LEFT + (WIDE - LEFT - RIGHT) * (value - self._least) / self._span

    def marks(self) -> list[float]:
        return _round_values(self._least, self._least + self._span)

    def grid(self, top: float, bottom: float) -> str:
        return "".join(
            _upright(self(value), top, bottom, _GRID, 1) + _text(self(value), bottom + 18, f"{value:.0f}", "middle")
            for value in self.marks()
        )


class _Upward:
    """Values laid from bottom to top, in milliseconds."""

    def __init__(self, least: float, most: float) -> None:
        self._least = least
        self._span = max(most - least, 1e-9)

    def __call__(self, value: float) -> float:
        return 10 + (HIGH - 44) * (1 - (value - self._least) / self._span)

    def grid(self) -> str:
        return "".join(
            f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{self(value):.1f}" y2="{self(value):.1f}" stroke="{_GRID}"/>'
            + _text(LEFT - 10, self(value) + 4, f"{value:.0f} ms", "end")
            for value in _round_values(self._least, self._least + self._span)
        )


def _round_values(least: float, most: float) -> list[float]:
    """About five, each a whole number of 1, 2 or 5 times a power of ten."""
    rough = (most - least) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return [float(value) for value in np.arange(math.ceil(least / step), math.floor(most / step) + 1) * step]


def _name(name: str, top: float) -> str:
    return _text(LEFT - 10, top + 20, name, "end")


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _bar(begin: float, end: float, top: float, colour: str) -> str:
    return f'<rect x="{begin:.1f}" y="{top + 6}" width="{max(end - begin, 0):.1f}" height="18" fill="{colour}"/>'


def _upright(x: float, top: float, bottom: float, colour: str, thick: float) -> str:
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{bottom:.1f}" stroke="{colour}" stroke-width="{thick}"/>'
    )


def _level(y: float, colour: str) -> str:
    return (
        f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="1.5"'
        ' stroke-dasharray="6 5"/>'
    )


def _svg(high: float, parts: Iterable[str], label: str) -> str:
    return f'<svg viewBox="0 0 {WIDE} {high:.0f}" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
