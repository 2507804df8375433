"""Another throat: it sounds different and says the same at the same times."""

import importlib
import importlib.util
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from speech.breaths import parts, silences
from speech.delivery import Delivery
from speech.loudness import voiced_power
from speech.nonsense import SpeakError
from speech.types import Mark, Samples, Speech
from speech.voices import converted
from speech.voices.converted import ConvertedVoice
from speech.voices.espeak import EspeakVoice

if importlib.util.find_spec("pyworld") is None:
    pytest.skip("pyworld is not installed", allow_module_level=True)

SENTENCES = [
    "안녕하세요, 말벗입니다.",
    "몸이 불편하시면 02-120으로 전화하시고, 집에서 기다리세요.",
    "KTX 표는 30% 싸요?",
    "네.",
]


class Fixed:
    """A voice that always says the same."""

    def __init__(self, *pieces: Speech) -> None:
        self.pieces = pieces

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        return iter(self.pieces)


@pytest.fixture(scope="module")
def man() -> ConvertedVoice:
    return converted.load()


def joined(pieces: Sequence[Speech]) -> Speech:
    marks: list[Mark] = []
    at = 0.0
    for piece in pieces:
        marks += [Mark(mark.kind, mark.text, mark.start + at, mark.end + at) for mark in piece.marks]
        at += piece.seconds
    text = " ".join(piece.text for piece in pieces if piece.text)
    return Speech(np.concatenate([piece.samples for piece in pieces]), pieces[0].rate, text, tuple(marks))


def pitch_of(speech: Speech) -> float:
    """Hz, the middle one of all voiced moments."""
    pyworld: Any = importlib.import_module("pyworld")
    pitch, _ = pyworld.dio(speech.samples.astype(np.float64), speech.rate)
    return float(np.median(pitch[pitch > 0]))


def top(speech: Speech) -> float:
    """Hz beneath which 95 % of the power above 1500 Hz lies: where the upper formants of espeak's vowels end."""
    power = np.abs(np.fft.rfft(speech.samples)) ** 2
    frequencies = np.fft.rfftfreq(len(speech.samples), 1 / speech.rate)
    upper = frequencies > 1500
    share = np.cumsum(power[upper]) / power[upper].sum()
    return float(frequencies[upper][np.searchsorted(share, 0.95)])


@pytest.mark.parametrize("text", SENTENCES)
def test_length_marks_and_text_are_those_of_the_inner_voice(man: ConvertedVoice, text: str) -> None:
    inner = man._voice
    said, before = list(man.speak(text, 0.8)), joined(list(inner.speak(text, 0.8)))
    after = joined(said)
    assert after.text == before.text
    assert [mark.text for mark in after.marks] == [mark.text for mark in before.marks]
    # the inner voice flutters a little from one time to the next
    assert after.seconds == pytest.approx(before.seconds, abs=0.1)
    assert all(
        left.start == pytest.approx(right.start, abs=0.1) for left, right in zip(after.marks, before.marks, strict=True)
    )


def test_the_very_same_sound_keeps_length_and_marks_exactly(man: ConvertedVoice) -> None:
    (before,) = man._voice.speak(SENTENCES[1])
    after = joined(list(ConvertedVoice(Fixed(before), man._throat).speak("")))
    assert len(after.samples) == len(before.samples)
    for left, right in zip(after.marks, before.marks, strict=True):
        assert (left.kind, left.text) == (right.kind, right.text)
        assert (left.start, left.end) == pytest.approx((right.start, right.end), abs=1e-4)


def test_pitch_and_formants_move_as_asked(voice: EspeakVoice) -> None:
    vowels = "우리 아이 오이 나무 어머나."
    before = joined(list(voice.speak(vowels)))
    lower = joined(list(converted.load(pitch=-7, formants=1.0).speak(vowels)))
    longer = joined(list(converted.load(pitch=0, formants=0.8).speak(vowels)))
    assert pitch_of(lower) / pitch_of(before) == pytest.approx(2 ** (-7 / 12), rel=0.05)
    assert pitch_of(longer) / pitch_of(before) == pytest.approx(1, rel=0.05)
    assert top(longer) / top(before) == pytest.approx(0.8, abs=0.08)


def test_it_is_about_as_loud_and_does_not_clip(man: ConvertedVoice) -> None:
    before, after = joined(list(man._voice.speak(SENTENCES[1]))), joined(list(man.speak(SENTENCES[1])))
    louder = 10 * np.log10(voiced_power(after.samples, after.rate) / voiced_power(before.samples, before.rate))
    assert abs(louder) < 4
    assert np.abs(after.samples).max() <= 1 and after.samples.dtype == np.float32


def test_the_first_piece_is_short_and_every_piece_says_whole_words(man: ConvertedVoice) -> None:
    pieces = list(man.speak("기초연금은 매월 이십오일에 통장으로 들어와요."))
    assert len(pieces) > 2 and pieces[0].seconds < 1.6
    for piece in pieces:
        assert [mark.text for mark in piece.marks if mark.kind == "word"] == piece.text.split()
        assert all(-1e-6 <= mark.start < piece.seconds - 0.01 for mark in piece.marks)
        assert all(mark.start < mark.end <= piece.seconds + 0.001 for mark in piece.marks)


