"""Walks a kiosk through its states in headless Chromium and measures what is drawn. Only this needs Playwright."""

import io
import math
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import httpx
import numpy as np
import soundfile

from server.cli.kiosk_glyphs import Letter, contrast, ink_height
from server.cli.kiosk_states import BEFORE, SCRIPTS, STATES
from server.config import ConfigError
from server.kiosk_voice import GUIDANCE

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

MEASURE = (Path(__file__).parent / "kiosk_measure.js").read_text(encoding="utf-8")
SMALL_CM = 28.0
"""panels up to this diagonal may have smaller letters"""
SETTLE = 700
"""milliseconds for a screen to fade in; the page takes one press in 500"""
MISSING = (
    "malbeot kiosk check needs Playwright and Chromium: pip install playwright && playwright install chromium "
    "(or make test, which brings both)"
)
NOT_ENROLLED = (
    "this server shows a code until a screen is enrolled; start it with --set server.kiosk.enrolment=open for the check"
)
SHEET = "document.querySelector('[data-kiosk-press=sheet]').click()"
SIZE_TWO = "document.documentElement.dataset.size = '2'"
DOUBLED = ("attract", "welcome", "answer", "clarify", "crisis", "still", "goodbye")
"""screens walked once more at twice the size, beside the conversation"""
HOLD = """const soon = setTimeout;
  globalThis.setTimeout = (act, ms, ...more) => (ms >= 15000 ? 0 : soon(act, ms, ...more));"""
"""the farewell stays for as long as a slow machine measures it"""
HAND = "m => import('/static/conversation.js').then(({handle}) => { for (const one of m) handle(one) })"
FENCE = """() => {
  const refused = (event) => !document.body.dispatchEvent(event);
  const make = (kind, name, more) => new kind(name, { bubbles: true, cancelable: true, ...more });
  return [
    refused(make(MouseEvent, "contextmenu")), refused(make(Event, "selectstart")), refused(make(Event, "dragstart")),
    refused(make(WheelEvent, "wheel", { ctrlKey: true })), refused(make(KeyboardEvent, "keydown", { key: "F5" })),
    refused(make(KeyboardEvent, "keydown", { key: "w", ctrlKey: true })), window.open("/") === null,
  ].every(Boolean);
}"""
FOCUS = """() => { const style = getComputedStyle(document.activeElement);
  return document.activeElement !== document.body && parseFloat(style.outlineWidth) >= 2; }"""


