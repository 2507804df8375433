"""A voice as it is delivered: measured on what comes out."""

from collections.abc import Iterator

import numpy as np
import pytest

from speech import clarity
from speech.delivery import Delivery
from speech.korean import sentences
from speech.types import Mark, Samples, Speech
from speech.voices import espeak

ANSWER = (
    "기초연금은 만 65세 생일이 있는 달의 한 달 전부터 신청하실 수 있어요. 주민센터나 국민연금공단에 가시면 되고, "
    "몸이 불편하시면 1355번으로 전화하세요. 자세한 것은 02-120으로 물어보세요."
)


class Tones:
    """A voice of one tone a word, far too fast and too quiet, without any pause."""

    rate = 16_000

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        width = round(0.08 * self.rate / pace)
        parts: list[Samples] = []
        marks: list[Mark] = []
        for word in sentence.split():
            start = sum(map(len, parts)) / self.rate
            for letter in range(len(word)):
                at = start + letter * width / self.rate
                marks.append(Mark("phoneme", "ㅏ", at, at + width / self.rate))
                parts.append((0.02 * np.sin(np.arange(width) * 0.3)).astype(np.float32))
            marks.append(Mark("word", word, start, sum(map(len, parts)) / self.rate))
        marks.sort(key=lambda mark: mark.start)
        yield Speech(np.concatenate(parts), self.rate, sentence, tuple(marks))


@pytest.fixture(scope="module")
def delivered() -> Delivery:
    return Delivery(espeak.load())


def whole(voice: Delivery, text: str, pace: float = 1.0) -> list[Speech]:
    return [piece for sentence in sentences(text) for piece in voice.speak(sentence.text, pace)]


def words(pieces: list[Speech]) -> list[Mark]:
    return [mark for piece in pieces for mark in piece.marks if mark.kind == "word"]


def syllables_a_second(pieces: list[Speech]) -> float:
    vowels = sum(mark.kind == "phoneme" and "ㅏ" <= mark.text <= "ㅣ" for piece in pieces for mark in piece.marks)
    return vowels / sum(mark.end - mark.start for mark in words(pieces))


def gap_behind(piece: Speech, word: str) -> float:
    """Seconds of silence that are heard behind a word."""
    end = next(mark.end for mark in piece.marks if mark.kind == "word" and mark.text == word)
    power = np.abs(piece.samples) > np.abs(piece.samples).max() * 0.03
    loud = np.flatnonzero(power) / piece.rate
    before = loud[loud < end + 0.1]
    after = loud[loud > end + 0.15]
    return float((after[0] if len(after) else piece.seconds) - before[-1])


@pytest.mark.parametrize("pace", [0.8, 1.0])
def test_syllables_come_at_the_pace_older_ears_want(delivered: Delivery, pace: float) -> None:
    assert 4.0 * pace <= syllables_a_second(whole(delivered, ANSWER, pace)) <= 4.5 * pace


def test_a_voice_that_hurries_and_whispers_is_slowed_and_raised() -> None:
    pieces = whole(Delivery(Tones()), ANSWER)
    assert syllables_a_second(pieces) < 8
    sound = np.concatenate([piece.samples for piece in pieces])
    assert clarity.loudness(sound, Tones.rate) == pytest.approx(clarity.LOUDNESS, abs=1)


def test_loudness_and_peaks(delivered: Delivery) -> None:
    pieces = whole(delivered, ANSWER)
    sound = np.concatenate([piece.samples for piece in pieces])
    assert clarity.loudness(sound, pieces[0].rate) == pytest.approx(clarity.LOUDNESS, abs=1)
    assert np.abs(sound).max() <= clarity.CEILING + 1e-6


def test_pauses_between_phrases_around_numbers_and_between_sentences(delivered: Delivery) -> None:
    (piece,) = delivered.speak("몸이 불편하시면 02-120으로 전화하시고, 집에서 기다리세요.")
    assert 0.28 <= gap_behind(piece, "전화하시고,") <= 0.45
    assert 0.45 <= gap_behind(piece, "불편하시면") <= 0.65
    assert 0.45 <= gap_behind(piece, "02-120으로") <= 0.65
    assert 0.7 <= gap_behind(piece, "기다리세요.") <= 1.0


def test_pauses_grow_when_asked_to_speak_slowly(delivered: Delivery) -> None:
    fast, slow = (next(delivered.speak("전화하시고, 기다리세요.", pace)) for pace in (1.0, 0.7))
    assert gap_behind(slow, "전화하시고,") > gap_behind(fast, "전화하시고,") + 0.05


def test_marks_still_lie_on_their_words() -> None:
    """The tones of a word are heard inside its mark and nowhere else."""
    for piece in whole(Delivery(Tones()), ANSWER):
        loud = np.abs(piece.samples) > np.abs(piece.samples).max() * 0.1
        inside = np.zeros(len(loud), bool)
        for mark in words([piece]):
            inside[round(mark.start * piece.rate) : round(mark.end * piece.rate)] = True
        assert (loud & ~inside).sum() <= 0.02 * loud.sum()
        assert inside.sum() * 0.75 <= np.convolve(loud, np.ones(50), "same").astype(bool).sum()


def test_every_word_keeps_its_mark_in_order(delivered: Delivery) -> None:
    pieces = whole(delivered, ANSWER)
    assert [mark.text for mark in words(pieces)] == ANSWER.split()
    for piece in pieces:
        starts = [mark.start for mark in piece.marks]
        assert starts == sorted(starts)
        assert all(0 <= mark.start <= mark.end <= piece.seconds for mark in piece.marks)


def test_numbers_are_a_little_stronger() -> None:
    plain = next(Delivery(Tones()).speak("가나다 라마바 사아자"))
    stressed = next(Delivery(Tones()).speak("가나다 123 사아자"))

    def middle(piece: Speech) -> float:
        mark = words([piece])[1]
        part = piece.samples[round(mark.start * piece.rate) : round(mark.end * piece.rate)]
        return float(np.sqrt(np.mean(part**2)))

    assert 1.1 < middle(stressed) / middle(plain) < 1.5


def test_what_the_voice_refuses_is_refused_at_once(delivered: Delivery) -> None:
    with pytest.raises(ValueError, match="nothing"):
        delivered.speak("😀")
