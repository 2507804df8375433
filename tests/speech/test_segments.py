"""The short window, and what happens when it goes wrong."""

import numpy as np
import pytest

from speech.segments import FULL, listen
from speech.types import AudioChunk, Samples, Transcript, Word

GOOD = Transcript("기초연금은 언제 나와요?", 0.9, (Word("기초연금은", 0.1, 0.5),), lambda texts: [], -0.1, 0.01)
LOST = {
    "unlikely": Transcript("기초연 그 은", 0.2, log_probability=-1.6, no_speech=0.1),
    "repeats": Transcript("연금은 언제 " * 12, 0.9, log_probability=-0.1, no_speech=0.1),
    "too fast": Transcript("기초연금은 언제 어디서 어떻게 신청을 해야 하는지 궁금해서 전화했어요", 0.9),
}
SILENT = Transcript("기초연금은", 0.4, log_probability=-0.9, no_speech=0.9)


def sound(seconds: float, rate: int = 16_000) -> AudioChunk:
    return AudioChunk(np.random.default_rng(0).normal(0, 0.1, round(seconds * rate)).astype(np.float32), rate)


class Network:
    """Writes what it is told to for short windows and for whole ones."""

    def __init__(self, short: Transcript, whole: Transcript = GOOD) -> None:
        self._short, self._whole = short, whole
        self.windows: list[float] = []
        self.heard: list[Samples] = []

    def __call__(self, samples: Samples, window: float) -> Transcript:
        self.windows.append(window)
        self.heard.append(samples)
        return self._short if window < FULL else self._whole


def test_one_short_look_is_enough_when_it_is_believable() -> None:
    network = Network(GOOD)
    assert listen(sound(2), network) == GOOD
    assert len(network.windows) == 1 and 2 < network.windows[0] < 6


@pytest.mark.parametrize("lost", LOST.values(), ids=LOST)
def test_the_whole_window_is_taken_when_the_short_one_goes_wrong(lost: Transcript) -> None:
    network = Network(lost)
    assert listen(sound(2.4), network) == GOOD
    assert network.windows[1:] == [FULL]


def test_nothing_is_heard_when_the_whole_window_goes_wrong_too() -> None:
    assert listen(sound(2), Network(LOST["unlikely"], LOST["repeats"])).text == ""


def test_silence_gets_no_second_look() -> None:
    network = Network(SILENT)
    assert listen(sound(2), network).text == ""
    assert len(network.windows) == 1


@pytest.mark.parametrize("seconds", [28.0, 30.0])
def test_what_fills_the_window_is_looked_at_once(seconds: float) -> None:
    network = Network(LOST["unlikely"], LOST["unlikely"])
    listen(sound(seconds), network)
    assert network.windows == [FULL]


def test_long_speech_is_cut_where_it_is_quiet_and_joined_again() -> None:
    audio = sound(40)
    audio.samples[28 * 16_000 : 28 * 16_000 + 1600] = 0
    network = Network(GOOD)
    heard = listen(audio, network)
    assert 28.0 <= len(network.heard[0]) / 16_000 <= 28.1
    assert sum(map(len, network.heard)) == 40 * 16_000
    assert heard.text == f"{GOOD.text} {GOOD.text}" and heard.likelihood is None
    assert heard.words[1].start == pytest.approx(0.1 + len(network.heard[0]) / 16_000)


def test_networks_hear_16_khz_and_numbers_only() -> None:
    network = Network(GOOD)
    audio = sound(2, 48_000)
    audio.samples[:100] = np.nan
    listen(audio, network)
    assert len(network.heard[0]) == 32_000 and np.isfinite(network.heard[0]).all()


@pytest.mark.parametrize("seconds", [0.0, 0.05])
def test_a_click_is_not_looked_at(seconds: float) -> None:
    network = Network(GOOD)
    assert listen(sound(seconds), network).text == "" and network.windows == []
