"""A voice that fails or makes nonsense is not heard: the next one speaks, or there is an error with a code."""

import logging
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from speech.delivery import Delivery
from speech.fallback import Fallback
from speech.nonsense import SpeakError
from speech.types import Mark, Samples, Speech, Voice
from speech.voices.espeak import EspeakVoice

RATE = 16_000
SENTENCE = "주민센터에 신분증을 가지고 가세요."
NOTHING = ["", "  ", "...", "※★", "😀", "日本語", "Привет", "\x00", "\ud800", "ㅋㅋㅋ", "ﷺ", "ไทย"]

Sound = Callable[[int], Samples]
"""what is heard of a piece, by its number"""


def hum(seconds: float, strength: float = 0.3) -> Samples:
    sound: Samples = (strength * np.sin(np.arange(round(seconds * RATE)) * 0.1)).astype(np.float32)
    return sound


class Scripted:
    """A voice that behaves while it is measured and then makes of every sentence what the script says."""

    def __init__(self, sound: Sound, pieces: int = 1, *, fails: Exception | None = None, at: int = 0) -> None:
        self.sound, self.pieces, self.fails, self.at = sound, pieces, fails, at
        self.bad = False
        self.asked = 0

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        self.asked += 1
        if not self.bad:
            yield self._piece(sentence, hum(0.2 * len(sentence)))
            return
        for number in range(self.pieces):
            if self.fails and number == self.at:
                raise self.fails
            yield self._piece(sentence, self.sound(number))

    def _piece(self, sentence: str, samples: Samples) -> Speech:
        end = len(samples) / RATE
        return Speech(
            samples, RATE, sentence, (Mark("word", sentence.split()[0], 0, end), Mark("phoneme", "ㅏ", 0, end))
        )


def spoilt(sound: Sound, pieces: int = 1, *, fails: Exception | None = None, at: int = 0) -> Delivery:
    """Delivered, and bad from now on."""
    voice = Scripted(sound, pieces, fails=fails, at=at)
    delivered = Delivery(voice)
    voice.bad = True
    return delivered


