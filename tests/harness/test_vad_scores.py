"""Labels are read as they were written, and scores are what their names say."""

from pathlib import Path

import numpy as np
import pytest

from harness.vad_scores import Mask, held, labels, score
from speech.endpoint import EndpointSettings


def mask(text: str) -> Mask:
    return np.array([letter == "x" for letter in text])


@pytest.mark.parametrize(
    ("found", "voiced", "precision", "recall"),
    [
        ("xx..", "xx..", 1, 1),
        ("xxxx", "xx..", 0.5, 1),
        ("x...", "xxxx", 1, 0.25),
        ("..xx", "xx..", 0, 0),
        ("....", "xx..", 1, 0),
    ],
)
def test_scores(found: str, voiced: str, precision: float, recall: float) -> None:
    scored = score(mask(found), mask(voiced))
    assert (scored.precision, scored.recall) == (precision, recall)
    assert scored.f1 == pytest.approx(2 * precision * recall / (precision + recall) if precision and recall else 0)


def test_a_window_counts_as_what_its_middle_is(tmp_path: Path) -> None:
    file = tmp_path / "one.scv"
    file.write_text("one,0.000,0.100,0,0.100,0.200,1,0.200,0.320,0\n")
    assert labels(file, 10).tolist() == mask("...xxx....").tolist()


@pytest.mark.parametrize("text", ["one\n", "one,0.0,1.0\n"])
def test_labels_of_another_kind_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "one.scv"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"one\.scv"):
        labels(file, 10)


def test_voice_goes_on_down_to_the_lower_threshold() -> None:
    found = held([0.4, 0.6, 0.4, 0.4, 0.3, 0.4], EndpointSettings(start_probability=0.5, stop_probability=0.35))
    assert found.tolist() == mask(".xxx..").tolist()
