"""Nothing is scrolled: what has no room on a small panel is on another side, and two buttons lead there and back."""

from typing import Any

import pytest
from playwright.sync_api import Page

from server.cli.kiosk_browser import HAND
from server.cli.kiosk_states import STATES
from tests.frontend.conftest import server_message
from tests.kiosk.conftest import Open, wake

pytestmark = pytest.mark.browser

LYING: Any = {"width": 1366, "height": 768}
LYING_PANEL = "diagonal_cm=39.6&resolution=1366x768"
NUMBER = "#answer .tel"
UNCUT = """(selector) => {
  const panel = document.querySelector(".panel").getBoundingClientRect();
  const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
  const whole = top >= panel.top - 1 && bottom <= panel.bottom + 1;
  const hit = document.elementFromPoint((left + right) / 2, bottom - 3);
  return whole && document.querySelector(selector).contains(hit);
}"""
SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"


def answered(open_kiosk: Open) -> Page:
    page = open_kiosk(permissions=(), size=LYING, panel=LYING_PANEL)
    wake(page)
    page.evaluate(HAND, list(STATES["answer"]))
    page.locator("body[data-shown=answer]").wait_for()
    page.locator("main[data-sides] #side-after").wait_for()
    return page


def press(page: Page, name: str) -> None:
    page.wait_for_timeout(550)  # the page takes one press in 500 ms
    page.locator(name).click()
    page.evaluate(SETTLED)


def test_the_telephone_number_of_an_answer_is_a_press_away_and_so_is_the_way_back(open_kiosk: Open) -> None:
    page = answered(open_kiosk)
    assert page.evaluate(UNCUT, "#answer h1") and not page.evaluate(UNCUT, NUMBER)
    presses = 0
    while not page.evaluate(UNCUT, NUMBER):
        press(page, "#side-after")
        presses += 1
        assert presses < 4
    assert not page.evaluate(UNCUT, "#answer h1")
    for _ in range(presses):
        press(page, "#side-before")
    assert page.evaluate(UNCUT, "#answer h1")


def test_another_screen_begins_with_its_first_side(open_kiosk: Open) -> None:
    page = answered(open_kiosk)
    press(page, "#side-after")
    page.evaluate("import('/static/screens.js').then(({ show }) => show('topics'))")
    page.evaluate(SETTLED)
    assert page.evaluate(UNCUT, "[data-screen=topics] h1")


def test_enlarged_all_buttons_are_behind_one_and_a_person_is_still_one_press_away(open_kiosk: Open) -> None:
    page = answered(open_kiosk)
    page.evaluate("document.documentElement.dataset.size = '2'")
    page.locator("[data-kiosk-press=all]").wait_for()
    assert page.locator(".bar [data-press=person]").is_visible()
    assert not page.locator(".bar [data-press=louder]").is_visible()
    press(page, "[data-kiosk-press=all]")
    for name in ("person", "again", "slower", "louder", "home"):
        assert page.locator(f".bar [data-press={name}]").is_visible(), name
    press(page, "[data-kiosk-press=all]")
    assert page.locator("#answer h1").is_visible()


def ask_by_voice(page: Page, command: str) -> None:
    question = server_message("question", turn=9, text="그렇게 해 주세요")
    granted = {"turn": 9, "kind": "talk", "text": "네, 그렇게 할게요.", "command": command, "answer_id": None}
    page.evaluate(HAND, [question])
    page.evaluate(SETTLED)
    page.evaluate(HAND, [server_message("answer", **granted)])
    page.wait_for_timeout(50)  # the side is turned in a task of its own
    page.evaluate(SETTLED)


def test_another_side_and_larger_letters_can_be_asked_for_by_voice(open_kiosk: Open) -> None:
    page = answered(open_kiosk)
    for _ in range(3):
        ask_by_voice(page, "side")
        if page.evaluate(UNCUT, NUMBER):
            break
    assert page.evaluate(UNCUT, NUMBER) and not page.evaluate(UNCUT, "#answer h1")
    ask_by_voice(page, "previous")
    assert not page.evaluate(UNCUT, NUMBER)
    ask_by_voice(page, "larger")
    assert page.evaluate("document.documentElement.dataset.size") == "1.5"
    ask_by_voice(page, "smaller")
    assert page.evaluate("document.documentElement.dataset.size") == "1"
