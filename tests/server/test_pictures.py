"""The pictures of the documents; MALBEOT_PICTURES names where they go, docs/pictures/screens to take those anew."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, sync_playwright

from tests.server.process import Running, serving
from tests.server.test_office_pages import FLAGS, chromium

FOLDER = Path(os.environ.get("MALBEOT_PICTURES") or tempfile.mkdtemp(prefix="malbeot-pictures-"))
SIZES = {"phone": (360, 740), "desk": (1366, 768)}
DARK = ("conversation", "answer", "crisis")
"""screens that are also shown in the dark theme"""
QUALITY = 72
"""of WebP"""
LARGEST = 80_000
"""bytes of a picture"""
ALL = 2_000_000
"""bytes of all"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("pictures")
    with serving(folder, "office.name=한들구청 민원실", "server.address=https://malbeot.example") as running:
        yield running


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser.new_page(reduced_motion="reduce", has_touch=True, permissions=["microphone"])
        browser.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_screen_is_taken(server: Running, page: Page, size: str, theme: Any) -> None:
    page.goto(f"{server.url}/gallery", wait_until="domcontentloaded")
    page.wait_for_selector("figcaption")
    names = page.eval_on_selector_all("figcaption", "all => all.map(one => one.textContent)")
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme)
    page.goto(f"{server.url}/gallery/screen?show=welcome", wait_until="domcontentloaded")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("#topics .tile").nth(5).wait_for(state="attached")
    for name in names if theme == "light" else DARK:
        page.evaluate(BRING, name)
        take(page, f"{size}-{name}" + ("-dark" if theme == "dark" else ""))
    page.emulate_media(color_scheme="light")


def test_the_pages_of_the_office_are_taken(server: Running, page: Page) -> None:
    page.set_viewport_size({"width": 1100, "height": 820})
    page.goto(f"{server.url}/setup")
    page.wait_for_selector("#topics label")
    take(page, "office-setup", full_page=True)
    page.goto(f"{server.url}/check")
    page.click("#begin")
    page.wait_for_selector("#verdict:not([hidden])", timeout=60_000)
    take(page, "office-check", full_page=True)
    page.goto(f"{server.url}/card")
    take(page, "office-card", full_page=True)


def test_the_inviting_kiosk_is_taken(server: Running, page: Page) -> None:
    page.set_viewport_size({"width": 1080, "height": 1920})
    page.goto(f"{server.url}/kiosk?diagonal_cm=68.6&resolution=1080x1920")
    page.wait_for_selector("[data-kiosk-press=wake], #attract", timeout=20_000)
    page.wait_for_timeout(1_000)
    take(page, "kiosk-attract", width=540)


def test_they_are_small() -> None:
    sizes = {file.name: file.stat().st_size for file in FOLDER.glob("*.webp")}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert 0 < sum(sizes.values()) <= ALL


BRING = """async (name) => {
  const load = (file) => import(`/static/${file}.js`);
  const [conversation, screens, waiting, { closeKeyboard }, { SHOWN }] = await Promise.all(
    ["conversation", "screens", "waiting", "keyboard", "office/samples"].map(load));
  waiting.stopWaiting();
  document.activeElement?.blur();
  closeKeyboard();
  conversation.wipe();
  screens.pill(null);
  screens.show("welcome");
  for (const message of SHOWN[name].messages) conversation.handle(message);
  await SHOWN[name].then?.();
}"""
"""From whatever screen to the one of that name; much quicker than opening the page again."""


def take(page: Page, name: str, width: int | None = None, **how: Any) -> None:
    page.evaluate("document.fonts.ready")
    picture = cv2.imdecode(np.frombuffer(page.screenshot(**how), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    if width:
        height = round(picture.shape[0] * width / picture.shape[1])
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    folder = FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(folder / f"{name}.webp"), picture, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
