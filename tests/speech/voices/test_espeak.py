"""The embedded voice: clear, level, and its marks fit its sound."""

import threading
from itertools import pairwise

import numpy as np
import pytest

from speech.korean import spoken
from speech.loudness import CEILING, voiced_power
from speech.pronunciation import FINALS, INITIALS, VOWELS
from speech.types import Mark, Speech
from speech.voices import espeak
from speech.voices.espeak import EspeakVoice

SENTENCES = [
    "안녕하세요, 말벗입니다.",
    "기초연금은 매월 25일에 통장으로 들어와요.",
    "120번으로 전화하시거나 가까운 주민센터로 가세요!",
    "2026년 1월부터 만 65세 이상이면 받을 수 있어요.",
    "신분증(주민등록증)과 통장 사본 1장이 필요해요.",
    "KTX 표는 30% 싸요?",
    "의사 선생님이 왜 예의 없이 그래요?",
    "네.",
]

JITTER = 0.03
"""seconds by which the library's own flutter may shift a sound"""


def only(voice: EspeakVoice, text: str, pace: float = 1.0) -> Speech:
    (speech,) = voice.speak(text, pace)
    return speech


def marks(speech: Speech, kind: str) -> list[Mark]:
    return [mark for mark in speech.marks if mark.kind == kind]


def alike(one: list[Mark], other: list[Mark]) -> bool:
    """The same sounds at the same times."""
    times = [abs(left.start - right.start) for left, right in zip(one, other, strict=True)]
    return [mark.text for mark in one] == [mark.text for mark in other] and max(times) < JITTER


@pytest.mark.parametrize("text", SENTENCES)
def test_words_are_marked_as_they_are_written(voice: EspeakVoice, text: str) -> None:
    speech = only(voice, text)
    assert speech.text == text
    assert [mark.text for mark in marks(speech, "word")] == text.split()


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("pace", [0.5, 1.0, 1.5])
def test_marks_are_in_order_and_inside_the_sound(voice: EspeakVoice, text: str, pace: float) -> None:
    speech = only(voice, text, pace)
    assert [mark.start for mark in speech.marks] == sorted(mark.start for mark in speech.marks)
    for kind in ("word", "phoneme"):
        of_kind = marks(speech, kind)
        assert all(mark.end > mark.start for mark in of_kind)
        assert all(left.end <= right.start + 1e-6 for left, right in pairwise(of_kind))
    assert speech.marks[0].start >= 0
    assert max(mark.end for mark in speech.marks) < speech.seconds - 0.1


@pytest.mark.parametrize("text", SENTENCES)
def test_every_syllable_has_its_vowel(voice: EspeakVoice, text: str) -> None:
    sounds = [mark.text for mark in marks(only(voice, text), "phoneme")]
    syllables = sum("가" <= char <= "힣" for char in spoken(text))
    assert sum(sound in VOWELS for sound in sounds) == syllables
    assert set(sounds) <= {*VOWELS, *INITIALS, *FINALS}


def test_jamo_follow_the_pronunciation(voice: EspeakVoice) -> None:
    assert "".join(mark.text for mark in marks(only(voice, "국물 같이"), "phoneme")) == "ㄱㅜㅇㅁㅜㄹㄱㅏㅊㅣ"


def test_marks_are_laid_on_the_sound(voice: EspeakVoice) -> None:
    """Vowels are louder than the closures of stops; were the marks shifted by a phoneme, they would not be."""
    speech = only(voice, "가까운 바다 파도 따라 가다가 다 같이 보고 타고 와요.")

    def level(sounds: str) -> float:
        parts = [mark for mark in marks(speech, "phoneme") if mark.text in sounds]
        spans = [speech.samples[round(part.start * speech.rate) : round(part.end * speech.rate)] for part in parts]
        return float(np.sqrt(np.mean(np.concatenate(spans) ** 2)))

    assert level("ㅏㅗㅘ") > 3 * level("ㄲㄸㅂㅌㅍㄱㄷ")


def test_vowel_marks_hold_their_vowel(voice: EspeakVoice) -> None:
    """The second formant tells ㅣ from ㅜ wherever they stand."""
    speech = only(voice, "이 우 이 우 이 우.")
    spectra: dict[str, list[float]] = {"ㅣ": [], "ㅜ": []}
    for mark in marks(speech, "phoneme"):
        middle = (mark.start + mark.end) / 2
        part = speech.samples[round((middle - 0.02) * speech.rate) : round((middle + 0.02) * speech.rate)]
        spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)))) ** 2
        hertz = np.fft.rfftfreq(len(part), 1 / speech.rate)
        spectra[mark.text].append(float(spectrum[(hertz > 2000) & (hertz < 3500)].sum() / spectrum.sum()))
    assert len(spectra["ㅣ"]) == len(spectra["ㅜ"]) == 3
    assert min(spectra["ㅣ"]) > 3 * max(spectra["ㅜ"])


def syllables_a_second(speech: Speech) -> float:
    sounds = marks(speech, "phoneme")
    return sum(mark.text in VOWELS for mark in sounds) / sum(mark.end - mark.start for mark in sounds)


def test_pace(voice: EspeakVoice) -> None:
    text = "기초연금은 가까운 주민센터에서 신청하시면 돼요."
    assert syllables_a_second(only(voice, text)) == pytest.approx(4.2, abs=0.3)
    assert syllables_a_second(only(voice, text, 0.7)) == pytest.approx(0.7 * 4.2, abs=0.3)
    lengths = [only(voice, text, pace).seconds for pace in (0.1, 0.5, 0.6, 0.8, 1.0, 1.25, 1.5, 9.0)]
    assert lengths[0] == pytest.approx(lengths[1], abs=JITTER)
    assert lengths[-1] == pytest.approx(lengths[-2], abs=JITTER)
    assert all(left > right for left, right in pairwise(lengths[1:-1]))


