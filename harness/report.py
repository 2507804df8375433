"""Benches as one HTML page that needs nothing else: what a turn is made of, budgets, load, skew."""

from collections.abc import Container, Iterable, Sequence
from html import escape
from typing import Final

from harness import plots
from harness.bench import VOICE_TO_VOICE, BenchReport, Row, times
from harness.comparison import Change
from harness.drift import skew_drift
from harness.network import Network

_STYLE: Final = """
body { font: 15px/1.5 system-ui, "Noto Sans", sans-serif; color: #1d2733; background: #fff; margin: 2rem auto;
  max-width: 60rem; padding: 0 1rem }
h1 { font-size: 1.6rem; margin-bottom: .2rem }
h2 { margin: 2.4rem 0 .3rem; font-size: 1.2rem }
h3 { margin: 1.4rem 0 .2rem; font-size: 1rem; font-weight: 600 }
p { margin: .2rem 0 .6rem; max-width: 46rem }
table { border-collapse: collapse; margin: .6rem 0 }
th, td { border-bottom: 1px solid #d5dbe1; padding: .25rem .8rem; text-align: right;
  font-variant-numeric: tabular-nums }
th { font-weight: 600 }
th:first-child, td:first-child { text-align: left; padding-left: 0 }
td.bad { color: #a3323b; font-weight: 600 }
svg { display: block; max-width: 100%; height: auto; margin: .6rem 0 }
svg text { font: 13px system-ui, "Noto Sans", sans-serif; fill: #44525e }
"""


def page(reports: Sequence[BenchReport], changes: Sequence[Change] = (), limit: float = 1.0) -> str:
    """`reports`: one for each load, at least one. `changes`, `limit`: against an earlier bench."""
    parts = [
        "<h1>Malbeot bench</h1>",
        f"<p>{escape(_network(reports[0].network))}</p>",
        _summary(reports),
        *_compared(changes, limit),
        *(part for report in reports for part in _load(report, several=len(reports) > 1)),
        *_curve(reports),
        "<h2>Picture against sound</h2>",
        "<p>Skew of each turn, by its time in the call. Above zero the picture comes after the sound. Dashed: what"
        " viewers notice (ITU-R BT.1359: sound early by 45 ms, late by 125 ms).</p>",
        plots.skew([turn for report in reports for turn in report.turns]),
    ]
    head = f'<meta charset="utf-8"><title>Malbeot bench</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'


def _network(network: Network) -> str:
    if network.perfect:
        return "Nothing added to the network."
    rate = f"{network.rate / 1000:.0f} kbit/s" if network.rate else "any rate"
    return (
        f"Network of each caller, each way: {network.loss:.1%} lost in bursts of {network.burst:g},"
        f" {1000 * network.delay:g} ms of delay, up to {1000 * network.jitter:g} ms of jitter, {rate};"
        f" seed {network.seed}."
    )


def _summary(reports: Iterable[BenchReport]) -> str:
    header = (
        "Calls at once",
        "Turns",
        "Calls failed",
        "Sound received",
        "Heard right",
        "Answered right",
        "Budgets missed",
        "Skew drift, ms a minute",
    )
    lines = []
    for report in reports:
        missed = [row.stage for row in report.rows if row.missed]
        drift = skew_drift(report.turns)
        cells = [str(report.calls), str(len(report.turns)), str(len(report.failures))]
        cells += [_percent(share) for share in (report.received, report.heard_right, report.answered_right)]
        cells += [", ".join(missed) or "none", "–" if drift is None else f"{drift:+.1f}"]
        bad = [column for column, wrong in ((2, report.failures), (6, missed)) if wrong]
        lines.append(_cells(cells, bad))
    return _table(header, lines)


def _compared(changes: Sequence[Change], limit: float) -> Iterable[str]:
    if not changes:
        return ()
    header = ("Stage", "Calls at once", "Figure", "Before, ms", "Now, ms", "Ratio")
    lines = [
        _cells(
            (
                change.stage,
                str(change.calls),
                change.figure,
                f"{change.before_ms:.1f}",
                "gone" if change.after_ms is None else f"{change.after_ms:.1f}",
                "–" if change.ratio is None else f"{change.ratio:.2f}",
            ),
            bad=(4, 5) if change.passes(limit) else (),
        )
        for change in changes
    ]
    return "<h2>Against the earlier bench</h2>", f"<p>Marked: over {limit:g} times as slow.</p>", _table(header, lines)


def _load(report: BenchReport, *, several: bool) -> Iterable[str]:
    yield f"<h2>{_calls(report.calls)}</h2>" if several else "<h2>Stages</h2>"
    yield "".join(f"<p>A call failed: {escape(failure)}</p>" for failure in report.failures)
    if not report.turns:
        return
    yield _stages(report.rows)
    if (turn := plots.median_turn(report.turns)) is not None:
        yield "<h3>The median turn</h3>"
        yield "<p>Milliseconds from the caller's last voiced sample on. Pale: waiting. Stages by the server's word.</p>"
        yield plots.waterfall(turn)
    yield "<h3>Every turn against its budget</h3>"
    yield "<p>A dot for each turn, each line on a scale of its own. Tall marks: p50 and p95. Red line: the budget.</p>"
    yield plots.distributions(times(report.turns), report.rows)


def _curve(reports: Sequence[BenchReport]) -> Iterable[str]:
    if len({report.calls for report in reports}) < 2:
        return
    found = [(report.calls, row) for report in reports for row in report.rows if row.stage == VOICE_TO_VOICE]
    if found:
        yield "<h2>Voice to voice under load</h2>"
        yield plots.load_curve(found)


def _stages(rows: Iterable[Row]) -> str:
    header = ("Stage", "Turns", "p50, ms", "p95, ms", "p99, ms", "Budget, ms")
    lines = [
        _cells(
            (
                row.stage,
                str(row.n),
                *(f"{value:.1f}" for value in (row.p50_ms, row.p95_ms, row.p99_ms)),
                "–" if row.budget_ms is None else f"{row.budget_ms:.0f}",
            ),
            bad=(3,) if row.missed else (),
        )
        for row in rows
    ]
    return _table(header, lines)


def _calls(calls: int) -> str:
    return "One call" if calls == 1 else f"{calls} calls at once"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _cells(cells: Sequence[str], bad: Container[int] = ()) -> str:
    """`bad`: columns to be marked."""
    return "".join(
        f'<td class="bad">{escape(cell)}</td>' if index in bad else f"<td>{escape(cell)}</td>"
        for index, cell in enumerate(cells)
    )


def _table(header: Iterable[str], lines: Iterable[str]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
