"""The pages of an office in a real browser against a real server."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright

from server.config import load_profile
from server.setting_up import Choices, offered, write_profile
from tests.server.process import Running, serving

FLAGS = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--disable-gpu"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("office")
    before = Path.cwd()
    os.chdir(folder)  # the profile is written into var/ of the folder in which the server runs
    try:
        with serving(folder, "office.name=한들구청", "server.address=https://malbeot.example") as running:
            os.chdir(before)
            yield running
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        yield browser.new_page(viewport={"width": 1366, "height": 768})
        browser.close()


def _chromium() -> str | None:
    return next(
        (str(path) for path in map(Path, ("/usr/bin/chromium", "/usr/bin/google-chrome")) if path.exists()), None
    )


@pytest.mark.browser
def test_the_check_page_tries_everything_a_call_needs(server: Running, page: Page) -> None:
    page.goto(f"{server.url}/check")
    page.click("#begin")
    page.wait_for_selector("#verdict:not([hidden])", timeout=40_000)
    levels = {
        line.get_attribute("data-check"): line.get_attribute("data-level")
        for line in page.query_selector_all("#findings li")
    }
    assert {name for name, level in levels.items() if level == "ok"} == {
        "browser",
        "secure",
        "server",
        "microphone",
        "udp",
    }
    assert levels["stun"] == levels["turn"] == "warn", "none is set"
    assert server.calls() == 0, "the call that tried the way was hung up"


@pytest.mark.browser
def test_a_clerk_sets_up_the_office_and_the_next_start_has_it(server: Running, page: Page, tmp_path: Path) -> None:
    page.goto(f"{server.url}/setup")
    page.wait_for_selector("#topics label")
    assert page.input_value("#name") == "한들구청"
    page.fill("#phone", "전화 주세요")
    page.click("button[type=submit]")
    assert page.get_attribute("#phone", "aria-invalid") == "true" and "전화번호" in page.inner_text("#outcome")
    page.fill("#phone", "02-345-6789")
    page.fill("#hours", "평일 오전 9시부터 오후 6시까지")
    page.check("input[name=topics][value=교통]")
    page.check("input[value=man]")
    page.fill("#diagonal", "68.6")
    page.click("button[type=submit]")
    page.wait_for_selector("#next:not([hidden])")
    written = Path(server.process.cwd()) / "var" / "office.toml"
    profile = load_profile(str(written))
    assert profile.office.phone == "02-345-6789" and profile.office.topics == ("교통",)
    assert profile.avatar.animator.options["who"] == "man" and profile.server.kiosk.diagonal_cm == 68.6
    page.goto(f"{server.url}/card")
    assert "한들구청" in page.inner_text("article") and page.locator("article img").bounding_box()


def test_nobody_sets_up_from_elsewhere(server: Running) -> None:
    for headers in ({"X-Forwarded-For": "203.0.113.9"}, {"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        refused = httpx.post(f"{server.url}/setup", json={"name": "남", "phone": "120"}, headers=headers)
        assert refused.status_code == 403


def test_each_choice_makes_a_profile_that_can_be_served(tmp_path: Path) -> None:
    for counsellor in ("woman", "man", "sprout"):
        for voice in ("calm", "bright", "low"):
            wanted = {"name": "한들", "phone": "120", "counsellor": counsellor, "voice": voice, "contrast": True}
            write_profile(Choices.model_validate(wanted), "default", tmp_path / "office.toml")
            assert load_profile(str(tmp_path / "office.toml")).office.name == "한들"


def test_only_chosen_topics_are_offered_and_all_when_none_of_them_exists() -> None:
    topics = [("교통", [("a", "b")]), ("복지", [])]
    assert offered(topics, ("복지", "없음")) == [("복지", [])]
    assert offered(topics, ()) == offered(topics, ("없음",)) == topics


@pytest.mark.browser
def test_the_gallery_shows_every_screen_and_every_sentence(server: Running, page: Page, tmp_path: Path) -> None:
    """With MALBEOT_PICTURES=docs/pictures/screens the pictures in the documents are made anew."""
    pictures = Path(os.environ.get("MALBEOT_PICTURES", tmp_path))
    page.goto(f"{server.url}/gallery")
    page.wait_for_selector("#spoken li")
    names = page.eval_on_selector_all("figcaption", "all => all.map(one => one.textContent)")
    assert {"welcome", "conversation", "answer", "crisis", "summary", "goodbye", "waiting", "lost"} <= set(names)
    assert page.locator("#written tr").count() > 100 and page.locator("#spoken li").count() > 20
    page.set_viewport_size({"width": 390, "height": 844})
    seen = set()
    for name in names:
        page.goto(f"{server.url}/gallery/screen?show={name}")
        page.wait_for_selector("html[data-ready]", timeout=20_000, state="attached")
        page.screenshot(path=pictures / f"{name}.png")
        screen = page.locator("[data-screen]:not([hidden])")
        assert screen.count() == 1, name
        seen.add((screen.get_attribute("data-screen"), screen.inner_text()))
    assert len(seen) == len(names), "no two of them look the same"
