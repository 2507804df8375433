"""A voice as it is delivered: measured on what comes out."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from speech import clarity
from speech.delivery import Delivery
from speech.korean import sentences
from speech.types import Mark, Samples, Speech, Voice
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


class Cut:
    """Another voice, its sound cut between syllables into snippets (seconds) that follow each other without a gap; a
    word stands in the one in which it begins."""

    def __init__(self, voice: Voice, length: float) -> None:
        self.voice, self.length = voice, length

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        for piece in self.voice.speak(sentence, pace):
            cuts = [0.0]
            for mark in piece.marks:
                if mark.start >= cuts[-1] + self.length:
                    cuts.append(mark.start)
            for start, stop in pairwise([*cuts, piece.seconds]):
                part = piece.samples[round(start * piece.rate) : round(stop * piece.rate)]
                marks = tuple(
                    replace(mark, start=mark.start - start, end=min(mark.end, stop) - start)
                    for mark in piece.marks
                    if start <= mark.start < stop
                )
                yield Speech(part, piece.rate, piece.text, marks)


@pytest.mark.parametrize("length", [0.01, 0.15, 0.25])
@pytest.mark.parametrize("text", ["가나다라마 바사아자차", "신분증을 가지고 주민센터로 오세요"])
def test_a_voice_that_comes_in_snippets_sounds_as_in_one_piece(length: float, text: str) -> None:
    """No gap, no step and no pause inside a word."""
    whole_sound, cut_sound = (
        np.concatenate([piece.samples for piece in Delivery(voice).speak(text)])
        for voice in (Tones(), Cut(Tones(), length))
    )
    assert len(cut_sound) == pytest.approx(len(whole_sound), abs=0.01 * Tones.rate)
    shared = min(len(whole_sound), len(cut_sound))
    heard = np.abs(np.stack([whole_sound[:shared], cut_sound[:shared]]))
    envelopes = np.stack([np.convolve(one, np.ones(400) / 400, "same") for one in heard])
    assert np.abs(envelopes[0] - envelopes[1]).max() < 0.25 * envelopes.max()


def test_weak_beginnings_are_kept_and_phrases_die_away(delivered: Delivery) -> None:
    (piece,) = delivered.speak("전화하시고, 기다리세요.")
    first = next(mark for mark in words([piece]) if mark.text == "전화하시고,")
    end = round(first.end * piece.rate)

    def strength(begin: float, stop: float) -> float:
        part = piece.samples[end + round(begin * piece.rate) : end + round(stop * piece.rate)]
        return float(np.sqrt(np.mean(part**2)))

    assert strength(-0.03, 0) < 0.6 * strength(-0.12, -0.08)
    assert strength(0.05, 0.2) < 1e-3


def test_a_voice_without_a_sound_is_refused_when_it_is_delivered() -> None:
    class Mute:
        def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
            yield Speech(np.zeros(16_000, np.float32), 16_000, sentence)

    with pytest.raises(ValueError, match="no sound"):
        Delivery(Mute())


def test_lift_can_be_left_out() -> None:
    plain, lifted = (next(Delivery(espeak.load(), lift=lift).speak("사슴 세 마리")) for lift in (0.0, 8.0))

    def high(piece: Speech) -> float:
        power = np.abs(np.fft.rfft(piece.samples)) ** 2
        frequencies = np.fft.rfftfreq(len(piece.samples), 1 / piece.rate)
        return float(power[(frequencies > 2000) & (frequencies < 4000)].sum() / power.sum())

    assert high(lifted) > 1.5 * high(plain)
