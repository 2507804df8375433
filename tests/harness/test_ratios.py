"""`malbeot bench-ratios` with the runs themselves left out: what it compares and how it ends."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from server.cli import ratios
from server.cli.ratios import BASELINE


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    live, prepared = ratios._Run(0.5, 0.6, 400.0, 600.0), ratios._Run(0.1, 0.3, 300.0, 360.0)
    monkeypatch.setattr(ratios, "_run", lambda *, prepared_=prepared, prepared: prepared_ if prepared else live)


def run(*arguments: str | Path) -> Result:
    app = typer.Typer()
    ratios.add_to(app)
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_ratios_compare_prepared_with_live_and_many_with_one(measured: None, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    assert run("--against", file, "--write").exit_code == 0
    assert json.loads(file.read_text()) == {
        "prepared_to_live_idle_cpu": 0.2,
        "prepared_to_live_cpu": 0.5,
        "prepared_to_live_voice_to_voice": 0.75,
        "many_to_one_voice_to_voice": 1.2,
    }


def test_a_ratio_over_its_limit_ends_with_one(measured: None, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    run("--against", file, "--write")
    stricter = json.loads(file.read_text()) | {"prepared_to_live_idle_cpu": 0.09}
    file.write_text(json.dumps(stricter))
    outcome = run("--against", file)
    assert outcome.exit_code == 1 and outcome.output.count("MISSED") == 1
    assert run("--against", file, "--limit", "3").exit_code == 0


def test_the_committed_baseline_has_every_ratio() -> None:
    assert set(json.loads(BASELINE.read_text())) == set(ratios.Ratios.__dataclass_fields__)