@dataclass(frozen=True, slots=True)
class Panel:
    diagonal_cm: float
    width: int
    height: int

    @classmethod
    def of(cls, diagonal_cm: float, resolution: str) -> "Panel":
        """Raises ConfigError."""
        found = re.fullmatch(r"(\d{3,5})x(\d{3,5})", resolution)
        if not found or not 5 < diagonal_cm < 400:
            raise ConfigError("--resolution is WIDTHxHEIGHT in pixels, --diagonal-cm between 5 and 400")
        return cls(diagonal_cm, int(found[1]), int(found[2]))

    @property
    def mm(self) -> float:
        """Millimetres in a pixel."""
        return self.diagonal_cm * 10 / math.hypot(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Text:
    words: str
    ink: float
    """mm"""
    contrast: float


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    left: float
    top: float
    right: float
    bottom: float
    """mm from the upper left corner of the panel"""


@dataclass(frozen=True, slots=True)
class State:
    """One screen as it was drawn."""

    name: str
    headings: tuple[str, ...]
    texts: tuple[Text, ...]
    targets: tuple[Target, ...]
    cut: tuple[str, ...]
    """texts wider than their place"""
    below: float
    """mm that no button leads to: one would have to scroll"""
    sides: int
    """that the screen is dealt out to, where it has not room for everything"""
    links: int
    violations: tuple[str, ...] | None
    """of axe-core; None where it is not installed"""


@dataclass(frozen=True, slots=True)
class Walk:
    states: Mapping[str, State]
    settings: Mapping[str, Any]
    guidance: Mapping[str, float]
    """sentence → seconds of sound"""
    extended: bool
    fenced: bool
    focus_seen: bool
    offline_shown: bool
    foreign: tuple[str, ...]
    """hosts asked beside the server"""
    errors: tuple[str, ...] = field(default=())


def browse(url: str, panel: Panel, pictures: Path | None = None) -> Walk:
    """Raises ConfigError where Playwright or the server is missing."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ModuleNotFoundError as error:
        raise ConfigError(MISSING) from error
    settings, guidance = _ask(url)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
        except Error as error:
            raise ConfigError(MISSING) from error
        size: Any = {"width": panel.width, "height": panel.height}
        context = browser.new_context(viewport=size, screen=size, reduced_motion="reduce")
        context.add_init_script(HOLD)
        walker = Walker(context, url, panel, pictures)
        states = walker.states()
        walk = Walk(
            states=states,
            settings=settings,
            guidance=guidance,
            extended=walker.extends(settings),
            fenced=walker.is_fenced(),
            focus_seen=walker.shows_focus(),
            offline_shown=walker.survives_offline(),
            foreign=tuple(sorted(walker.foreign)),
            errors=tuple(walker.errors),
        )
        browser.close()
    return walk


def _ask(url: str) -> tuple[Mapping[str, Any], Mapping[str, float]]:
    try:
        settings = httpx.get(f"{url}/kiosk/settings", timeout=10).raise_for_status().json()
        guidance = {}
        for name in GUIDANCE:
            answer = httpx.get(f"{url}/kiosk/voice/{name}.wav", timeout=30)
            guidance[name] = _seconds(answer.content) if answer.is_success else 0.0
    except httpx.HTTPError as error:
        raise ConfigError(f"no kiosk answers at {url}: {error}") from error
    return settings, guidance


def _seconds(wav: bytes) -> float:
    samples, rate = soundfile.read(io.BytesIO(wav))
    return len(samples) / rate if np.abs(samples).max() > 0.01 else 0.0


class Walker:
    """One browser context; every state begins with a fresh page."""

    def __init__(self, context: "BrowserContext", url: str, panel: Panel, pictures: Path | None) -> None:
        self._context = context
        self._url = url
        self._panel = panel
        self._pictures = pictures
        self.foreign: set[str] = set()
        self.errors: list[str] = []
        host = httpx.URL(url).netloc.decode()
        context.on("request", lambda request: self._note(request.url, host))

    def states(self) -> dict[str, State]:
        seen = {"attract": self._see("attract", self._open())}
        seen["welcome"] = self._see("welcome", self._wake())
        page = self._wake()
        page.evaluate(SHEET)
        seen["sheet"] = self._see("sheet", page)
        for name in (*STATES, *SCRIPTS):
            seen[name] = self._see(name, self._bring(name))
        page = self._bring("topics")
        page.wait_for_timeout(SETTLE)
        page.locator("#all-topics .tile").first.evaluate("tile => tile.click()")
        seen["questions"] = self._see("questions", page)
        for name, attribute in (("dark", "theme=dark"), ("lowered", "lowered="), ("doubled", "size=2")):
            page = self._bring("conversation")
            key, _, value = attribute.partition("=")
            page.evaluate("([k, v]) => document.documentElement.setAttribute(k, v)", [f"data-{key}", value])
            seen[name] = self._see(name, page)
        for name in DOUBLED:
            page = self._open() if name == "attract" else self._wake() if name == "welcome" else self._bring(name)
            page.evaluate(SIZE_TWO)
            seen[f"{name}-doubled"] = self._see(f"{name}-doubled", page)
        seen["offline"] = self._see("offline", self._offline())
        return seen

    def extends(self, settings: Mapping[str, Any]) -> bool:
        """Warned in time, and one touch brings the whole time back, twice."""
        page = self._context.new_page()
        page.clock.install()
        page.goto(self._address())
        self._press_wake(page)
        page.evaluate(HAND, list(STATES["answer"]))
        still = page.locator("[data-cover=still]")
        kept = True
        for _ in range(2):
            page.clock.run_for((settings["patience"] + 3) * 1000)
            kept = kept and still.is_visible()
            page.locator("[data-kiosk-press=stay]").click(timeout=3000)
            page.clock.run_for(settings["warning"] * 1000 * 0.5)
            kept = kept and not still.is_visible()
        page.close()
        return kept

    def is_fenced(self) -> bool:
        page = self._open()
        page.wait_for_timeout(SETTLE)
        return bool(page.evaluate(FENCE))

    def shows_focus(self) -> bool:
        page = self._wake()
        page.keyboard.press("Tab")
        return bool(page.evaluate(FOCUS))

    def survives_offline(self) -> bool:
        page = self._open()
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.wait_for_timeout(2 * SETTLE)
        self._context.set_offline(True)
        with suppress(Exception):
            page.reload()
        shown = page.locator("#again").is_visible()
        self._context.set_offline(False)
        return shown

    def _address(self) -> str:
        panel = self._panel
        return f"{self._url}/kiosk?diagonal_cm={panel.diagonal_cm}&resolution={panel.width}x{panel.height}&seat=check"

    def _open(self) -> "Page":
        self._close_all()
        page = self._context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self._address())
        if page.locator("body[data-kiosk=enrol]").count():
            raise ConfigError(NOT_ENROLLED)
        page.locator("[data-cover=attract]").wait_for()
        page.locator("#topics .tile").first.wait_for(state="attached")
        page.evaluate("document.fonts.ready.then(() => null)")
        return page

    def _press_wake(self, page: "Page") -> None:
        page.locator("[data-kiosk-press=wake]").click()
        page.locator("[data-screen=welcome]").wait_for()

    def _wake(self) -> "Page":
        page = self._open()
        self._press_wake(page)
        page.wait_for_timeout(SETTLE)
        return page

    def _bring(self, name: str) -> "Page":
        if name in STATES:
            page = self._wake()
            page.evaluate(HAND, list(STATES[name]))
            return page
        page = self._bring(BEFORE[name]) if name in BEFORE else self._wake()
        page.evaluate(SCRIPTS[name])
        return page

    def _offline(self) -> "Page":
        self._close_all()
        page = self._context.new_page()
        page.route("**/readyz", lambda route: route.abort())  # else it finds the server and leaves
        page.goto(self._address().replace("/kiosk?", "/kiosk/offline?"))
        page.locator("#again").wait_for()
        return page

    def _close_all(self) -> None:
        for old in self._context.pages:
            old.close()

    def _see(self, name: str, page: "Page") -> State:
        page.wait_for_timeout(SETTLE)
        seen = page.evaluate(MEASURE)
        png = page.screenshot(path=self._pictures / f"{name}.png" if self._pictures else None)
        drawn = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
        assert drawn is not None
        picture = drawn[:, :, ::-1]
        mm = self._panel.mm
        return State(
            name=name,
            headings=tuple(seen["headings"]),
            texts=tuple(_text(run, picture, mm) for run in seen["letters"]),
            targets=tuple(
                Target(one["name"], *(one[side] * mm for side in ("left", "top", "right", "bottom")))
                for one in seen["targets"]
            ),
            cut=tuple(seen["cut"]) + (("옆으로 넘침",) if seen["sideways"] > 1 else ()),
            below=max(0.0, seen["below"] * mm),
            sides=seen["sides"],
            links=seen["links"],
            violations=_violations(page),
        )

    def _note(self, address: str, host: str) -> None:
        asked = httpx.URL(address)
        if asked.scheme in ("http", "https") and asked.netloc.decode() != host:
            self.foreign.add(asked.host)


def _text(run: dict[str, Any], picture: Any, mm: float) -> Text:
    """Of a run of letters its highest: 으 and 로 are flat by nature, the rule is about full syllables."""
    red, green, blue = (round(part) for part in run["colour"])
    letters = [Letter(one["left"], one["top"], one["right"], one["bottom"], (red, green, blue)) for one in run["run"]]
    highest = max(ink_height(picture, letter) for letter in letters)
    return Text(run["text"], highest * mm, min(contrast(picture, letter) for letter in letters))


def _violations(page: "Page") -> tuple[str, ...] | None:
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ModuleNotFoundError:
        return None
    found = Axe().run(page).response["violations"]
    return tuple(f"{one['id']}: {one['nodes'][0]['target'][0]}" for one in found)
