from collections.abc import Iterator

import pytest

from server import counsel
from server.config import ConfigError, EngineChoice, load_profile
from server.engines import Chosen, NoEngineError, available, choose, choose_all
from speech.types import Speech

VADS = "speech.vads"
RECOGNIZERS = "speech.recognizers"


def chosen(**keys: object) -> EngineChoice:
    return EngineChoice.model_validate(keys)


def test_engines_are_found_by_file_name() -> None:
    assert {"faster_whisper", "whisper", "scripted"} <= set(available(RECOGNIZERS))


def test_the_first_that_can_load_is_taken_and_the_others_are_explained() -> None:
    choice = chosen(
        engine=["faster_whisper", "whisper", "scripted"],
        faster_whisper={"model": "/nowhere"},
        whisper={"model": "/nowhere.pt"},
        scripted={"sentences": ["안녕하세요"]},
    )
    got = choose(RECOGNIZERS, choice)
    assert got.name == "scripted"
    assert set(got.passed_over) == {"faster_whisper", "whisper"}
    assert "/nowhere" in got.passed_over["faster_whisper"]


def test_all_that_can_load_are_taken_in_order_where_they_stand_in_for_each_other() -> None:
    voices = choose_all("speech.voices", chosen(engine=["jets", "espeak"], jets={"model": "/nowhere"}))
    assert [voice.name for voice in voices] == ["espeak"]
    assert "jets" in voices[0].passed_over


def test_none_that_can_load_is_said_with_the_reasons() -> None:
    with pytest.raises(NoEngineError, match="/nowhere"):
        choose(VADS, chosen(engine="silero", model="/nowhere.onnx"))


def test_options_of_one_engine_do_not_reach_another() -> None:
    with pytest.raises(ConfigError, match="model"):
        choose(RECOGNIZERS, chosen(engine=["scripted", "whisper"], scripted={"model": "small"}))


def test_a_voice_that_loads_but_cannot_speak_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    class Mute:
        def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
            raise ValueError("no sound")

    voices = [Chosen("speech.voices", "mute", Mute(), {}), choose("speech.voices", chosen(engine="espeak"))]
    monkeypatch.setattr(counsel, "choose_all", lambda *_: voices)
    got = counsel.choose_voice(load_profile("scripted"))
    assert got.name == "espeak" and "no sound" in got.passed_over["mute"]
    assert list(got.engine.speak("네, 알겠습니다."))
