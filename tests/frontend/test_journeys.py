"""Whole calls against a real server, as people make them: by voice, by touch, by keyboard, with things going wrong."""

import json
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from server.config import load_profile
from speech.types import AudioChunk
from speech.voices import espeak
from tests.frontend.conftest import FLAGS, PRESS_MS
from tests.frontend.microphone import MICROPHONE, say_aloud
from tests.server.process import Running, serving

pytestmark = pytest.mark.browser

PENSION = "기초연금은 어떻게 신청하나요"

WATCH = """{
  window.peers = []; window.streams = []; window.sent = [];
  const Peer = RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer { constructor(...given) { super(...given); peers.push(this); } };
  const send = RTCDataChannel.prototype.send;
  RTCDataChannel.prototype.send = function (text) { sent.push(JSON.parse(text)); return send.call(this, text); };
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wanted) {
    if (window.unplugged) throw new DOMException("", "NotFoundError");
    streams.push(await open.call(this, wanted));
    return streams.at(-1);
  };
}"""
"""Shows the test what the page does with the browser."""

PRETEND = """state => {
  Object.defineProperty(peers[0], "connectionState", { configurable: true, get: () => state });
  peers[0].onconnectionstatechange();
  delete peers[0].connectionState;
}"""

OpenCall = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def pension() -> AudioChunk:
    assert PENSION in load_profile("scripted").speech.recognizer.options["sentences"]
    (speech,) = espeak.load(variant="f5", pitch=55).speak(PENSION)
    return AudioChunk(speech.samples, speech.rate)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    flags += ["--autoplay-policy=no-user-gesture-required"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS, *flags])
        yield browser
        browser.close()


@pytest.fixture
def open_call(browser: Browser, server: Running) -> Iterator[OpenCall]:
    """Opens the page at a size, starts a call as asked, and watches for script errors until the test ends."""
    contexts, errors = [], []

    def open_call(size: tuple[int, int], begin: Callable[[Page], None], touch: bool = False) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, has_touch=touch, permissions=["microphone"])  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(error))
        page.add_init_script(MICROPHONE)
        page.add_init_script(WATCH)
        page.goto(server.url)
        begin(page)
        page.locator("body[data-shown=conversation]").wait_for(timeout=20_000)
        page.wait_for_timeout(PRESS_MS)
        return page

    yield open_call
    for context in contexts:
        context.close()
    assert not errors


def click_start(page: Page) -> None:
    page.get_by_role("button", name="상담 시작하기").click()


def tap_start(page: Page) -> None:
    page.get_by_role("button", name="상담 시작하기").tap()


def enter_start(page: Page) -> None:
    page.keyboard.press("Tab")  # from the heading, which has the focus, to what the screen is for
    page.keyboard.press("Enter")


