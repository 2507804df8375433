"""The next person at once: nothing of the one before is left, wherever one looks."""

import pytest
from playwright.sync_api import Page

from tests.kiosk.conftest import Open, await_fresh, begin_call, mark, wake
from tests.server.process import Running

pytestmark = pytest.mark.browser

EVERYTHING = """async () => {
  const kept = [document.documentElement.outerHTML, location.href, document.referrer, document.title, document.cookie];
  kept.push(JSON.stringify(history.state), JSON.stringify(localStorage), JSON.stringify(sessionStorage));
  kept.push(...[...document.querySelectorAll("input")].map((field) => field.value));
  kept.push(...performance.getEntries().map((entry) => entry.name));
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const type = (await cache.match(request)).headers.get("Content-Type") ?? "";
      kept.push(request.url, /text|json|script/.test(type) ? await (await cache.match(request)).text() : "");
    }
  }
  for (const { name } of await indexedDB.databases()) kept.push(name);
  return kept.join("\\n");
}"""
"""all that a page can hold, as one text"""


def converse(page: Page, word: str) -> None:
    page.get_by_label("글자로 묻기").fill(f"{word} 기초연금은 어떻게 신청해요?")
    page.keyboard.press("Enter")
    page.locator("#me .cap", has_text=word).wait_for(timeout=15_000)
    page.locator("#counsellor .cap").wait_for(timeout=15_000)


def hand_over(page: Page, server: Running, times: int) -> None:
    wake(page)
    length = page.evaluate("history.length")
    for person in range(times):
        begin_call(page)
        word = f"손님{person}의비밀"
        converse(page, word)
        assert word in page.evaluate(EVERYTHING), "the search finds what is there"
        page.evaluate("sessionStorage.setItem('word', 'w'), localStorage.setItem('word', 'w')")
        mark(page)
        page.locator(".bar [data-press=home]").click()
        await_fresh(page, "welcome")
        assert "비밀" not in page.evaluate(EVERYTHING)
        assert page.evaluate("[sessionStorage.length, localStorage.length, history.length]") == [0, 0, length]
    assert "비밀" not in server.log.read_text(), "nor in the server's log"


def test_nothing_of_five_people_is_left_for_the_next(open_kiosk: Open, server: Running) -> None:
    hand_over(open_kiosk(), server, 5)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_nothing_of_a_hundred_people_is_left_for_the_next(open_kiosk: Open, server: Running) -> None:
    hand_over(open_kiosk(), server, 100)


def test_who_says_goodbye_leaves_a_fresh_page_that_invites(open_kiosk: Open) -> None:
    page = open_kiosk(clock=True)
    wake(page)
    begin_call(page)
    converse(page, "작별의비밀")
    mark(page)
    page.evaluate("import('/static/conversation.js').then(({ leave }) => leave())")
    page.locator("body[data-shown=goodbye]").wait_for()
    page.clock.run_for(16_000)
    await_fresh(page, "attract")
    assert "비밀" not in page.evaluate(EVERYTHING)
