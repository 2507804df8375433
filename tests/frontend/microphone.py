"""A microphone that says something when the test asks it to, as a caller does who waits for her turn."""

import base64
import io

import soundfile
from playwright.sync_api import Page, TimeoutError

from speech.types import AudioChunk

TRIES = 5
"""times a caller says something that was not understood"""

MICROPHONE = """{
  const mouth = new AudioContext().createMediaStreamDestination();
  window.sayAloud = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const buffer = await mouth.context.decodeAudioData(bytes.buffer);
    const sound = new AudioBufferSourceNode(mouth.context, { buffer });
    sound.connect(mouth);
    sound.start();
    await new Promise((said) => (sound.onended = said));
  };
  MediaDevices.prototype.getUserMedia = async () => mouth.stream.clone();
}"""
"""For `add_init_script`; silent until `say_aloud`."""


HER_TURN_IS_OVER = """() => {
  const waits = ["편하게 물어보세요", "듣고 있어요"].includes(document.querySelector("#pill-words").textContent);
  return waits && document.querySelector("#counsellor .cap").textContent !== "";
}"""
"""She has said something, her greeting at least, and now it is the caller's turn."""
UNDERSTOOD = "words => document.querySelector('#me .cap').textContent.includes(words)"


def say_aloud(page: Page, said: AudioChunk, understood: str) -> None:
    """Speaks when the counsellor waits for it, again when it was not understood, until the page shows `understood`."""
    file = io.BytesIO()
    soundfile.write(file, said.samples, said.rate, "PCM_16", format="WAV")
    sound = base64.b64encode(file.getvalue()).decode()
    for _ in range(TRIES):
        page.wait_for_function(HER_TURN_IS_OVER, timeout=60_000)
        page.evaluate("sound => sayAloud(sound)", sound)
        try:
            page.wait_for_function(UNDERSTOOD, arg=understood, timeout=20_000)
            return
        except TimeoutError:
            continue
    raise AssertionError(f"“{understood}” was said {TRIES} times and never understood")
