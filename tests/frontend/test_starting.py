"""From the start button to a call, and every way it can fail on the way there."""

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def refuse(reason: str) -> str:
    return f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{reason}'))"


SILENT_PROMPT = "navigator.mediaDevices.getUserMedia = () => new Promise(() => {})"
SILENCE = """navigator.mediaDevices.getUserMedia = async () =>
  new AudioContext().createMediaStreamDestination().stream"""


def test_an_ignored_prompt_leads_on_to_writing_after_ten_seconds(open_page: Any, site: Any) -> None:
    page = open_page(script=SILENT_PROMPT)
    page.clock.install()
    page.get_by_role("button", name="상담 시작하기").click()
    page.clock.run_for(1_000)
    expect(page.get_by_text("허용", exact=True)).to_be_visible()
    page.clock.run_for(9_100)
    page.get_by_role("button", name="글자로 묻기", exact=True).click()
    page.clock.run_for(2_000)
    expect(page.locator("#failure-seconds")).to_be_visible()
    (offer,) = site.calls
    audio, video = offer.decode().split("m=audio")[1].split("m=video")
    assert "a=recvonly" in audio
    assert "a=recvonly" in video


@pytest.mark.parametrize("reason", ["NotAllowedError", "NotFoundError", "NotReadableError"])
def test_a_missing_microphone_is_one_sentence_and_one_thing_to_do(open_page: Any, reason: str) -> None:
    page = open_page(script=refuse(reason))
    page.get_by_role("button", name="상담 시작하기").click()
    expect(page.locator("#failure-title")).to_contain_text("마이크")
    expect(page.locator("#failure-actions .main")).to_have_text("글자로 묻기")


def test_the_reasons_are_told_apart(open_page: Any) -> None:
    titles = []
    for reason in ("NotAllowedError", "NotFoundError", "NotReadableError"):
        page = open_page(script=refuse(reason))
        page.get_by_role("button", name="상담 시작하기").click()
        page.locator("#failure-title:visible").wait_for()
        titles.append(page.locator("#failure-title").inner_text())
    assert len(set(titles)) == 3


def test_busy_lines_are_counted_down_and_tried_again(open_page: Any, site: Any) -> None:
    site.refusal = (503, {"Retry-After": "2"}, {"message": "지금은 자리가 없습니다.", "code": "busy"})
    page = open_page(script=SILENCE)
    page.get_by_role("button", name="상담 시작하기").click()
    expect(page.get_by_text("지금은 자리가 없습니다.")).to_be_visible()
    expect(page.locator("#failure-seconds")).to_have_text("1")
    expect(page.locator("#failure-seconds")).to_have_text("2")
    assert len(site.calls) == 2
    assert "a=sendrecv" in site.calls[0].decode().split("m=audio")[1].split("m=video")[0]


def test_a_refusal_is_told_in_the_servers_words(open_page: Any, site: Any) -> None:
    site.refusal = (422, {}, {"message": "이 기기와는 연결할 수 없습니다.", "code": "sdp"})
    page = open_page(script=SILENCE)
    page.get_by_role("button", name="상담 시작하기").click()
    expect(page.get_by_text("이 기기와는 연결할 수 없습니다.")).to_be_visible()


def test_without_a_network_the_page_says_so_and_offers_to_connect_again(open_page: Any) -> None:
    page = open_page(script=SILENCE)
    page.context.set_offline(True)
    page.get_by_role("button", name="상담 시작하기").click()
    expect(page.get_by_role("heading", name="연결이 끊겼습니다")).to_be_focused()
    expect(page.get_by_role("button", name="다시 연결")).to_be_visible()
    expect(page.locator("#failure-phone a")).to_have_text("02-120")


def test_a_server_without_ears_asks_for_no_microphone(open_page: Any, site: Any) -> None:
    site.status["hearing"] = False
    page = open_page(script="navigator.mediaDevices.getUserMedia = () => { throw new Error('asked') }")
    page.get_by_role("button", name="상담 시작하기").click()
    expect(page.locator("#failure-seconds")).to_be_visible()
    assert b"a=recvonly" in site.calls[0].split(b"m=audio")[1].split(b"m=video")[0]


def test_buttons_that_need_a_call_explain_themselves(open_page: Any) -> None:
    page = open_page()
    page.get_by_role("button", name="더 천천히").click()
    expect(page.locator("#notice")).not_to_be_empty()


def test_the_welcome_page_says_that_she_is_a_machine_in_the_offices_words(open_page: Any, site: Any) -> None:
    site.status["ai_notice"] = "기계가 대답합니다."
    expect(open_page().get_by_text("기계가 대답합니다.")).to_be_visible()
