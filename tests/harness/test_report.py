"""The page is well-formed, needs nothing from elsewhere, and draws what the turns say."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from harness import plots, report
from harness.bench import BenchReport, rows
from harness.call import TurnRecord
from harness.comparison import Change
from harness.network import Network
from harness.wire import Span

STAGES = {"endpoint": Span(610.0, 0.0, 700.0), "answer": Span(4.0, 16.0, 50.0), "speak": Span(2.0, 60.0, 150.0)}
ENDS = {"endpoint": 612.0, "answer": 640.0, "speak": 705.0}
TURN = TurnRecord(
    1, "질문 <b>", "answer", "a", "답", 720.0, 760.0, 20.0, STAGES, Path("q.wav"), ends=ENDS, received=0.97
)


def bench(calls: int, turns: int = 5) -> BenchReport:
    taken = [
        replace(TURN, call=number % calls, at=20.0 * number, av_skew_ms=10.0 * number, voice_to_voice_ms=700.0 + number)
        for number in range(turns)
    ]
    network = Network(loss=0.05, burst=3, jitter=0.02, rate=500_000, seed=9)
    failures = ("<server> is gone",) if calls > 1 else ()
    return BenchReport(tuple(rows(taken, 720.0)), tuple(taken), failures, None, calls, 1.0, network)


def drawings(page: str) -> dict[str, ElementTree.Element]:
    pieces = ["<svg" + piece.split("</svg>")[0] + "</svg>" for piece in page.split("<svg")[1:]]
    return {root.attrib["aria-label"]: root for root in map(ElementTree.fromstring, pieces)}


def test_the_page_needs_nothing_from_elsewhere_and_takes_no_markup_from_a_server() -> None:
    page = report.page([bench(1), bench(4)])
    assert not any(sign in page for sign in ("http:", "https:", "src=", "<script", "@import", "url("))
    assert "&lt;server&gt;" in page and "<server>" not in page
    assert "5.0% lost in bursts of 3" in page and "500 kbit/s" in page


def test_the_load_curve_is_there_only_for_several_loads() -> None:
    curve = "Voice to voice by calls at the same time"
    assert curve not in drawings(report.page([bench(1)]))
    drawn = drawings(report.page([bench(1), bench(2), bench(4)]))[curve]
    assert all(len(line.attrib["points"].split()) == 3 for line in drawn.iter("polyline"))


def test_every_turn_is_a_dot_and_every_budget_a_line() -> None:
    one = bench(1)
    drawn = drawings(report.page([one]))["Every turn against its budget"]
    assert len(list(drawn.iter("circle"))) == 5 * len(one.rows)
    budgets = [line for line in drawn.iter("line") if line.attrib["stroke"] == "#b3261e"]
    assert len(budgets) == 4


def test_the_waterfall_lays_stages_where_they_were() -> None:
    bars = list(ElementTree.fromstring(plots.waterfall(TURN)).iter("rect"))
    begins = [float(bar.attrib["x"]) for bar in bars]
    assert begins == sorted(begins)
    wide = [float(bar.attrib["width"]) for bar in bars]
    assert sum(wide[:2]) / sum(wide[4:]) == pytest.approx(610 / 62, rel=0.02)


def test_a_stage_without_word_of_its_end_follows_the_one_before() -> None:
    bars = list(ElementTree.fromstring(plots.waterfall(replace(TURN, ends={}))).iter("rect"))
    ends = [float(bar.attrib["x"]) + float(bar.attrib["width"]) for bar in bars[1::2]]
    begins = [float(bar.attrib["x"]) for bar in bars[::2]]
    assert begins[1:] == pytest.approx(ends[:-1], abs=0.2)


def test_the_median_turn_is_in_the_middle_of_those_heard() -> None:
    turns = [replace(TURN, turn=number, voice_to_voice_ms=at) for number, at in enumerate([900.0, None, 500.0, 700.0])]
    median = plots.median_turn(turns)
    assert median is not None and median.voice_to_voice_ms == 700
    assert plots.median_turn(turns[1:2]) is None


def test_a_bench_of_which_every_call_failed_still_has_a_page() -> None:
    page = report.page([BenchReport((), (), ("it is not there",), None)])
    assert "it is not there" in page
    assert "No turn showed any" in page


def test_a_change_over_the_limit_is_marked() -> None:
    page = report.page(
        [bench(1)], [Change(1, "speak", "p50", 100.0, 200.0), Change(1, "answer", "p50", 50.0, None)], 1.5
    )
    assert '<td class="bad">2.00</td>' in page
    assert '<td class="bad">gone</td>' in page
