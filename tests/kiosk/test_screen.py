"""The kiosk as it stands in a hall: who comes is greeted, fingers find no way out, a lost server is explained."""

import random
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.kiosk.conftest import SIZE, Open, wake

pytestmark = pytest.mark.browser


KEPT = """async () => {
  while (!(await caches.match("/kiosk/offline"))) await new Promise((done) => setTimeout(done, 50));
}"""


def test_somebody_who_moves_before_the_camera_is_greeted(open_kiosk: Open) -> None:
    page = open_kiosk(permissions=("camera",))  # the fake camera shows a moving picture
    page.locator("[data-screen=welcome]").wait_for(timeout=10_000)


def test_without_a_camera_it_waits_for_a_touch(open_kiosk: Open) -> None:
    page = open_kiosk(permissions=())
    page.wait_for_timeout(2500)
    assert page.locator("[data-cover=attract]").is_visible()
    wake(page)


def test_a_lost_server_is_explained_and_the_kiosk_comes_back_by_itself(open_kiosk: Open) -> None:
    page = open_kiosk()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.evaluate(KEPT)
    page.context.set_offline(True)
    page.evaluate("location.reload()")
    page.locator("h1", has_text="연결이 안 됩니다").wait_for(timeout=10_000)
    assert "직원을 불러 주세요" in page.inner_text("main") and "120" in page.inner_text(".tel")
    assert page.evaluate("document.fonts.check('40px \"Noto Sans KR\"')"), "it is drawn from what was kept"
    page.context.set_offline(False)
    page.locator("[data-cover=attract]").wait_for(timeout=25_000)


def touch_at_random(page: Page, seconds: float, a_minute: int = 1000) -> int:
    chance = random.Random(8)
    strangers: list[str] = []
    page.context.on("page", lambda opened: strangers.append(opened.url))
    page.on("dialog", lambda dialog: strangers.append(dialog.message))
    page.on("download", lambda download: strangers.append(download.url))
    address = page.url.partition("#")[0]
    begun, touches = time.monotonic(), 0
    while (now := time.monotonic() - begun) < seconds:
        if touches < now * a_minute / 60:
            page.mouse.click(chance.uniform(1, SIZE["width"] - 1), chance.uniform(1, SIZE["height"] - 1))
            touches += 1
        else:
            page.wait_for_timeout(10)
        if touches % 50 == 0:
            assert page.url.partition("#")[0] == address and not strangers
    assert page.url.partition("#")[0] == address and not strangers
    return touches


def test_random_touches_find_no_way_out_and_break_nothing(open_kiosk: Open) -> None:
    assert touch_at_random(open_kiosk(), 10) > 60


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_five_minutes_of_random_touches_find_no_way_out(open_kiosk: Open) -> None:
    assert touch_at_random(open_kiosk(), 300) >= 4_900


def test_keys_menus_and_links_lead_nowhere(open_kiosk: Open) -> None:
    page = open_kiosk()
    wake(page)
    address = page.url
    for keys in ("F5", "Control+l", "Control+p", "Alt+ArrowLeft", "Control+w", "Control+Equal", "Backspace"):
        page.keyboard.press(keys)
    page.evaluate(
        """() => { const link = document.createElement("a"); link.href = "https://example.org/"; link.id = "out";
                   link.textContent = "나가기"; document.querySelector(".panel").prepend(link); }"""
    )
    page.locator("#out").click()
    page.wait_for_timeout(300)
    assert page.url == address
    assert page.evaluate("document.querySelectorAll('a[href]').length") == 0


def test_the_attract_loop_does_not_grow(open_kiosk: Open) -> None:
    page = open_kiosk(permissions=(), clock=True)
    session = page.context.new_cdp_session(page)

    def heap() -> int:
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
        return int(session.send("Runtime.getHeapUsage")["usedSize"])

    heaps = []
    for _ in range(5):
        page.clock.run_for(300_000)
        heaps.append(heap())
    assert min(heaps[3:]) - min(heaps[:2]) < 300_000, "bytes in ten minutes; code is compiled and thrown away meanwhile"


SET = """state => { const root = document.documentElement;
  root.toggleAttribute("data-lowered", state === "lowered");
  root.dataset.size = state === "doubled" ? "2" : "1";
  root.dataset.theme = state === "dark" ? "dark" : "light"; }"""


def test_axe_finds_nothing_on_any_screen_of_the_kiosk(open_kiosk: Open) -> None:
    page = open_kiosk(permissions=())
    found = {"attract": Axe().run(page).response["violations"]}
    wake(page)
    page.locator("[data-kiosk-press=sheet]").click(delay=600)
    page.locator("[data-cover=sheet]").wait_for()
    for state in ("sheet", "lowered", "doubled", "dark"):
        page.evaluate(SET, state)
        page.wait_for_timeout(300)
        found[state] = Axe().run(page).response["violations"]
    assert not [(state, one["id"], one["nodes"][0]["target"]) for state, all_ in found.items() for one in all_]
