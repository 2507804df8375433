"""Words cut out of recordings, and sentences put together from them."""

import numpy as np
import pytest

from speech.audio import RATE
from speech.ctc.beam import LogProbabilities
from speech.ctc.features import Features
from speech.ctc.jamo import BLANK, SPACE, SYMBOLS, spell
from speech.training import splices
from speech.training.recordings import Recording

PAUSE = slice(int(0.9 * RATE), int(1.1 * RATE))


def _recording(text: str, speaker: str = "a") -> Recording:
    """Two seconds of noise with a pause in the middle."""
    sound = np.random.default_rng(0).integers(-9000, 9000, 2 * RATE).astype(np.int16)
    sound[PAUSE] = 0
    return Recording(speaker, text, sound)


def _hearing(text: str, surely: float) -> splices.Hear:
    """A network that hears the symbols of a text evenly over its frames, the space as surely as stated."""

    def hear(features: Features) -> LogProbabilities:
        frames = np.full((len(features) // 4, SYMBOLS), -9.0, np.float32)
        frames[:, BLANK] = -0.01
        symbols = spell(text)
        for index, symbol in enumerate(symbols):
            at = round((index + 0.5) * len(frames) / len(symbols))
            frames[at, symbol] = surely if symbol == SPACE else -0.1
            frames[at, BLANK] = -3.0
        return frames

    return hear


def test_words_are_cut_where_the_reader_pauses_between_them() -> None:
    (words,) = splices.cut([_recording("나라 사랑")], _hearing("나라 사랑", -0.1)).words
    assert [word.text for word in words] == ["나라", "사랑"]
    assert PAUSE.start <= len(words[0].sound) <= PAUSE.stop
    assert sum(len(word.sound) for word in words) == 2 * RATE


def test_words_stay_together_where_no_space_is_heard() -> None:
    assert not splices.cut([_recording("나라 사랑")], _hearing("나라 사랑", -6.0)).words


def test_a_new_sentence_is_made_of_whole_words_of_one_reader() -> None:
    said = {"a": "나라 사랑", "b": "우리 마을"}
    recordings = [_recording(text, speaker) for speaker, text in said.items()]
    rows = [splices.cut([one], _hearing(one.text, -0.1)).words for one in recordings]
    mixed = splices.Splices([row for (row,) in rows])
    random = np.random.default_rng(3)
    for drawn in [mixed.draw(random) for _ in range(20)]:
        words = drawn.text.split()
        assert len(words) >= 2
        assert set(words) <= set(said[drawn.speaker].split())
        assert drawn.seconds == pytest.approx(len(words), abs=0.12 * len(words))
    assert len({drawn.text for drawn in [mixed.draw(random) for _ in range(20)]}) > 5
