"""The page against a real server: headless Chromium with a recorded question as its microphone."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from playwright.sync_api import Browser, Page, sync_playwright

from tests.server.process import Running, serving

pytestmark = pytest.mark.browser

PENSION = "기초연금은 어떻게 신청하나요"
LEAD = 14.0
"""seconds of silence in the microphone before the question, in which she greets"""
REST = 20.0
"""seconds of silence after it; then Chromium plays all of it again, so that the question is asked anew"""
PRESS = 600
"""milliseconds: the page takes one press in 500"""

LISTEN = """() => {
  const video = document.querySelector("#video");
  const context = new AudioContext(), ear = context.createAnalyser();
  context.createMediaStreamSource(video.srcObject).connect(ear);
  const canvas = document.createElement("canvas"); canvas.width = canvas.height = 64;
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  window.seen = [];
  const look = () => {
    paper.drawImage(video, video.videoWidth * .37, video.videoHeight * .48,
                    video.videoWidth * .26, video.videoHeight * .14, 0, 0, 64, 64);
    const sound = new Float32Array(ear.fftSize); ear.getFloatTimeDomainData(sound);
    window.seen.push({ mouth: Array.from(paper.getImageData(0, 0, 64, 64).data),
                       level: Math.sqrt(sound.reduce((sum, x) => sum + x * x, 0) / sound.length) });
  };
  window.looking = setInterval(look, 80);
}"""


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory, questions: dict[str, Path]) -> Path:
    samples, rate = soundfile.read(questions[PENSION])
    said = soxr.resample(samples, rate, 48_000)
    silence = np.zeros(round(LEAD * 48_000))
    file = tmp_path_factory.mktemp("microphone") / "question.wav"
    soundfile.write(file, np.concatenate([silence, said, np.zeros(round(REST * 48_000))]), 48_000, subtype="PCM_16")
    return file


@pytest.fixture(scope="module")
def browser(microphone: Path) -> Iterator[Browser]:
    flags = [
        *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
        *("--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"),
        *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
        f"--use-file-for-fake-audio-capture={microphone}",
    ]
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    assert executable, "Chromium is missing: make test installs it, or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, server: Running) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, permissions=["microphone"])
    page = context.new_page()
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(server.url)
    page.get_by_role("button", name="상담 시작").click()
    page.locator("body[data-shown=conversation]").wait_for(timeout=15_000)
    yield page
    context.close()
    assert not errors


def test_a_spoken_question_is_captioned_and_answered_with_a_moving_mouth(page: Page) -> None:
    page.locator("#me .cap", has_text=PENSION).wait_for(timeout=2.5 * (LEAD + REST) * 1000)
    page.locator("#counsellor .cap", has_text="기초연금").wait_for(timeout=15_000)
    page.evaluate(LISTEN)
    page.wait_for_timeout(3000)
    seen = page.evaluate("() => { clearInterval(window.looking); return window.seen }")
    levels = np.array([moment["level"] for moment in seen])
    mouths = np.array([moment["mouth"] for moment in seen], np.float32)
    assert len(seen) > 15
    assert (levels > 0.01).mean() > 0.3, "the answer sounds"
    moved = np.abs(np.diff(mouths, axis=0)).mean(axis=1)
    assert (moved > 1.0).mean() > 0.3, "the mouth moves while it does"


def test_a_tapped_question_is_answered_and_the_card_stays(page: Page) -> None:
    page.wait_for_timeout(PRESS)
    page.locator("#topics .tile:visible").first.click()
    page.wait_for_timeout(PRESS)
    page.locator("body[data-shown=questions] #questions button").first.click()
    page.locator("#counsellor .cap", has_text="기초연금").wait_for(timeout=15_000)


def test_a_written_question_interrupts_and_is_answered(page: Page) -> None:
    page.wait_for_timeout(PRESS)
    page.get_by_label("글자로 묻기").fill("주민등록등본 어디서 떼요?")
    page.keyboard.press("Enter")
    page.locator("#me .cap", has_text="주민등록등본").wait_for(timeout=10_000)
    page.locator("#counsellor .cap").wait_for(timeout=15_000)
    assert "인공지능" not in page.locator("#counsellor .cap").inner_text(), "the greeting was cut"


def test_leaving_the_page_frees_the_call(browser: Browser, server: Running) -> None:
    before = server.calls()
    context = browser.new_context(permissions=["microphone"])
    page = context.new_page()
    page.goto(server.url)
    page.get_by_role("button", name="상담 시작").click()
    page.locator("body[data-shown=conversation]").wait_for(timeout=15_000)
    assert server.calls() == before + 1
    context.close()
    deadline = time.monotonic() + 10
    while server.calls() > before:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_without_a_recogniser_the_page_says_so_and_takes_writing(browser: Browser, tmp_path: Path) -> None:
    nothing = ["speech.recognizer.engine=['whisper']", "speech.recognizer.model='/nowhere.pt'"]
    with serving(tmp_path, *nothing, profile="default") as deaf:
        page = browser.new_context(permissions=["microphone"]).new_page()
        page.goto(deaf.url)
        page.get_by_role("button", name="상담 시작").click()
        page.locator("body[data-shown=conversation]").wait_for(timeout=15_000)
        page.get_by_label("글자로 묻기").fill("기초연금 어떻게 신청해요?")
        page.keyboard.press("Enter")
        page.locator("#counsellor .cap", has_text="기초연금").wait_for(timeout=15_000)
        page.context.close()