@pytest.mark.slow
def test_by_voice_on_a_small_phone_from_one_tap_to_an_empty_page(open_call: OpenCall, pension: AudioChunk) -> None:
    page = open_call((360, 740), tap_start, touch=True)
    say_aloud(page, pension, PENSION)
    page.locator("body[data-shown=answer]").wait_for(timeout=60_000)  # said to its end, the answer becomes a card
    expect(page.locator("#answer .tel")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= 740
    page.wait_for_timeout(PRESS_MS)
    page.get_by_role("button", name="상담 마치기").tap()
    expect(page.locator("#told")).to_contain_text("기초연금")
    page.wait_for_timeout(PRESS_MS)
    page.locator("[data-press=finish]").tap()
    expect(page.get_by_role("heading", name="상담을 마쳤습니다")).to_be_focused()
    assert PENSION not in page.content()
    assert "기초연금" not in page.locator("main").inner_text()


def test_by_touch_on_a_large_upright_screen_with_letters_on_it(open_call: OpenCall) -> None:
    page = open_call((1080, 1920), tap_start, touch=True)
    page.get_by_role("button", name="글자판").tap()
    page.locator("#keyboard button").first.wait_for()
    for key in "ㄱㅣㅊㅗㅇㅕㄴㄱㅡㅁ":
        page.locator(f'#keyboard [data-key="{key}"]').tap()
    page.get_by_role("button", name="보내기").tap()
    expect(page.locator("#me .cap")).to_have_text("기초연금", timeout=15_000)
    page.locator("#counsellor .cap").wait_for(timeout=15_000)


def test_by_keyboard_alone_on_a_desk(open_call: OpenCall) -> None:
    page = open_call((1366, 768), enter_start)
    page.get_by_label("글자로 묻기").focus()
    page.keyboard.insert_text("주민등록등본 어디서 떼요?")
    page.keyboard.press("Enter")
    page.locator("#counsellor .cap").wait_for(timeout=15_000)
    leave = page.get_by_role("button", name="상담 마치기")
    leave.focus()
    page.wait_for_timeout(PRESS_MS)
    page.keyboard.press("Enter")
    expect(page.locator("h1:visible")).to_be_focused()


def test_what_the_screen_is_asked_in_a_call_is_done_and_the_end_comes_when_she_has_said_goodbye(
    open_call: OpenCall,
) -> None:
    page = open_call((1366, 768), click_start)

    def write(text: str) -> None:
        page.get_by_label("글자로 묻기").fill(text)
        page.keyboard.press("Enter")

    write("기초연금 어떻게 신청해요?")
    page.get_by_role("button", name="정리한 내용 보기").wait_for(timeout=20_000)
    write("정리한 내용 보여 주세요")
    expect(page.locator("#answer .tel")).to_be_visible(timeout=15_000)
    write("교통 주제 보여 주세요")
    expect(page.locator("#topic-title")).to_have_text("교통", timeout=15_000)
    write("두 번째요")
    expect(page.locator("#me .cap")).to_have_text("두 번째요", timeout=15_000)  # until then the card before is offered
    expect(page.locator("#card-ready")).to_be_visible(timeout=15_000)
    write("상담 끝낼게요")
    expect(page.locator("#told li")).to_have_count(2, timeout=20_000)


def test_with_everything_twice_as_large(open_call: OpenCall) -> None:
    page = open_call((683, 384), click_start)
    page.get_by_label("글자로 묻기").fill("기초연금 어떻게 신청해요?")
    page.keyboard.press("Enter")
    page.locator("#counsellor .cap", has_text="기초연금").wait_for(timeout=15_000)
    box = page.locator("#counsellor .cap").bounding_box()
    assert box
    assert page.evaluate("document.documentElement.scrollWidth") <= 683


def test_a_microphone_that_is_pulled_out_is_replaced_or_the_call_goes_on_in_writing(open_call: OpenCall) -> None:
    page = open_call((390, 844), click_start)
    pull_out = "streams.at(-1).getAudioTracks()[0].dispatchEvent(new Event('ended'))"
    page.evaluate(pull_out)
    page.wait_for_function("() => streams.length === 2")
    expect(page.locator("#notice")).to_contain_text("다시 켰어요")
    track = "peers[0].getSenders().find(({ track }) => track?.kind === 'audio')?.track.id"
    assert page.evaluate(track) == page.evaluate("streams[1].getAudioTracks()[0].id")
    page.evaluate("window.unplugged = true")
    page.evaluate(pull_out)
    expect(page.locator("#in-writing")).to_contain_text("글자로")
    page.evaluate("window.unplugged = false; navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    expect(page.locator("#in-writing")).to_be_hidden()
    assert page.evaluate(track) == page.evaluate("streams[2].getAudioTracks()[0].id")


def test_a_path_that_fails_is_looked_for_anew_within_the_same_call(open_call: OpenCall) -> None:
    page = open_call((390, 844), click_start)
    calls = counted(page)
    credentials = "peers[0].remoteDescription.sdp.match(/ice-ufrag:(.*)/)[1]"
    before = page.evaluate(credentials)
    with page.expect_response(lambda response: response.request.method == "PATCH" and response.status == 200):
        page.evaluate(PRETEND, "disconnected")
    page.wait_for_function(f"() => {credentials} !== {json.dumps(before)}")
    page.wait_for_function(
        "() => peers[0].iceConnectionState === 'connected' || peers[0].iceConnectionState === 'completed'"
    )
    page.wait_for_timeout(1_500)
    received = page.evaluate(PACKETS)
    page.wait_for_timeout(500)
    assert page.evaluate(PACKETS) > received, "sound comes over the new path"
    assert calls == []


PACKETS = """peers[0].getStats().then((report) => [...report.values()]
  .filter(({ type, kind }) => type === "inbound-rtp" && kind === "audio")[0].packetsReceived)"""


def test_a_lost_call_is_taken_up_by_another_and_the_captions_stay(open_call: OpenCall) -> None:
    page = open_call((390, 844), click_start)
    page.get_by_label("글자로 묻기").fill("기초연금 어떻게 신청해요?")
    page.keyboard.press("Enter")
    page.locator("#counsellor .cap", has_text="기초연금").wait_for(timeout=15_000)
    calls = counted(page)
    page.evaluate(PRETEND, "failed")
    expect(page.locator("#notice")).to_contain_text("다시 연결하고")
    expect(page.locator("#me .cap")).to_have_text("기초연금 어떻게 신청해요?")
    page.wait_for_function("() => sent.filter(({ type }) => type === 'client-ready').length === 2")
    expect(page.locator("#notice")).to_contain_text("다시 연결됐어요")
    expect(page.locator("#me .cap")).to_have_text("기초연금 어떻게 신청해요?")
    assert len(calls) == 1
    assert "?conversation=" in calls[0], "the server goes on with what it knew"


def test_the_page_tells_how_the_connection_is_and_minds_no_refusal(open_call: OpenCall) -> None:
    page = open_call((390, 844), click_start)
    page.wait_for_function("() => sent.some(({ data }) => data.t === 'stats')", timeout=15_000)
    (figures,) = page.evaluate("sent.filter(({ data }) => data.t === 'stats').map(({ data }) => data.d)")
    assert set(figures) == {"freezes", "frozen_ms", "lost", "jitter_ms", "rtt_ms"}
    assert all(value is None or (isinstance(value, int) and value >= 0) for value in figures.values())
    assert figures["lost"] is not None
    page.wait_for_timeout(500)
    expect(page.locator("#notice")).to_be_empty()


def counted(page: Page) -> list[Any]:
    """The calls placed from now on."""
    calls: list[Any] = []
    page.on("request", lambda one: calls.append(one.url) if one.method == "POST" and "/calls" in one.url else None)
    return calls


@pytest.mark.slow
def test_a_server_that_stands_still_costs_the_picture_but_not_the_conversation(
    open_call: OpenCall, server: Running
) -> None:
    page = open_call((390, 844), click_start)
    page.get_by_label("글자로 묻기").fill("기초연금 어떻게 신청해요?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="정리한 내용 보기").wait_for(timeout=20_000)
    calls = counted(page)
    server.process.suspend()  # no packet comes or goes any more, as when the network is gone
    try:
        expect(page.locator("#notice")).to_contain_text("다시 연결하고", timeout=40_000)
        expect(page.locator("#pill-words")).to_have_text("잠시 끊겼어요")
        assert page.locator("#video").is_hidden(), "no picture that stands still pretends that she is there"
    finally:
        server.process.resume()
    expect(page.locator("#notice")).to_contain_text("다시 연결됐어요", timeout=60_000)
    assert "?conversation=" in calls[-1]
    assert page.evaluate(PICTURES) >= 0
    before = page.evaluate(PICTURES)
    page.wait_for_function(f"before => {PICTURES}.then((now) => now > before)", arg=before, timeout=20_000)
    page.get_by_label("글자로 묻기").fill("다시 말해 주세요")
    page.keyboard.press("Enter")
    page.locator("#counsellor .cap", has_text="기초연금").wait_for(timeout=30_000)


PICTURES = """peers.at(-1).getStats().then((report) => [...report.values()]
  .filter(({ type, kind }) => type === "inbound-rtp" && kind === "video")[0]?.framesDecoded ?? 0)"""


@pytest.mark.slow
def test_after_a_server_that_never_comes_back_another_call_begins_from_one_tap(
    open_call: OpenCall, server: Running
) -> None:
    page = open_call((390, 844), click_start)
    page.context.set_offline(True)
    server.process.suspend()
    try:
        expect(page.get_by_role("heading", name="연결이 끊겼습니다")).to_be_focused(timeout=90_000)
    finally:
        server.process.resume()
    page.context.set_offline(False)
    page.get_by_role("button", name="다시 연결").click()
    expect(page.locator("#notice, #counsellor .cap").filter(has_text="연결됐어요").first).to_be_visible(timeout=60_000)
