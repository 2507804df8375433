"""Time limits: asked before, extended with one touch as often as wanted, never while someone speaks."""

import pytest
from playwright.sync_api import Page

from tests.frontend.conftest import hand, server_message
from tests.kiosk.conftest import Open, await_fresh, begin_call, mark, wake

pytestmark = pytest.mark.browser

PATIENCE = 60_000
WARNING = 30_000
"""milliseconds, as the profile's defaults"""
CARD = server_message("answer", turn=1, kind="answer", text="네.", title="답", topic="답", choices=[])


def still(page: Page) -> bool:
    return page.locator("[data-cover=still]").is_visible()


def test_who_walks_away_is_asked_for_and_then_forgotten(open_kiosk: Open) -> None:
    page = open_kiosk(clock=True)
    wake(page)
    mark(page)
    page.clock.run_for(PATIENCE - 20_000)
    assert not still(page)
    page.clock.run_for(21_000)
    assert still(page)
    page.clock.run_for(20_000)
    assert still(page), "twenty seconds after the question there is still time to answer"
    page.clock.run_for(WARNING)
    await_fresh(page, "attract")


def test_one_touch_brings_the_whole_time_back_as_often_as_wanted(open_kiosk: Open) -> None:
    page = open_kiosk(clock=True)
    wake(page)
    hand(page, CARD)
    page.evaluate("import('/static/screens.js').then(({ show }) => show('conversation'))")
    for _ in range(3):
        page.clock.run_for(PATIENCE - 20_000)  # the clock also goes on by itself
        assert not still(page)
        page.clock.run_for(21_000)
        assert still(page)
        page.clock.run_for(WARNING - 15_000)
        page.locator("[data-kiosk-press=stay]").click()
        assert not still(page)
    assert page.evaluate("document.body.dataset.shown") == "conversation"


def test_nobody_is_asked_while_the_counsellor_speaks(open_kiosk: Open) -> None:
    page = open_kiosk(clock=True)
    wake(page)
    begin_call(page)
    page.locator("#pill-words", has_text="말하고 있어요").wait_for(timeout=15_000)  # the greeting takes a while
    page.clock.run_for(PATIENCE + WARNING + 5000)
    assert page.locator("#pill-words", has_text="말하고 있어요").is_visible()
    assert not still(page)
