"""The measure itself: worse sound is understood worse."""

import re
import sys

import pytest

from harness import intelligibility


def test_noise_is_understood_worse_than_clean_sound(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--count", "6", "--lift", "4", "--below", "-5"]
    monkeypatch.setattr(sys, "argv", ["intelligibility", *options])
    intelligibility.main()
    (row,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("f2/45/60"))
    rates = {name: float(rate) for name, rate in re.findall(r"(clean|noise|babble) +([0-9.]+) ±", row)}
    assert rates["clean"] < 35
    assert min(rates["noise"], rates["babble"]) > rates["clean"] + 15
