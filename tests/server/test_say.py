"""`malbeot say` with texts that nobody should have to hear."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.server.command import Outcome, malbeot


def say(text: str, output: Path, *options: str) -> Outcome:
    return malbeot("say", "--json", "-o", str(output), *options, stdin=text)


@pytest.mark.parametrize("text", ["", " \n ", "※★ 😀", "日本語 Привет"])
def test_what_cannot_be_said_is_refused_and_writes_nothing(text: str, tmp_path: Path) -> None:
    outcome = say(text, tmp_path / "a.wav")
    assert outcome.returncode == 2
    assert "said" in outcome.stderr and "Traceback" not in outcome.stderr
    assert not (tmp_path / "a.wav").exists()


def test_five_thousand_characters_are_said(tmp_path: Path) -> None:
    outcome = say(("기초연금은 매월 이십오일에 들어와요. " * 300)[:5000], tmp_path / "a.wav", "--pace", "1.5")
    assert outcome.returncode == 0, outcome.stderr
    samples, rate = soundfile.read(tmp_path / "a.wav")
    assert json.loads(outcome.stdout)["seconds"] == pytest.approx(len(samples) / rate, abs=0.01)
    assert len(samples) / rate > 300
    assert np.abs(samples).max() < 0.95


@pytest.mark.parametrize("pace", ["0", "-3", "nan", "1e9"])
def test_a_pace_that_makes_no_sense_does_no_harm(pace: str, tmp_path: Path) -> None:
    outcome = say("가까운 주민센터로 가세요.", tmp_path / "a.wav", "--pace", pace)
    assert outcome.returncode == 0, outcome.stderr
    assert 1 < json.loads(outcome.stdout)["seconds"] < 10