def test_pieces_join_without_a_seam(man: ConvertedVoice) -> None:
    """In pieces it is the same sound as in one."""
    (before,) = man._voice.speak(SENTENCES[1])
    breath = next(parts(before, silences(before)))
    third = len(breath.samples) // 3
    (whole,) = man._throat.spoken(breath.samples, breath.rate, [])
    pieces = list(man._throat.spoken(breath.samples, breath.rate, [third, 2 * third]))
    assert [len(piece) for piece in pieces] == [third, third, len(breath.samples) - 2 * third]
    assert np.abs(np.concatenate(pieces) - whole).max() < 0.01 * np.abs(whole).max()


def test_delivered_pieces_join_without_a_gap(man: ConvertedVoice) -> None:
    """Inside a phrase no silence is put between two pieces, and nothing steps."""
    pieces = list(Delivery(man).speak("통장으로 들어와요."))
    assert len(pieces) == 2
    left, right = pieces
    edge = round(0.01 * left.rate)
    inside = np.abs(np.concatenate([left.samples[-edge:], right.samples[:edge]]))
    assert inside.max() > 0.01
    usual = max(float(np.abs(np.diff(piece.samples)).max()) for piece in pieces)
    assert abs(float(right.samples[0] - left.samples[-1])) <= usual


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(9), np.ones(9), np.zeros(30_000)])
def test_silence_and_snippets_stay_as_they_are(man: ConvertedVoice, samples: Samples) -> None:
    piece = Speech(samples.astype(np.float32), 22_050, "네")
    (same,) = ConvertedVoice(Fixed(piece), man._throat).speak("")
    assert np.array_equal(same.samples, piece.samples) and same.text == "네"


@pytest.mark.parametrize("sound", ["noise", "low hum", "full scale", "one click"])
def test_whatever_is_spoken_stays_a_sound(man: ConvertedVoice, sound: str) -> None:
    time = np.arange(22_050) / 22_050
    made = {
        "noise": np.random.default_rng(1).standard_normal(22_050),
        "low hum": np.sin(2 * np.pi * 20 * time),
        "full scale": np.sign(np.sin(2 * np.pi * 200 * time)),
        "one click": (time == 0.5).astype(float),
    }[sound]
    piece = Speech(made.astype(np.float32), 22_050, "")
    (said,) = ConvertedVoice(Fixed(piece), man._throat).speak("")
    assert len(said.samples) == len(made)
    assert np.isfinite(said.samples).all() and np.abs(said.samples).max() <= 1


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_is_no_number_is_refused(man: ConvertedVoice, wrong: float) -> None:
    piece = Speech(np.full(30_000, wrong, np.float32), 22_050, "네")
    with pytest.raises(SpeakError) as raised:
        list(ConvertedVoice(Fixed(piece), man._throat).speak(""))
    assert raised.value.code == "not-finite"


def test_what_the_inner_voice_refuses_is_refused_at_once(man: ConvertedVoice) -> None:
    with pytest.raises(ValueError, match="nothing"):
        man.speak("😀")


@pytest.mark.parametrize(
    "options",
    [
        {"pitch": 13.0},
        {"pitch": float("nan")},
        {"formants": 0.2},
        {"of": "nobody"},
        {"of": "converted"},
        {"of": "../a"},
    ],
)
def test_an_option_that_makes_no_sense_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"pitch|no voice"):
        converted.load(**options)


def test_the_inner_voice_gets_its_own_options() -> None:
    with pytest.raises(ValueError, match="nobody"):
        converted.load(options={"variant": "nobody"})


def test_without_pyworld_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    importing = importlib.import_module

    def without(name: str, *rest: Any) -> Any:
        if name == "pyworld":
            raise ModuleNotFoundError("No module named 'pyworld'", name="pyworld")
        return importing(name, *rest)

    monkeypatch.setattr(importlib, "import_module", without)
    with pytest.raises(ModuleNotFoundError, match="pyworld is not installed"):
        converted.load()


def test_a_piece_falls_into_parts_that_lose_nothing() -> None:
    sound = np.concatenate([np.ones(4000), np.zeros(4000), np.ones(4000)]).astype(np.float32)
    marks = (Mark("word", "가", 0.0, 0.25), Mark("word", "나", 0.5, 0.75))
    piece = Speech(sound, 16_000, "가 ★ 나 ★", marks)
    found = list(parts(piece, silences(piece)))
    assert [part.text for part in found] == ["가", "★ 나 ★"]
    assert joined(found).marks == marks
    assert np.array_equal(np.concatenate([part.samples for part in found]), sound)


def test_nothing_is_cut_where_there_are_no_marks() -> None:
    sound = np.concatenate([np.ones(4000), np.zeros(4000), np.ones(4000)]).astype(np.float32)
    piece = Speech(sound, 16_000, "가 나")
    assert [part.text for part in parts(piece, silences(piece))] == ["가 나"]
