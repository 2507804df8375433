"""Evaluations as one HTML page that needs nothing else: for the office's editor, in Korean, with drawn curves."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from dialogue.evaluation import WRONG, Evaluation, Mistake, Point
from dialogue.knowledge.entry import Entry

_WIDE, _HIGH, _EDGE = 560, 300, 44
_COLOURS: Final = ("#1f5fa8", "#2e7d4f", "#b26a00", "#a3323b", "#6b4ea0", "#44525e")
_MOST_WRONG: Final = 0.1
"""share of wrong answers at the right edge of the picture"""

_STYLE: Final = """
body { font: 17px/1.6 "Noto Sans CJK KR", "Malgun Gothic", sans-serif; color: #1d2733; margin: 2rem auto;
  max-width: 64rem; padding: 0 1rem }
h1 { font-size: 1.7rem }
h2 { margin-top: 2.4rem; font-size: 1.25rem }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #d5dbe1; padding: .35rem .6rem; text-align: right }
th:first-child, td:first-child, td.text { text-align: left }
svg { max-width: 100%; height: auto }
svg text { font-size: 13px; fill: #44525e }
.legend span { margin-right: 1.2rem }
"""


def page(title: str, evaluations: Sequence[Evaluation], entries: Sequence[Entry]) -> str:
    """`evaluations`: at rising rates of recognition errors, at least one."""
    titles = {entry.id: entry.title for entry in entries}
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>항목 {len(entries)}개, 질문 {evaluations[0].questions}개,"
        f" 답이 없어야 하는 질문 {evaluations[0].unanswerable}개</p>",
        _table(evaluations),
        "<h2>얼마나 답해도 되는가</h2>",
        f"<p>가로: 답 가운데 틀린 비율, 세로: 맞게 답한 비율. 점선은 {WRONG:.0%}입니다.</p>",
        _curves(evaluations),
        "<h2>주제끼리 헷갈린 질문</h2>",
        _confusion(evaluations[0].confusion),
        "<h2>가장 자신 있게 틀린 질문</h2>",
        _mistakes(evaluations[0].mistakes, titles),
    ]
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="ko"><head>{head}</head><body>{"".join(parts)}</body></html>'


def _table(evaluations: Iterable[Evaluation]) -> str:
    header = (
        "잘못 들은 글자",
        "첫째로 찾음",
        "다섯 안에 찾음",
        "구별 (AUROC)",
        f"틀림 {WRONG:.0%} 안에서 답함",
        "가운데 시간",
    )
    rows = (
        (
            f"{one.noise:.0%}",
            f"{one.top1:.1%}",
            f"{one.top5:.1%}",
            "–" if one.auroc is None else f"{one.auroc:.3f}",
            f"{one.answered_safely:.1%}",
            f"{one.median_ms:.1f} ms",
        )
        for one in evaluations
    )
    return _rows(header, rows)


def _curves(evaluations: Sequence[Evaluation]) -> str:
    drawn = "".join(
        f'<polyline fill="none" stroke-width="2.5" stroke="{_colour(index)}" points="{_points(one.curve)}"/>'
        for index, one in enumerate(evaluations)
    )
    limit = _x(WRONG)
    ticks = "".join(
        f'<text x="{_x(share):.0f}" y="{_HIGH - _EDGE + 20}" text-anchor="middle">{share:.0%}</text>'
        for share in (0, 0.02, 0.04, 0.06, 0.08, 0.1)
    ) + "".join(
        f'<text x="{_EDGE - 8}" y="{_y(share) + 4:.0f}" text-anchor="end">{share:.0%}</text>'
        f'<line x1="{_EDGE}" x2="{_WIDE}" y1="{_y(share):.1f}" y2="{_y(share):.1f}" stroke="#e3e8ed"/>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    line = (
        f'<line x1="{limit:.1f}" x2="{limit:.1f}" y1="0" y2="{_HIGH - _EDGE}" stroke="#44525e" stroke-dasharray="5 5"/>'
    )
    legend = "".join(
        f'<span style="color:{_colour(index)}">■ 잘못 들은 글자 {one.noise:.0%}</span>'
        for index, one in enumerate(evaluations)
    )
    picture = (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="답한 비율과 틀린 비율">{ticks}{line}{drawn}</svg>'
    )
    return f'{picture}<p class="legend">{legend}</p>'


def _points(curve: Iterable[Point]) -> str:
    shown = sorted((point for point in curve if point.wrong <= _MOST_WRONG), key=lambda point: point.threshold)
    return " ".join(f"{_x(point.wrong):.1f},{_y(point.answered):.1f}" for point in shown)


def _x(wrong: float) -> float:
    return _EDGE + (_WIDE - _EDGE - 10) * wrong / _MOST_WRONG


def _y(answered: float) -> float:
    return 10 + (_HIGH - _EDGE - 10) * (1 - answered)


def _colour(index: int) -> str:
    return _COLOURS[index % len(_COLOURS)]


def _confusion(confusion: Mapping[tuple[str, str], int]) -> str:
    topics = sorted({topic for pair in confusion for topic in pair})
    rows = []
    for asked in topics:
        total = sum(confusion.get((asked, found), 0) for found in topics)
        rows.append((asked, *(_share(confusion.get((asked, found), 0), total) for found in topics)))
    return _rows(("물은 주제 \\ 찾은 주제", *topics), rows)


def _share(count: int, total: int) -> str:
    return f"{count} ({count / total:.0%})" if count else ""


def _mistakes(mistakes: Iterable[Mistake], titles: Mapping[str, str]) -> str:
    cells = "".join(
        f'<tr><td class="text">{escape(one.text)}</td>'
        f'<td class="text">{escape(titles.get(one.expected or "", "(없음)"))}</td>'
        f'<td class="text">{escape(titles.get(one.found, one.found))}</td><td>{one.score:.2f}</td></tr>'
        for one in mistakes
    )
    header = "".join(f"<th>{name}</th>" for name in ("질문", "맞는 항목", "찾은 항목", "자신"))
    return f"<table><tr>{header}</tr>{cells}</table>"


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["".join(f"<th>{escape(cell)}</th>" for cell in header)]
    lines += ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
