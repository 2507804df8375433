"""Networks of the published sizes that have learnt nothing: they work, and what comes out is scripted."""

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("whisper")

from avatar.animators import rehearsed as faces
from avatar.types import Cue, Cues, Mood, State
from server.config import load_profile
from server.engines import verify
from speech.audio import RATE
from speech.recognizers import rehearsed as recognizers
from speech.recognizers.rehearsed import SHAPES
from speech.types import AudioChunk, Samples, Speech
from speech.voices import espeak
from speech.voices.rehearsed import RehearsedVoice

SENTENCE = "기초연금은 어떻게 신청하나요"


def _said(text: str) -> Samples:
    pieces = list(espeak.load().speak(text))
    return np.concatenate([piece.samples for piece in pieces])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # whisper leaves its vocabulary open
def test_the_scripted_sentence_comes_out_of_a_network_that_worked() -> None:
    recognizer = recognizers.load([SENTENCE], size="tiny", device="cpu")
    worked: list[int] = []
    recognizer._network.decoder.register_forward_hook(lambda *_: worked.append(1))
    heard = recognizer.transcribe(AudioChunk(_said(SENTENCE), espeak.load().speak(SENTENCE).__next__().rate))
    assert heard.text == SENTENCE
    assert len(worked) > 10
    assert recognizer.transcribe(AudioChunk(np.zeros(RATE, np.float32), RATE)).text == ""


def test_the_sizes_are_those_published() -> None:
    from whisper.model import ModelDimensions, Whisper

    bands, width, heads, encoder, decoder = SHAPES["tiny"]
    network = Whisper(ModelDimensions(bands, 1500, width, heads, encoder, 51_865, 448, width, heads, decoder))
    assert sum(weights.numel() for weights in network.parameters()) == 37_184_640


def test_a_voice_waits_for_the_work_and_says_all() -> None:
    made: list[str] = []

    class Working:
        def speak(self, sentence: str, pace: float = 1.0) -> "list[Speech]":
            made.append(sentence)
            return []

    heard = espeak.load()
    voice = RehearsedVoice(Working(), heard)  # type: ignore[arg-type]
    said = "".join(piece.text for piece in voice.speak(SENTENCE))
    assert made == [SENTENCE]
    assert said.split() == SENTENCE.split()


def test_a_mouth_is_drawn_for_each_picture_while_she_speaks_and_only_then() -> None:
    drawn: list[int] = []
    face = faces.load()
    face._generator._network.audio_encoder.register_forward_hook(lambda *_: drawn.append(1))  # type: ignore[attr-defined]
    for state in (State.IDLE, State.SPEAKING, State.SPEAKING):
        cue = Cue(state, Mood.CALM, 0.0)
        assert face.animate(Cues(cue, cue), 0.5).image.shape[2] == 3
    assert len(drawn) == 2


def test_a_size_that_was_never_published_is_refused() -> None:
    with pytest.raises(ValueError, match="large-v3"):
        recognizers.load([SENTENCE], size="huge")  # type: ignore[arg-type]


def test_the_profile_names_engines_and_options_that_exist() -> None:
    profile = load_profile("rehearsal")
    verify("speech.recognizers", profile.speech.recognizer)
    verify("speech.voices", profile.speech.voice)
    verify("avatar.animators", profile.avatar.animator)
