"""Fixed sentences are there at once, the very same sound, and nothing else is kept."""

import threading
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest

from speech.ready import Ready
from speech.types import Speech

GREETING = "안녕하세요. 무엇이 궁금하세요?"
ONE = 4 * 1000
"""bytes of one sentence of the counting voice"""


class Counting:
    """Two pieces a sentence; counts how often it was asked."""

    def __init__(self) -> None:
        self.said: list[tuple[str, float]] = []

    def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
        self.said.append((sentence, pace))
        return (Speech(np.ones(500, np.float32), 16_000, sentence) for _ in range(2))


@pytest.fixture
def voice() -> Counting:
    return Counting()


def test_what_was_prepared_is_not_worked_on_again(voice: Counting) -> None:
    ready = Ready(voice, [GREETING])
    ready.prepare()
    assert voice.said == [("안녕하세요.", 1.0), ("무엇이 궁금하세요?", 1.0)]
    first, again = list(ready.speak("안녕하세요.")), list(ready.speak("안녕하세요."))
    assert len(first) == 2 and len(voice.said) == 2
    assert all(left is right for left, right in zip(first, again, strict=True))


def test_each_pace_is_kept_apart_once_it_was_said(voice: Counting) -> None:
    ready = Ready(voice, [GREETING])
    ready.prepare()
    for _ in range(3):
        list(ready.speak("안녕하세요.", 0.7))
    assert voice.said[2:] == [("안녕하세요.", 0.7)]


def test_nothing_of_a_caller_is_kept(voice: Counting) -> None:
    ready = Ready(voice, [GREETING])
    for _ in range(2):
        list(ready.speak("홍길동 어르신의 번호를 확인할게요."))
    assert len(voice.said) == 2 and ready.size == 0


def test_what_was_cut_off_is_not_kept(voice: Counting) -> None:
    ready = Ready(voice, [GREETING])
    next(ready.speak("안녕하세요."))
    assert len(list(ready.speak("안녕하세요."))) == 2 and len(voice.said) == 2


def test_room_is_never_exceeded_and_what_was_not_said_for_longest_goes(voice: Counting) -> None:
    ready = Ready(voice, ["하나. 둘. 셋. 넷."], room=2 * ONE)
    for sentence in ("하나.", "둘.", "하나.", "셋."):
        list(ready.speak(sentence))
        assert ready.size <= 2 * ONE
    before = len(voice.said)
    list(ready.speak("하나."))
    list(ready.speak("셋."))
    assert len(voice.said) == before
    list(ready.speak("둘."))
    assert len(voice.said) == before + 1


def test_preparing_stops_when_there_is_no_room_left(voice: Counting) -> None:
    ready = Ready(voice, ["하나. 둘. 셋. 넷."], room=2 * ONE + 1)
    ready.prepare()
    assert ready.size == 2 * ONE
    list(ready.speak("하나."))
    assert [text for text, _ in voice.said].count("하나.") == 1, "the first of the texts matter most"


def test_a_sentence_larger_than_all_room_is_said_and_not_kept(voice: Counting) -> None:
    ready = Ready(voice, [GREETING], room=10)
    ready.prepare()
    assert len(list(ready.speak("안녕하세요."))) == 2 and ready.size == 0


def test_what_a_voice_refuses_does_not_stop_the_others() -> None:
    class Picky(Counting):
        def speak(self, sentence: str, pace: float = 1.0) -> Iterator[Speech]:
            if "안녕" in sentence:
                raise ValueError("nothing in the text can be said")
            return super().speak(sentence, pace)

    voice = Picky()
    ready = Ready(voice, [GREETING])
    ready.prepare()
    assert voice.said == [("무엇이 궁금하세요?", 1.0)]
    with pytest.raises(ValueError, match="nothing"):
        ready.speak("안녕하세요.")


def test_threads_share_it() -> None:
    ready = Ready(Counting(), ["하나. 둘. 셋. 넷. 다섯."], room=3 * ONE)
    wrong: list[object] = []

    def work(seed: int) -> None:
        random = np.random.default_rng(seed)
        for _ in range(300):
            sentence = ["하나.", "둘.", "셋.", "넷.", "다섯."][random.integers(5)]
            count = int(random.integers(1, 3))
            pieces = list(islice(ready.speak(sentence, float(random.choice([0.7, 1.0]))), count))
            if [piece.text for piece in pieces] != [sentence] * count or ready.size > 4 * ONE:
                wrong.append(sentence)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert ready.size <= 3 * ONE
