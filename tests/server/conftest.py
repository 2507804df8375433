"""A server that knows a few questions by heart, and people who ask them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from server.config import load_profile
from speech.voices import espeak
from tests.server.process import Running, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def questions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A recording of each sentence the scripted recogniser knows, in another voice than the one it learnt from."""
    folder = tmp_path_factory.mktemp("questions")
    voice = espeak.load(variant="f5", pitch=55)
    recordings = {}
    for number, sentence in enumerate(load_profile("scripted").speech.recognizer.options["sentences"]):
        (speech,) = voice.speak(sentence)
        recordings[sentence] = folder / f"{number}.wav"
        soundfile.write(recordings[sentence], speech.samples, speech.rate, subtype="PCM_16")
    return recordings
