"""Two benches beside each other: how much slower each stage has become, and which ratios pass a limit."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harness.bench import BenchReport, Row

NOISE_MS: Final = 20.0
"""by which two runs of the same server differ; less is no change"""
TAIL: Final = 20
"""turns from which on a 95th percentile is more than the slowest turn"""

Rows = Mapping[tuple[int, str], Row]
"""by calls at the same time and stage"""


@dataclass(frozen=True, slots=True)
class Change:
    calls: int
    stage: str
    figure: str
    """p50 or p95"""
    before_ms: float
    after_ms: float | None
    """None: measured before, and not any more"""

    @property
    def ratio(self) -> float | None:
        """After to before; None where either is missing or nothing."""
        return round(self.after_ms / self.before_ms, 3) if self.after_ms is not None and self.before_ms > 0 else None

    def passes(self, limit: float) -> bool:
        """Slower by more than the ratio and by more than noise, or gone."""
        if self.after_ms is None:
            return True
        return self.after_ms > limit * self.before_ms and self.after_ms - self.before_ms > NOISE_MS


def read_rows(file: Path) -> dict[tuple[int, str], Row]:
    """The stages in what `malbeot bench --json` printed. Raises OSError, and ValueError when there are none."""
    found = {}
    for line in file.read_text("utf-8").splitlines():
        record = _record(line, file)
        if "stage" in record and "p50_ms" in record:
            found[int(record.get("calls", 1)), str(record["stage"])] = _row(record)
    if not found:
        raise ValueError(f"{file} holds no stage of a bench: it should be what `malbeot bench --json` printed")
    return found


def rows_of(reports: Iterable[BenchReport]) -> dict[tuple[int, str], Row]:
    return {(report.calls, row.stage): row for report in reports for row in report.rows}


def compare(before: Rows, after: Rows) -> list[Change]:
    """The median of each stage at each load that both know, and its 95th percentile where there are enough turns."""
    loads = {calls for calls, _ in before} & {calls for calls, _ in after}
    return [change for key in before if key[0] in loads for change in _changes(key, before[key], after.get(key))]


def _changes(key: tuple[int, str], before: Row, after: Row | None) -> Sequence[Change]:
    median = Change(*key, "p50", before.p50_ms, after.p50_ms if after else None)
    if after is None or min(before.n, after.n) < TAIL:
        return [median]
    return [median, Change(*key, "p95", before.p95_ms, after.p95_ms)]


def _record(line: str, file: Path) -> dict[str, Any]:
    try:
        record = json.loads(line) if line.strip() else {}
    except ValueError as error:
        raise ValueError(f"{file} is not JSON lines") from error
    return record if isinstance(record, dict) else {}


def _row(record: Mapping[str, Any]) -> Row:
    budget = record.get("budget_ms")
    p50, p95, p99 = (float(record[key]) for key in ("p50_ms", "p95_ms", "p99_ms"))
    return Row(str(record["stage"]), int(record["n"]), p50, p95, p99, None if budget is None else float(budget))
