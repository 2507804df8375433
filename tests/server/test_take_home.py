"""The page a caller takes home, from a real server, and the code that leads to it, read as a telephone reads it."""

import shutil
from collections.abc import Iterator

import cv2
import httpx
import numpy as np
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.server.process import Running

ENTRY = "basic-pension-apply"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def test_the_page_says_what_was_answered_where_it_comes_from_and_whom_to_call(server: Running) -> None:
    reply = httpx.get(f"{server.url}/answers/{ENTRY}")
    assert reply.status_code == 200
    for part in ("기초연금", "어디로", "가져오실 것", "출처:", "확인", 'href="tel:'):
        assert part in reply.text
    assert "<script" not in reply.text


def test_nothing_of_it_stays_on_a_shared_screen(server: Running) -> None:
    for path in (f"/answers/{ENTRY}", f"/answers/{ENTRY}/qr.svg"):
        assert httpx.get(server.url + path).headers["cache-control"] == "no-store"


def test_an_answer_that_is_gone_is_said_kindly(server: Running) -> None:
    reply = httpx.get(f"{server.url}/answers/<b>nothing")
    assert reply.status_code == 404
    assert "이제 없습니다" in reply.text
    assert "<b>nothing" not in reply.text


def test_an_answer_that_is_gone_does_not_hide_the_others(server: Running) -> None:
    reply = httpx.get(f"{server.url}/answers/nothing", params={"also": [ENTRY]})
    assert reply.status_code == 200
    assert "기초연금" in reply.text


@pytest.mark.browser
def test_a_telephone_reads_the_code_and_finds_the_page(server: Running, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 600, "height": 600})
    page.goto(f"{server.url}/answers/{ENTRY}/qr.svg?also=water-bill-check")
    picture = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_GRAYSCALE)
    page.close()
    assert picture is not None
    address, _, _ = cv2.QRCodeDetectorAruco().detectAndDecode(picture)
    assert address == f"{server.url}/answers/{ENTRY}?also=water-bill-check"
    assert httpx.get(address).status_code == 200


@pytest.mark.browser
def test_the_page_is_large_fits_a_phone_and_breaks_no_rule(server: Running, browser: Browser) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{server.url}/answers/{ENTRY}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.answer')).fontSize)") >= 24
    results = axe.Axe().run(page).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in results["violations"]] == []
    context.close()
