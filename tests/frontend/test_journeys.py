"""Whole calls against a real server, as people make them: by voice, by touch, by keyboard, with things going wrong."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr
from playwright.sync_api import Browser, Page, expect, sync_playwright

from server.config import load_profile
from speech.voices import espeak
from tests.frontend.conftest import FLAGS, PRESS_MS
from tests.server.process import Running, serving

pytestmark = pytest.mark.browser

PENSION = "기초연금은 어떻게 신청하나요"
LEAD = 14.0
"""seconds of silence in the microphone before the question, in which she greets"""

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
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sentences = load_profile("scripted").speech.recognizer.options["sentences"]
    assert PENSION in sentences
    (speech,) = espeak.load(variant="f5", pitch=55).speak(PENSION)
    said = soxr.resample(speech.samples, speech.rate, 48_000)
    file = tmp_path_factory.mktemp("microphone") / "question.wav"
    silence = np.zeros(round(LEAD * 48_000))
    soundfile.write(file, np.concatenate([silence, said, np.zeros(60 * 48_000)]), 48_000, subtype="PCM_16")
    return file


@pytest.fixture(scope="module")
def browser(microphone: Path) -> Iterator[Browser]:
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    flags += ["--autoplay-policy=no-user-gesture-required", f"--use-file-for-fake-audio-capture={microphone}"]
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
def test_by_voice_on_a_small_phone_from_one_tap_to_an_empty_page(open_call: OpenCall) -> None:
    page = open_call((360, 740), tap_start, touch=True)
    page.locator("#me .cap", has_text=PENSION).wait_for(timeout=60_000)
    page.get_by_role("button", name="정리한 내용 보기").tap(timeout=20_000)
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
