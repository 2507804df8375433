import json
from pathlib import Path

import pytest

from harness.bench import Row
from harness.comparison import compare, read_rows


def row(p50: float, p95: float | None = None, n: int = 40, stage: str = "voice_to_voice") -> Row:
    return Row(stage, n, p50, p95 or p50, p95 or p50, None)


def test_a_stage_that_became_slower_passes_the_limit() -> None:
    (median, tail) = compare({(1, "voice_to_voice"): row(400, 600)}, {(1, "voice_to_voice"): row(600, 610)})
    assert median.ratio == 1.5
    assert median.passes(1.25) and not median.passes(1.6)
    assert not tail.passes(1.25)


def test_a_few_milliseconds_are_noise_however_large_their_ratio() -> None:
    (change, _) = compare({(1, "screen"): row(0.5)}, {(1, "screen"): row(3.0)})
    assert change.ratio == 6 and not change.passes(1.25)


def test_the_slowest_of_a_few_turns_says_nothing() -> None:
    (change,) = compare({(1, "speak"): row(40, 50, n=4)}, {(1, "speak"): row(40, 900, n=4)})
    assert change.figure == "p50" and not change.passes(1.25)


def test_what_is_not_measured_any_more_passes_every_limit() -> None:
    before = {(1, "first_frame"): row(400), (1, "speak"): row(40)}
    gone = [change for change in compare(before, {(1, "speak"): row(40)}) if change.after_ms is None]
    assert [change.stage for change in gone] == ["first_frame"]
    assert gone[0].passes(100)


def test_a_load_that_was_not_run_this_time_is_not_compared() -> None:
    assert compare({(4, "speak"): row(40)}, {(1, "speak"): row(400)}) == []


def test_what_a_bench_printed_is_read_back_with_or_without_the_number_of_calls(tmp_path: Path) -> None:
    lines = [{"vitals": "asking"}, row(400).as_json(), {**row(700).as_json(), "calls": 4}, {"summary": "calls"}]
    file = tmp_path / "before.json"
    file.write_text("\n".join(map(json.dumps, lines)))
    assert read_rows(file) == {(1, "voice_to_voice"): row(400), (4, "voice_to_voice"): row(700)}


@pytest.mark.parametrize("content", ["", "nonsense", '{"stage": 1}'])
def test_what_is_no_bench_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "before.json"
    file.write_text(content)
    with pytest.raises(ValueError, match=r"before\.json"):
        read_rows(file)
