"""A real server, and a kiosk before it: headless Chromium upright, with a silent microphone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.server.process import Running, serving

SIZE: Any = {"width": 1080, "height": 1920}
PANEL = "diagonal_cm=68.6&resolution=1080x1920"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("kiosk")
    with serving(folder, f"server.kiosk.devices='{folder / 'kiosks.json'}'") as running:
        yield running


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    silence: Path = tmp_path_factory.mktemp("silence") / "silence.wav"
    soundfile.write(silence, np.zeros(48_000), 48_000, subtype="PCM_16")
    flags = [
        *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"),
        *("--autoplay-policy=no-user-gesture-required", "--use-fake-device-for-media-stream"),
        f"--use-file-for-fake-audio-capture={silence}",
    ]
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    assert executable, "Chromium is missing: make test installs it, or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def open_kiosk(browser: Browser, server: Running) -> Iterator[Open]:
    """Opens the kiosk as it waits for people, and watches for script errors until the test ends."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_kiosk(
        permissions: tuple[str, ...] = ("microphone",),
        clock: bool = False,
        path: str = "/kiosk",
        size: Any = SIZE,
        panel: str = PANEL,
    ) -> Page:
        context = browser.new_context(viewport=size, screen=size, permissions=list(permissions))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if clock:
            page.clock.install()
        page.set_default_timeout(15_000)
        page.goto(f"{server.url}{path}?{panel}")
        page.locator("[data-cover=attract]").wait_for()
        page.locator("#topics .tile").first.wait_for(state="attached")
        return page

    yield open_kiosk
    for context in contexts:
        context.close()
    assert not errors


def wake(page: Page) -> None:
    page.locator("[data-kiosk-press=wake]").click()
    page.locator("[data-screen=welcome]").wait_for()


def mark(page: Page) -> None:
    """So that this document can be told from the next."""
    page.evaluate("document.documentElement.dataset.before = ''")


def await_fresh(page: Page, screen: str) -> None:
    """`screen`: attract or welcome"""
    page.locator("html:not([data-before]) .aids").wait_for()
    page.locator(
        "[data-cover=attract]" if screen == "attract" else "[data-screen=welcome] [data-press=start]"
    ).wait_for()


def begin_call(page: Page) -> None:
    page.locator("[data-screen=welcome] [data-press=start]").click()
    page.locator("body[data-shown=conversation]").wait_for(timeout=15_000)
