"""Prepared answers in a real browser: at no joint does the picture stop or break."""

import shutil
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Page, sync_playwright

from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.store import Store
from server import preparing
from server.config import load_profile
from tests.server.process import BASE, Running, serving

pytestmark = pytest.mark.browser

ROW = {
    "id": "card",
    "topic": "교통",
    "questions": ["버스 카드 어디서 사요"],
    "answer": "편의점에서 사세요. 현금도 됩니다.",
}
WATCH = """() => {
  const video = document.querySelector("#video");
  const canvas = document.createElement("canvas"); canvas.width = canvas.height = 32;
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  window.seen = [];
  const look = (now) => {
    paper.drawImage(video, video.videoWidth * .04, video.videoHeight * .89,
                    video.videoWidth * .25, video.videoHeight * .07, 0, 0, 32, 32);
    window.seen.push({ now, badge: Array.from(paper.getImageData(0, 0, 32, 32).data) });
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("prepared")
    Store(folder / BASE).import_rows([Row(1, ROW)])
    settings = [f"avatar.clips={folder / 'clips'}", "avatar.bitrates=[300000]"]
    profile = load_profile("scripted", [*settings, f"dialogue.knowledge={folder / BASE}"])
    said = preparing.texts(profile, Store(folder / BASE).entries(), fixed=False)
    done = preparing.prepare(profile, preparing.jobs(profile, said), 2, lambda _: None)
    assert done.made and not done.failed
    with serving(folder, *settings) as running:
        yield running


@pytest.fixture
def page(prepared: Running) -> Iterator[Page]:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    assert executable, "Chromium is missing: make test installs it, or says how"
    flags = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]
    flags += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(prepared.url)
        yield page
        browser.close()


@pytest.mark.slow
def test_idle_answer_and_idle_again_neither_stop_nor_break(page: Page) -> None:
    page.get_by_role("button", name="상담 시작").click()
    page.locator("body[data-shown=conversation]").wait_for(timeout=20_000)
    page.wait_for_timeout(2000)
    page.evaluate(WATCH)
    page.fill("#question", "버스 카드 어디서 사요")
    page.locator("#ask button[type=submit]").click()
    page.locator("#counsellor .cap", has_text="편의점").wait_for(timeout=15_000)
    page.locator("body[data-shown=answer]").wait_for(timeout=40_000)
    page.wait_for_timeout(2500)
    seen = page.evaluate("() => window.seen")
    times = np.array([moment["now"] for moment in seen]) / 1000
    badges = np.array([moment["badge"] for moment in seen], np.float32)
    assert len(seen) > 10 * (times[-1] - times[0]), "pictures a second, on a machine that also draws the page"
    assert np.diff(times).max() < 0.8
    assert np.abs(badges - np.median(badges, axis=0)).mean(axis=1).max() < 12, "the badge is whole in every picture"
