"""The pages of an office in a real browser against a real server."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import soundfile
from playwright.sync_api import Page, sync_playwright

from server.config import load_profile
from server.page_voice import hash_of
from server.setting_up import Choices, offered, write_profile
from tests.frontend.test_screens import CONTRAST
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


Open = Callable[..., Page]


@pytest.fixture(scope="module")
def open_page() -> Iterator[Open]:
    """A page in a browser that is started with the given flags."""
    with sync_playwright() as playwright, ExitStack() as stack:

        def open_page(*flags: str) -> Page:
            browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *flags])
            stack.callback(browser.close)
            return browser.new_page(viewport={"width": 1366, "height": 768})

        yield open_page


@pytest.fixture(scope="module")
def page(open_page: Open) -> Page:
    return open_page()


def chromium() -> str | None:
    return next(
        (str(path) for path in map(Path, ("/usr/bin/chromium", "/usr/bin/google-chrome")) if path.exists()), None
    )


@pytest.mark.browser
def test_the_check_page_tries_everything_a_call_needs(server: Running, page: Page) -> None:
    levels = checked(server, page)
    assert {name for name, level in levels.items() if level == "ok"} == {
        "browser",
        "secure",
        "server",
        "microphone",
        "udp",
    }
    assert levels["stun"] == levels["turn"] == "warn", "none is set"
    assert server.calls() == 0, "the call that tried the way was hung up"


def checked(server: Running, page: Page) -> dict[str | None, str | None]:
    page.goto(f"{server.url}/check")
    page.click("#begin")
    page.wait_for_selector("#verdict:not([hidden])", timeout=40_000)
    lines = page.query_selector_all("#findings li")
    return {line.get_attribute("data-check"): line.get_attribute("data-level") for line in lines}


@pytest.mark.browser
@pytest.mark.slow
def test_a_network_that_lets_no_udp_through_is_found_and_a_caller_gets_a_number(
    server: Running, open_page: Open
) -> None:
    page = open_page("--webrtc-ip-handling-policy=disable_non_proxied_udp")
    assert checked(server, page)["udp"] == "fail"
    assert "방화벽" in page.inner_text("[data-check=udp] .advice")
    page.goto(server.url)
    page.locator("[data-press=start]").first.click()
    page.locator("body[data-shown=failure]").wait_for(timeout=30_000)
    assert page.locator("[data-screen=failure] .tel").is_visible()


PAGES = {"check": "#begin", "setup": "#topics label", "card": "article", "gallery": "#spoken li"}
"""of the office, and what is there once they are"""


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_text_stands_out_on_the_offices_pages(server: Running, page: Page, theme: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=theme)
    for path, ready in PAGES.items():
        page.goto(f"{server.url}/{path}", wait_until="domcontentloaded")
        page.wait_for_selector(ready)
        page.eval_on_selector_all("iframe", "all => all.forEach((one) => one.remove())")  # screens are tested alone
        violations = axe.Axe().run(page).response["violations"]
        assert (path, [(one["id"], one["nodes"][0]["html"]) for one in violations]) == (path, [])
        weak = [(text, ratio) for text, ratio, _ in page.evaluate(CONTRAST) if ratio < 7]
        assert (path, weak) == (path, [])
    page.emulate_media(color_scheme="light")


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
    assert "한들구청" in page.inner_text("article") and page.locator("article img[src$='qr.svg']").bounding_box()


def test_the_page_is_read_out_in_her_voice_and_nothing_else_is(server: Running) -> None:
    topic = httpx.get(f"{server.url}/topics").json()[0]
    for sentence in ("안녕하세요.\n무엇이 궁금하세요?", topic["id"], topic["questions"][0]["text"], "한들구청"):
        heard = httpx.get(f"{server.url}/voice/{hash_of(sentence)}.wav", timeout=30)
        samples, rate = soundfile.read(io.BytesIO(heard.content))
        assert heard.status_code == 200 and len(samples) > 0.3 * rate and abs(samples).max() > 0.05
    for other in (hash_of("아무 말이나 해 주세요"), "x" * 32, "../status"):
        assert httpx.get(f"{server.url}/voice/{other}.wav").status_code in (404, 422)


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
def test_the_gallery_shows_every_screen_and_every_sentence(server: Running, page: Page) -> None:
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
        screen = page.locator("[data-screen]:not([hidden])")
        assert screen.count() == 1, name
        seen.add((screen.get_attribute("data-screen"), page.locator("main").inner_text()))
    assert len(seen) == len(names), "no two of them look the same"
