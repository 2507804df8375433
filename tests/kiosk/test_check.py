"""What `malbeot kiosk check` measures: ink on pictures, distances, and the sheet made of it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from server.cli.kiosk_browser import Panel, State, Target, Text, Walk, browse
from server.cli.kiosk_glyphs import Letter, contrast, ink_height, ratio
from server.cli.kiosk_rules import judge, sheet, too_small
from server.config import ConfigError
from tests.server.process import Running, serving

PANEL = Panel(68.6, 1080, 1920)
INK = (18, 41, 47)


def picture(height: int) -> NDArray[np.uint8]:
    """A stroke of ink of some pixels' height in a box of 60 on paper."""
    drawn = np.full((100, 100, 3), (251, 248, 242), np.uint8)
    drawn[30 : 30 + height, 40:60] = INK
    return drawn


def test_the_height_of_ink_is_measured_and_not_that_of_its_box() -> None:
    letter = Letter(20, 20, 80, 80, INK)
    assert ink_height(picture(39), letter) == 39
    assert ink_height(picture(0), letter) == 0, "a letter that is covered has no height"


def test_contrast_is_that_of_wcag() -> None:
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(picture(30), Letter(20, 20, 80, 80, INK)) == pytest.approx(14.3, abs=0.1)


def test_millimetres_come_from_the_panel() -> None:
    assert pytest.approx(0.311, abs=0.001) == PANEL.mm
    with pytest.raises(ConfigError):
        Panel.of(68.6, "1080*1920")


def state(name: str = "conversation", ink: float = 12.3, gap: float = 4.0) -> State:
    left = Target("왼쪽", 100, 400, 120, 420)
    right = Target("오른쪽", 120 + gap, 400, 140 + gap, 420)
    return State(name, ("제목",), (Text("가나다", ink, 14.0),), (left, right), (), 0.0, 1, 0, ())


def walk(one: State) -> Walk:
    states = {one.name: one, "lowered": state("lowered"), "doubled": state("doubled", ink=24.6)}
    return Walk(states, {"warning": 30, "patience": 60}, {"greeting": 2.0}, True, True, True, True, ())


def failed(one: State) -> list[str]:
    return [finding.rule for finding in judge(walk(one), PANEL) if not finding.passed]


def test_a_good_screen_passes_and_letters_gaps_and_links_are_found() -> None:
    assert failed(state()) == []
    assert failed(state(ink=11.0)) == ["글자 높이"]
    assert failed(state(gap=2.0)) == ["단추 사이"]


def test_the_sheet_names_what_failed_and_what_is_left_to_people() -> None:
    text = sheet(judge(walk(state(ink=11.0)), PANEL), "http://kiosk", PANEL)
    assert "**맞지 않음**" in text and "11.0 mm" in text
    assert "- [ ]" in text


def test_what_can_only_be_reached_by_scrolling_fails_and_sides_do_not() -> None:
    assert failed(replace(state(), below=4.0)) == ["밀지 않고 다 보임"]
    assert failed(replace(state(), sides=3)) == []


def test_a_panel_on_which_the_rules_cannot_hold_is_told_the_least_one() -> None:
    assert too_small(PANEL) == too_small(Panel(25.6, 800, 1280)) == too_small(Panel(39.6, 1366, 768)) == ""
    assert "217" in too_small(Panel(20.0, 800, 1280))
    assert "345" in too_small(Panel(33.8, 1366, 768)) and "345" in sheet([], "http://kiosk", Panel(33.8, 1366, 768))


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.timeout(700)
@pytest.mark.parametrize(
    ("diagonal", "resolution"), [("68.6", "1080x1920"), ("25.6", "800x1280"), ("39.6", "1366x768")]
)
def test_the_kiosk_passes_its_own_check(server: Running, diagonal: str, resolution: str) -> None:
    command = [sys.executable, "-m", "server", "kiosk", "check", "--url", server.url]
    command += ["--diagonal-cm", diagonal, "--resolution", resolution]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=680, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.browser
def test_a_server_that_wants_a_code_first_is_told_how_to_start_for_the_check(tmp_path: Path) -> None:
    with serving(tmp_path, "server.kiosk.enrolment=required") as running, pytest.raises(ConfigError, match="enrolment"):
        browse(running.url, PANEL, None)