class Fine:
    """A voice in which nothing is wrong, not delivered."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        self.said.append(sentence)
        yield Speech(hum(1.5), RATE, sentence)


def nan(_: int) -> Samples:
    return np.full(RATE, np.nan, np.float32)


def partly_inf(_: int) -> Samples:
    sound = hum(1.0)
    sound[5000] = np.inf
    return sound


def ten_times_too_long(_: int) -> Samples:
    return hum(10 * 0.24 * 15 + 10)


def silence(_: int) -> Samples:
    return np.zeros(RATE * 2, np.float32)


def burst(_: int) -> Samples:
    return 300 * np.random.default_rng(1).standard_normal(RATE * 2).astype(np.float32)


BAD = [
    (spoilt(nan), "not-finite"),
    (spoilt(partly_inf), "not-finite"),
    (spoilt(ten_times_too_long), "too-long"),
    (spoilt(silence), "no-sound"),
    (spoilt(burst), "too-loud"),
    (spoilt(lambda _: np.zeros(0, np.float32)), "no-sound"),
    (spoilt(silence, pieces=0), "no-sound"),
    (spoilt(lambda _: hum(1), fails=RuntimeError("out of memory")), "failed"),
    (spoilt(lambda _: hum(2), pieces=10_000), "too-long"),
]
KINDS = ["nan", "inf", "long", "silent", "burst", "empty", "no pieces", "raises", "endless"]


@pytest.fixture(scope="module")
def delivered(voice: EspeakVoice) -> Delivery:
    return Delivery(voice)


@pytest.mark.parametrize(("bad", "code"), BAD, ids=KINDS)
def test_nonsense_alone_is_an_error_with_a_code(bad: Voice, code: str) -> None:
    with pytest.raises(SpeakError) as raised:
        list(Fallback([bad]).speak(SENTENCE))
    assert raised.value.code == code


@pytest.mark.parametrize(("bad", "code"), BAD[:-1], ids=KINDS[:-1])
def test_not_one_sample_of_it_is_heard(bad: Voice, code: str) -> None:
    with pytest.raises(SpeakError, match=r"."):
        next(Fallback([bad]).speak(SENTENCE))


@pytest.mark.parametrize(("bad", "code"), BAD[:-1], ids=KINDS[:-1])
def test_the_next_voice_says_it_instead(bad: Voice, code: str, caplog: pytest.LogCaptureFixture) -> None:
    fine = Fine()
    with caplog.at_level(logging.WARNING):
        pieces = list(Fallback([bad, fine]).speak(SENTENCE))
    assert fine.said == [SENTENCE]
    assert len(pieces) == 1 and np.isfinite(pieces[0].samples).all()
    assert "주민" not in caplog.text, "what is said is not logged"


def test_the_preferred_voice_is_asked_again_for_the_next_sentence() -> None:
    sometimes = Scripted(nan)
    voices = Fallback([sometimes, Fine()])
    sometimes.bad = True
    list(voices.speak(SENTENCE))
    sometimes.bad = False
    assert next(voices.speak(SENTENCE)).marks, "only the preferred voice marks words"


def test_a_voice_that_fails_in_the_middle_is_not_spoken_over() -> None:
    """Nobody hears half a sentence twice: the error tells, with its code."""
    fine = Fine()
    broken = spoilt(lambda _: hum(1), pieces=3, fails=RuntimeError("주민센터에 cannot be said"), at=1)
    pieces = Fallback([broken, fine]).speak(SENTENCE)
    assert next(pieces).seconds > 0.5
    with pytest.raises(SpeakError) as raised:
        next(pieces)
    assert raised.value.code == "failed" and "주민" not in str(raised.value)
    assert not fine.said


def test_a_silent_opening_is_held_back_until_something_is_heard() -> None:
    fine = Fine()

    class Stutters:
        def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
            yield Speech(np.zeros(800, np.float32), RATE, sentence)
            raise RuntimeError

    (piece,) = Fallback([Stutters(), fine]).speak(SENTENCE)
    assert fine.said and piece.seconds == 1.5


def test_the_code_of_a_voice_is_kept() -> None:
    class CodedError(ValueError):
        code = "unknown-token"

    broken = spoilt(lambda _: hum(1), fails=CodedError())
    with pytest.raises(SpeakError) as raised:
        list(Fallback([broken]).speak(SENTENCE))
    assert raised.value.code == "unknown-token"


@pytest.mark.parametrize("text", NOTHING)
def test_what_cannot_be_said_asks_no_voice_and_has_its_own_code(text: str) -> None:
    fine = Fine()
    with pytest.raises(SpeakError) as raised:
        list(Fallback([fine]).speak(text))
    assert raised.value.code == "no-text" and not fine.said


def test_no_work_is_done_before_the_first_piece_is_asked_for() -> None:
    """Whoever asks does so on the event loop; the pieces are taken by a worker."""
    voice = Scripted(nan)
    Fallback([voice]).speak("")
    Fallback([voice]).speak(SENTENCE)
    assert not voice.asked


def test_a_list_without_voices_is_refused() -> None:
    with pytest.raises(ValueError, match="no voice"):
        Fallback([])


@pytest.mark.parametrize(
    "text",
    [
        "네.",
        "1, 2, 3, 4, 5, 6, 7, 8, 9",
        "가, 나, 다, 라, 마, 바, 사!",
        "02-120으로, 1577-1389로, 129로 전화하세요.",
        "日本 주민센터😀로 가세요\x00.",
        "KTX 30% 2026. 1. 15.",
        "가" * 200,
    ],
)
@pytest.mark.parametrize("pace", [0.5, 0.7, 1.0, 1.5])
def test_nothing_that_espeak_says_is_taken_for_nonsense(delivered: Delivery, text: str, pace: float) -> None:
    pieces = list(Fallback([delivered]).speak(text, pace))
    assert sum(piece.seconds for piece in pieces) > 0.2


def test_five_thousand_characters_are_said_sentence_by_sentence(delivered: Delivery) -> None:
    text = ("기초연금은 매월 25일에 들어와요. " * 300)[:5000]
    pieces = Fallback([delivered]).speak(text)
    assert sum(piece.seconds for piece, _ in zip(pieces, range(20), strict=False)) > 40


@pytest.mark.parametrize("pace", [0.0, -1.0, 1e9, float("nan"), float("inf")])
def test_a_pace_that_makes_no_sense_is_brought_to_one_that_does(delivered: Delivery, pace: float) -> None:
    (piece,) = Fallback([delivered]).speak("가까운 주민센터로 가세요.", pace)
    assert 1 < piece.seconds < 10
