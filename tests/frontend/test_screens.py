"""Every screen, at every size and theme, as a senior meets it: nothing cut, readable, reachable, no axe violation."""

from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SIZES = {"narrow": (320, 640), "phone": (360, 740), "desk": (1366, 768), "desk at 200 %": (683, 384)}
SCREENS = ["welcome", "conversation", "answer", "clarify", "crisis", "person", "goodbye", "failure"]

CUT = """() => {
  const cut = [];
  if (document.documentElement.scrollWidth > innerWidth) cut.push(`page ${document.documentElement.scrollWidth}`);
  for (const one of document.querySelectorAll("main *, header *, nav *")) {
    if (!one.checkVisibility() || one.matches(".heard-only, svg, svg *, video, .still, .level *")) continue;
    const { left, right } = one.getBoundingClientRect();
    const overflow = getComputedStyle(one).display !== "inline" && one.scrollWidth > one.clientWidth + 2;
    if (left < -1 || right > innerWidth + 1 || overflow) cut.push(`${one.tagName}.${one.className} ${one.textContent}`);
  }
  return cut;
}"""

CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const over = ([r, g, b, a = 1], below) => [r, g, b].map((part, i) => part * a + below[i] * (1 - a));
  const linear = (part) => (part <= 10.31 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const own = (one) => parse(getComputedStyle(one).backgroundColor);
  const ground = (one) => (one ? over(own(one), ground(one.parentElement)) : [255, 255, 255]);
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    const text = [...one.childNodes].flatMap((node) => (node.nodeType === 3 ? [node.data] : [])).join("").trim();
    if (!text || !one.checkVisibility() || one.matches(".heard-only, noscript")) continue;
    const [ink, paper] = [parse(getComputedStyle(one).color).slice(0, 3), ground(one)].map(light);
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    found.push([text, ratio, parseFloat(getComputedStyle(one).fontSize)]);
  }
  return found;
}"""


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_cut(open_page: Any, screen: str, size: tuple[int, int]) -> None:
    assert open_page(screen, size).evaluate(CUT) == []


def test_larger_letters_fit_the_narrowest_phone(open_page: Any) -> None:
    page = open_page("welcome", (320, 640))
    usual = page.evaluate(CONTRAST)
    page.get_by_role("button", name="글자 크게").click()
    larger = page.evaluate(CONTRAST)
    assert min(size for _, _, size in larger) > min(size for _, _, size in usual)
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_text_stands_out_seven_to_one_and_is_never_small(open_page: Any, screen: str, theme: str) -> None:
    texts = open_page(screen, theme=theme).evaluate(CONTRAST)
    assert len(texts) > 8
    assert [(text, ratio) for text, ratio, _ in texts if ratio < 7] == []
    assert [(text, size) for text, _, size in texts if size < 17] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(open_page: Any, screen: str, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    results = axe.Axe().run(open_page(screen, theme=theme)).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in results["violations"]] == []


@pytest.mark.parametrize("screen", SCREENS)
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(open_page: Any, screen: str) -> None:
    page = open_page(screen)
    wanted = page.locator("button:visible, a[href]:visible, input:visible").count()
    reached = set()
    for _ in range(wanted + 1):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(FOCUSED))
    assert len(reached - {None}) == wanted


FOCUSED = """() => {
  const one = document.activeElement;
  const ring = one.matches("input") ? one.parentElement : one;
  if (one === document.body || getComputedStyle(ring).outlineStyle === "none") return null;
  return (one.dataset.number ??= String(Math.random()));
}"""


@pytest.mark.parametrize("screen", SCREENS)
def test_the_five_buttons_stay_in_their_place(open_page: Any, screen: str) -> None:
    welcome, other = open_page(), open_page(screen)
    assert places(other) == places(welcome)
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in places(other))


def places(page: Page) -> list[Any]:
    return [button.bounding_box() for button in page.locator(".bar button").all()]


@pytest.mark.parametrize("screen", SCREENS)
def test_one_heading_says_what_the_screen_is_and_has_the_focus(open_page: Any, screen: str) -> None:
    page = open_page(screen)
    assert page.locator("h1:visible").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_every_picture_of_her_says_that_she_is_not_a_person(open_page: Any) -> None:
    page = open_page("answer")
    assert page.locator(".stage .badge").is_visible()
    assert "AI" in page.locator(".stage .badge").inner_text()


def test_the_theme_follows_the_device_until_the_caller_chooses(open_page: Any) -> None:
    page = open_page(theme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="밝은 화면").click()
    light = page.evaluate(ground)
    assert light != dark
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ground) == light
