"""Every screen, at every size and theme, as a senior meets it: nothing cut, readable, reachable, no axe violation."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.frontend.conftest import bring

pytestmark = pytest.mark.browser

SIZES = {"narrow": (320, 640), "phone": (360, 740), "larger phone": (390, 844), "desk": (1366, 768)}
SIZES |= {"desk at 200 %": (683, 384), "upright": (1080, 1920)}
WHOLE = {name: SIZES[name] for name in ("phone", "larger phone", "desk", "upright")}
"""sizes at which nothing has to be scrolled"""
TOUCHED = {name: SIZES[name] for name in ("phone", "desk", "upright")}
SCREENS = ["welcome", "settings", "connecting", "conversation", "topics", "questions", "keyboard", "answer", "take"]
SCREENS += ["clarify", "crisis", "person", "waiting", "summary", "goodbye", "failure"]
MAIN = {
    "welcome": "[data-screen=welcome] [data-press=start]",
    "conversation": "#counsellor .cap",
    "answer": "#answer h1",
    "crisis": "#crisis-number",
    "summary": "#told",
}
"""what a screen is there for: seen without scrolling whatever the size"""
TARGET = 57
"""CSS pixels: 15 mm at 96 dpi"""
GAP = 11
"""CSS pixels: 3 mm"""

CUT = """() => {
  const UNSEEN = ".heard-only, .heard-only *, svg, svg *, video, .still, .level *";
  const cut = [];
  if (document.documentElement.scrollWidth > innerWidth) cut.push(`page ${document.documentElement.scrollWidth}`);
  for (const one of document.querySelectorAll("main *, header *, nav *")) {
    if (!one.checkVisibility() || one.matches(UNSEEN)) continue;
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


TARGETS = """() => [...document.querySelectorAll("button, a[href]")].filter((one) => one.checkVisibility())
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect().toJSON()])"""


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_nothing_is_cut(open_page: Any, size: tuple[int, int]) -> None:
    page = open_page("welcome", size, touch=True)
    assert {screen: cut for screen in SCREENS if (cut := brought(page, screen).evaluate(CUT))} == {}


@pytest.mark.parametrize("size", WHOLE.values(), ids=WHOLE)
def test_nothing_has_to_be_scrolled(open_page: Any, size: tuple[int, int]) -> None:
    page = open_page("welcome", size, touch=True)
    height = "document.documentElement.scrollHeight"
    assert {screen: found for screen in SCREENS if (found := brought(page, screen).evaluate(height)) > size[1]} == {}


@pytest.mark.parametrize("size", [*SIZES.values(), (320, 568)], ids=[*SIZES, "least"])
def test_what_a_screen_is_there_for_is_seen_at_once(open_page: Any, size: tuple[int, int]) -> None:
    page = open_page("welcome", size)
    for screen, what in MAIN.items():
        box = brought(page, screen).locator(what).bounding_box()
        bar = page.locator(".bar").bounding_box()
        assert box, screen
        assert box["y"] >= 0 and box["y"] + min(box["height"], 80) <= min(bar["y"], size[1]) + 1, screen


@pytest.mark.parametrize("size", TOUCHED.values(), ids=TOUCHED)
def test_what_is_pressed_is_fifteen_millimetres_wide_and_stands_apart(open_page: Any, size: tuple[int, int]) -> None:
    page = open_page("welcome", size, touch=True)
    for screen in SCREENS:
        targets = brought(page, screen).evaluate(TARGETS)
        small = [name for name, box in targets if min(box["width"], box["height"]) < TARGET - 0.5]
        near = [
            (a, b)
            for i, (a, one) in enumerate(targets)
            for b, two in targets[i + 1 :]
            if distance(one, two) < GAP - 0.5
        ]
        assert (screen, small, near) == (screen, [], [])


def distance(one: dict[str, float], two: dict[str, float]) -> float:
    across = max(one["left"] - two["right"], two["left"] - one["right"])
    down = max(one["top"] - two["bottom"], two["top"] - one["bottom"])
    return max(across, down)


def brought(page: Page, screen: str) -> Page:
    """The page on another screen, from its welcome."""
    page.evaluate("import('/static/conversation.js').then(({wipe}) => wipe())")
    page.evaluate("import('/static/screens.js').then(({show}) => show('welcome'))")
    bring(page, screen)
    return page


def test_larger_letters_fit_the_narrowest_phone(open_page: Any) -> None:
    page = open_page("welcome", (320, 640))
    usual = page.evaluate(CONTRAST)
    page.get_by_role("button", name="글자 크게").click()
    larger = page.evaluate(CONTRAST)
    assert min(size for _, _, size in larger) > min(size for _, _, size in usual)
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_seven_to_one_and_is_never_small(open_page: Any, theme: str) -> None:
    page = open_page("welcome", theme=theme, touch=True)
    for screen in SCREENS:
        texts = brought(page, screen).evaluate(CONTRAST)
        assert len(texts) > 8
        assert (screen, [(text, ratio) for text, ratio, _ in texts if ratio < 7]) == (screen, [])
        assert (screen, [(text, size) for text, _, size in texts if size < 17]) == (screen, [])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Any, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = open_page("welcome", theme=theme, touch=True)
    for screen in SCREENS:
        results = axe.Axe().run(brought(page, screen)).response
        assert (screen, [(one["id"], one["nodes"][0]["html"]) for one in results["violations"]]) == (screen, [])


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(open_page: Any) -> None:
    page = open_page("welcome", touch=True)
    for screen in SCREENS:
        brought(page, screen)
        wanted = page.locator("button:visible, a[href]:visible, input:visible").count()
        reached = set()
        for _ in range(wanted + 1):
            page.keyboard.press("Tab")
            reached.add(page.evaluate(FOCUSED))
        assert (screen, len(reached - {None})) == (screen, wanted)


FOCUSED = """() => {
  const one = document.activeElement;
  const ring = one.matches("input") ? one.parentElement : one;
  if (one === document.body || getComputedStyle(ring).outlineStyle === "none") return null;
  return (one.dataset.number ??= String(Math.random()));
}"""


def test_the_five_buttons_stay_in_their_place(open_page: Any) -> None:
    page = open_page()
    welcome = places(page)
    assert [screen for screen in SCREENS if places(brought(page, screen)) != welcome] == []


def places(page: Page) -> list[Any]:
    return [button.bounding_box() for button in page.locator(".bar button").all()]


def test_one_heading_says_what_the_screen_is_and_has_the_focus(open_page: Any) -> None:
    page = open_page()
    for screen in SCREENS:
        brought(page, screen)
        assert (screen, page.locator("h1:visible").count()) == (screen, 1)
        assert (screen, page.evaluate("document.activeElement.tagName")) == (
            screen,
            "INPUT" if screen == "keyboard" else "H1",
        )


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
