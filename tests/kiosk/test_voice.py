"""Who speaks to the waiting kiosk is greeted, and who goes on speaking has a call, without touching anything."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from playwright.sync_api import sync_playwright

from speech.voices import espeak
from tests.kiosk.conftest import SIZE
from tests.server.process import Running

RATE = 48_000


@pytest.mark.slow
@pytest.mark.browser
def test_two_spoken_sentences_and_no_touch_make_a_call(tmp_path: Path, server: Running) -> None:
    (speech,) = espeak.load(variant="f5", pitch=55).speak("기초연금은 어떻게 신청하나요")
    said = soxr.resample(speech.samples, speech.rate, RATE)
    rest = np.zeros(9 * RATE)
    soundfile.write(tmp_path / "voice.wav", np.concatenate([rest[: 3 * RATE], said, rest, said, rest]), RATE)
    flags = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]
    flags += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={tmp_path / 'voice.wav'}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_context(viewport=SIZE, permissions=["microphone"]).new_page()
        page.goto(f"{server.url}/kiosk")
        page.locator("[data-cover=attract]").wait_for()
        page.locator("[data-screen=welcome]").wait_for(timeout=20_000)
        page.locator("body[data-shown=conversation]").wait_for(timeout=40_000)
        browser.close()