@pytest.mark.parametrize("text", SENTENCES)
def test_every_sentence_is_equally_loud_and_nothing_clips(voice: EspeakVoice, text: str) -> None:
    speech = only(voice, text)
    assert 10 * np.log10(voiced_power(speech.samples, speech.rate)) == pytest.approx(-18, abs=0.7)
    assert np.abs(speech.samples).max() <= CEILING
    assert speech.samples.dtype == np.float32


def test_it_begins_and_ends_softly_with_a_pause_behind(voice: EspeakVoice) -> None:
    speech = only(voice, "아아아.")
    assert abs(speech.samples[0]) < 1e-3
    assert not speech.samples[-round(0.25 * speech.rate) :].any()
    assert np.abs(np.diff(speech.samples)).max() < 0.3


def test_a_question_rises(voice: EspeakVoice) -> None:
    assert not np.array_equal(only(voice, "왔어요?").samples, only(voice, "왔어요.").samples)


def test_several_sentences_come_one_by_one(voice: EspeakVoice) -> None:
    assert [speech.text for speech in voice.speak("네. 알겠어요! 정말요?")] == ["네.", "알겠어요!", "정말요?"]


def test_a_very_long_sentence_comes_in_parts_and_loses_nothing(voice: EspeakVoice) -> None:
    text = " ".join(["주민센터에서 신청하시면 되고, 인터넷으로도 할 수 있으며"] * 12)
    pieces = list(voice.speak(text))
    assert len(pieces) > 2
    assert " ".join(piece.text for piece in pieces) == text
    assert max(piece.seconds for piece in pieces) < 30


def test_marks_hold_for_any_syllables(voice: EspeakVoice) -> None:
    """Long compounds and rare syllables too; the library joins and splits words as it likes."""
    random = np.random.default_rng(4)
    rare = ["".join(chr(code) for code in random.integers(ord("가"), ord("힣"), 30)) for _ in range(20)]
    for text in ["사회보장급여신청서, 금융정보제공동의서와 가족관계증명서상세본이 매우 나쁘므로 필요해요.", *rare]:
        speech = only(voice, text)
        starts = [mark.start for mark in marks(speech, "phoneme")]
        assert starts == sorted(starts)
        assert sum(mark.text in VOWELS for mark in marks(speech, "phoneme")) == sum(
            "가" <= char <= "힣" for char in text
        )
        assert speech.marks[-1].end < speech.seconds


def test_five_thousand_characters(voice: EspeakVoice) -> None:
    text = ("기초연금은 매월 25일에 들어와요. " * 300)[:5000]
    assert sum(piece.seconds for piece in voice.speak(text)) > 600


def test_one_endless_word(voice: EspeakVoice) -> None:
    assert sum(len(marks(piece, "phoneme")) for piece in voice.speak("가" * 1000)) == 2000


@pytest.mark.parametrize("text", ["", "  ", "...", "※★", "日本語", "Привет", "😀", "ㅋㅋㅋ", "\x00", "\ud800"])
def test_what_cannot_be_said_is_refused_at_once(voice: EspeakVoice, text: str) -> None:
    with pytest.raises(ValueError, match="nothing"):
        voice.speak(text)


def test_unknown_signs_are_passed_over(voice: EspeakVoice) -> None:
    clean = only(voice, "주민센터로 가세요.")
    littered = only(voice, "주민센터로😀 日本 가세요.\x00")
    assert alike(marks(littered, "phoneme"), marks(clean, "phoneme"))


@pytest.mark.parametrize("command", ["[[n'eI]] 네", "<break time='9s'/> 네", "\x01+9R 네", "&#44032; 네"])
def test_the_text_cannot_command_the_library(voice: EspeakVoice, command: str) -> None:
    """Mark-up and phonemes are read as the letters they are, or not at all."""
    speech = only(voice, command)
    syllables = sum("가" <= char <= "힣" for char in spoken(command))
    assert sum(mark.text in VOWELS for mark in marks(speech, "phoneme")) == syllables
    assert speech.seconds < 1 + 0.5 * syllables


def test_threads_do_not_mix(voice: EspeakVoice) -> None:
    """The library has one global state: two voices at once must take the time each takes alone."""
    low = espeak.load(variant="m3", rate=160)
    alone = [marks(only(voice, SENTENCES[1]), "phoneme"), marks(only(low, SENTENCES[3]), "phoneme")]
    results: list[list[list[Mark]]] = [[], []]

    def work(index: int, which: EspeakVoice, text: str) -> None:
        for _ in range(10):
            results[index].append(marks(only(which, text), "phoneme"))

    threads = [
        threading.Thread(target=work, args=(0, voice, SENTENCES[1])),
        threading.Thread(target=work, args=(1, low, SENTENCES[3])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for expected, said in zip(alone, results, strict=True):
        assert all(alike(one, expected) for one in said)
        assert len(said) == 10


@pytest.mark.parametrize("options", [{"variant": "nobody"}, {"rate": 10}, {"pitch": 101}, {"pitch_range": -1}])
def test_a_voice_that_does_not_exist_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"voice|rate"):
        espeak.load(**options)  # type: ignore[arg-type]
