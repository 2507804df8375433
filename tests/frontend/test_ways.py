"""Writing on the screen, and help for ears and eyes."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.page_voice import hash_of
from tests.frontend.conftest import ANSWER, CAPTION, PRESS_MS, QUESTION, READY, hand

pytestmark = pytest.mark.browser

SPEAK = """speechSynthesis.speak = ({ text }) => (window.read ??= []).push(text);
speechSynthesis.getVoices = () => [{ lang: "ko-KR" }];"""


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        if key == "wait":
            page.clock.run_for(2_000)
        else:
            page.locator(f'#keyboard [data-key="{key}"]').click()


@pytest.mark.parametrize(
    ("size", "keys"),
    [
        ((360, 740), "ㄱㅋ ㅡ ㆍ ㄱㅋ wait ㄱㅋ ㅣ ㆍ space ㄷㅌ ㅣ ㆍ ㅣ ㅅㅎ ㅅㅎ ㆍ ㅡ ㅣ ㆍ .,? .,? .,?"),
        ((1366, 768), "ㄱ ㅜ ㄱ ㄱ ㅏ space ㄷ ㅐ ㅎ ㅗ ㅏ ?"),
    ],
    ids=["strokes on a phone", "rows on a desk"],
)
def test_letters_on_the_screen_become_syllables(open_page: Any, size: tuple[int, int], keys: str) -> None:
    page = open_page("conversation", size, touch=True)
    page.clock.install()
    page.get_by_role("button", name="글자판").click()
    page.locator("#keyboard button").first.wait_for()
    press(page, keys)
    field = page.get_by_label("글자로 묻기")
    expect(field).to_have_value("국가 대화?")
    press(page, "erase erase")
    expect(field).to_have_value("국가 대")
    field.press("End")
    page.keyboard.type("a")
    press(page, "close")
    expect(page.locator("#keyboard")).to_be_hidden()
    expect(field).to_have_value("국가 대a")


def test_without_a_touch_screen_there_is_no_keyboard_in_the_way(open_page: Any) -> None:
    expect(open_page("conversation").get_by_role("button", name="글자판")).to_be_hidden()


def test_who_hears_little_gets_larger_captions_first_and_may_do_without_the_voice(open_page: Any) -> None:
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    usual = open_page("conversation").locator("#counsellor .cap").evaluate(size)
    page = open_page()
    page.get_by_role("button", name="보기·듣기").click()
    page.wait_for_timeout(PRESS_MS)
    page.get_by_role("button", name="잘 안 들리세요?").click()
    page.wait_for_timeout(PRESS_MS)
    page.get_by_role("button", name="소리가 필요 없으세요?").click()
    hand(page, READY, QUESTION, CAPTION)
    assert page.locator("#counsellor .cap").evaluate(size) > usual * 1.2
    assert page.evaluate("document.querySelector('#video').muted")


def test_who_sees_little_has_each_screen_and_its_buttons_read_out(open_page: Any) -> None:
    page = open_page(script=SPEAK)
    page.get_by_role("button", name="보기·듣기").click()
    assert page.evaluate("window.read") is None
    page.wait_for_timeout(PRESS_MS)
    page.get_by_role("button", name="잘 안 보이세요?").click()
    assert any("잘 안 보이세요?" in text and "켜져 있어요" in text for text in page.evaluate("read"))
    page.evaluate("window.read = []")
    page.wait_for_timeout(PRESS_MS)
    page.get_by_role("button", name="다 됐어요").click()
    read = page.evaluate("read")
    assert read[1].startswith("안녕하세요")
    assert read.index("상담 시작하기") > read.index("누르실 수 있는 것은 다음과 같습니다.")
    page.evaluate("window.read = []")
    page.keyboard.press("Tab")
    assert page.evaluate("read") == ["상담 시작하기"], "the first thing after the heading is what the screen is for"
    page.evaluate("window.read = []")
    hand(page, READY, QUESTION, ANSWER, CAPTION)
    assert page.evaluate("read") == [], "in a call she speaks herself"


def test_where_the_browser_has_no_korean_voice_the_server_reads_the_pages_own_sentences(open_page: Any) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="보기·듣기").click()
    page.wait_for_timeout(PRESS_MS)
    page.get_by_role("button", name="잘 안 보이세요?").click()
    page.wait_for_timeout(PRESS_MS)
    page.get_by_role("button", name="다 됐어요").click()
    page.wait_for_timeout(1_500)
    said = [url.rpartition("/")[2].removesuffix(".wav") for url in asked if "/voice/" in url]
    assert hash_of("안녕하세요. 무엇이 궁금하세요?") in said
    assert hash_of("상담 시작하기") in said
    asked.clear()
    hand(page, READY, QUESTION, ANSWER, CAPTION)
    page.wait_for_timeout(300)
    assert not [url for url in asked if "/voice/" in url], "in a call she speaks herself"


def test_where_nothing_can_read_the_page_says_so(open_page: Any) -> None:
    page = open_page(script="Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.get_by_role("button", name="보기·듣기").click()
    page.wait_for_timeout(PRESS_MS)
    page.get_by_role("button", name="잘 안 보이세요?").click()
    expect(page.locator("#notice")).to_contain_text("목소리가 없어")


def test_the_javascript_is_small(open_page: Any) -> None:
    page = open_page("conversation", touch=True)
    page.get_by_role("button", name="글자판").click()
    page.locator("#keyboard button").first.wait_for()
    sizes = page.evaluate(SCRIPT_SIZES)
    assert len(sizes) > 20
    assert sum(sizes) <= 150_000


SCRIPT_SIZES = """performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js"))
  .map(({ transferSize }) => transferSize)"""
