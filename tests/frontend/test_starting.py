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
    expect(page.locator("#waiting-number")).to_be_visible()
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
    expect(page.get_by_role("button", name="주제를 눌러서 묻기")).to_be_visible()


def test_a_voice_too_far_away_is_noticed_and_a_quiet_room_or_a_near_voice_is_not(open_page: Any) -> None:
    page = open_page()
    assert {name: page.evaluate(TOO_FAR, levels) for name, levels in ROOMS.items()} == {
        "nobody": False,
        "far": True,
        "near": False,
        "fan": False,
        "opening": False,
    }


TOO_FAR = """async levels => {
  const { Nearness } = await import("/static/nearness.js");
  const nearness = new Nearness();
  return levels.some((level) => nearness.isTooFar(level));
}"""
ROOMS = {
    "nobody": [-62 + n % 3 for n in range(100)],
    "far": [-62] * 20 + [-50 if n % 4 else -60 for n in range(50)],
    "near": [-62] * 20 + [-28 if n % 4 else -50 for n in range(50)],
    "fan": [-50 + n % 3 for n in range(100)],
    "opening": [-90] * 10 + [-62 + n % 3 for n in range(100)],
}
"""dBFS, a level every 80 ms"""


def test_the_reasons_are_told_apart(open_page: Any) -> None:
    titles = []
    for reason in ("NotAllowedError", "NotFoundError", "NotReadableError"):
        page = open_page(script=refuse(reason))
        page.get_by_role("button", name="상담 시작하기").click()
        page.locator("#failure-title:visible").wait_for()
        titles.append(page.locator("#failure-title").inner_text())
    assert len(set(titles)) == 3


def test_busy_lines_are_counted_down_and_tried_again(open_page: Any, site: Any) -> None:
    site.refusal = (503, {"Retry-After": "2"}, {"message": "지금은 자리가 없습니다.", "code": "calls-full"})
    page = open_page(script=SILENCE)
    page.get_by_role("button", name="상담 시작하기").click()
    expect(page.get_by_text("지금은 자리가 없습니다.")).to_be_visible()
    expect(page.locator("#waiting-number")).to_have_text("1")
    expect(page.locator("#waiting-number")).to_have_text("2")
    assert site.asked == ["/calls", "/calls"]
    assert "a=sendrecv" in site.calls[0].decode().split("m=audio")[1].split("m=video")[0]


def test_who_waits_is_told_how_many_are_before_and_keeps_the_place(open_page: Any, site: Any) -> None:
    full = {"message": "모두 통화 중이에요.", "code": "calls-full", "ahead": 2, "ticket": "a place/1"}
    site.refusal = (503, {"Retry-After": "1"}, full)
    page = open_page(script=SILENCE)
    page.get_by_role("button", name="상담 시작하기").click()
    title = page.get_by_role("heading", name="앞에 두 분 계세요")
    expect(title).to_be_focused()
    expect(page.locator("[data-screen=waiting] a")).to_have_text("02-120")
    site.refusal = (503, {"Retry-After": "1"}, full | {"ahead": 0})
    expect(page.get_by_role("heading", name="바로 다음 차례예요")).to_be_focused()
    assert site.asked[:2] == ["/calls", "/calls?ticket=a+place%2F1"]
    page.get_by_role("button", name="그만 기다리기").click()
    expect(page.locator("[data-screen=welcome]")).to_be_visible()
    tries = len(site.asked)
    page.wait_for_timeout(1_500)
    assert len(site.asked) == tries


def test_people_are_counted_as_koreans_count_them(open_page: Any) -> None:
    count = "async number => (await import('/static/numerals.js')).people(number)"
    page = open_page()
    said = {number: page.evaluate(count, number) for number in (1, 3, 4, 10, 11, 20, 21, 99, 100)}
    assert [*said.values()] == [
        "한 분",
        "세 분",
        "네 분",
        "열 분",
        "열한 분",
        "스무 분",
        "스물한 분",
        "아흔아홉 분",
        "100명",
    ]


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
    expect(page.locator("#waiting-number")).to_be_visible()
    assert b"a=recvonly" in site.calls[0].split(b"m=audio")[1].split(b"m=video")[0]


def test_buttons_that_need_a_call_explain_themselves(open_page: Any) -> None:
    page = open_page()
    page.get_by_role("button", name="더 천천히").click()
    expect(page.locator("#notice")).not_to_be_empty()


def test_the_welcome_page_says_that_she_is_a_machine_in_the_offices_words(open_page: Any, site: Any) -> None:
    site.status["ai_notice"] = "기계가 대답합니다."
    expect(open_page().get_by_text("기계가 대답합니다.")).to_be_visible()
