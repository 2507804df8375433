"""Measuring on made-up streams whose truth is known to the millisecond."""

import numpy as np
import pytest
from numpy.typing import NDArray

from harness.measure import gaps, measure_turn
from harness.received import Picture, Received, SoundPiece
from harness.sound import RATE

SPOKEN = 1_000.0
"""the caller's last voiced sample, seconds"""
STEP = 960
SOUND_CLOCK, PICTURE_CLOCK = 17.0, 905.0
"""the sender's clocks begin anywhere"""


def loudness(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Uneven syllables over three seconds."""
    wave = 0.5 + 0.3 * np.sin(2 * np.pi * 3.1 * at) + 0.2 * np.sin(2 * np.pi * 1.37 * at + 1)
    return np.where((at < 0) | (at > 3), 0.0, np.clip(wave, 0.05, 1))


def hear(answer: float, jitter: float = 0.0) -> list[SoundPiece]:
    """Packets from one second before the end of the question; the voice begins `answer` seconds after it."""
    delays = np.random.default_rng(1).uniform(0, jitter, 300)
    pieces = []
    for number in range(300):
        begin = -1 + number * STEP / RATE
        at = begin + np.arange(STEP) / RATE - answer
        samples = 9_000 * loudness(at) * np.sin(2 * np.pi * 400 * at) + np.random.default_rng(number).normal(0, 6, STEP)
        arrival = SPOKEN + begin + float(delays[number])
        pieces.append(SoundPiece(arrival, SOUND_CLOCK + begin, samples.astype(np.int16)))
    return pieces


def see(answer: float, moves: bool = True) -> list[Picture]:
    pictures = []
    for number in range(150):
        begin = -1 + number / 25
        opening = float(loudness(np.array([begin - answer]))[0]) if moves else 0.0
        coding = float(np.random.default_rng(number).uniform(0, 0.01))
        pictures.append(Picture(SPOKEN + begin, PICTURE_CLOCK + begin, opening + coding))
    return pictures


@pytest.mark.parametrize("answer", [0.207, 0.4, 0.853])
def test_the_first_sound_is_found_inside_its_packet(answer: float) -> None:
    seen = measure_turn(Received(hear(answer), see(answer)), SPOKEN, SPOKEN + 4.5)
    assert seen.voice_to_voice == pytest.approx(answer, abs=0.004)
    assert seen.first_frame == pytest.approx(answer, abs=0.05)


@pytest.mark.parametrize("lag", [-0.2, -0.06, 0.0, 0.12, 0.3])
def test_the_skew_has_size_and_sign(lag: float) -> None:
    seen = measure_turn(Received(hear(0.5, jitter=0.03), see(0.5 + lag)), SPOKEN, SPOKEN + 4.5)
    assert seen.skew is not None
    assert seen.skew.seconds == pytest.approx(lag, abs=0.03)


def test_a_still_mouth_has_neither_movement_nor_skew() -> None:
    seen = measure_turn(Received(hear(0.4), see(0.4, moves=False)), SPOKEN, SPOKEN + 4.5)
    assert seen.voice_to_voice == pytest.approx(0.4, abs=0.01)
    assert seen.first_frame is None
    assert seen.skew is None


def test_silence_is_not_an_answer() -> None:
    seen = measure_turn(Received(hear(60.0), see(60.0)), SPOKEN, SPOKEN + 4.5)
    assert seen.voice_to_voice is None
    assert seen.first_frame is None


def test_a_loud_line_is_not_an_answer() -> None:
    noise = np.random.default_rng(2).normal(0, 200, (300, STEP)).astype(np.int16)
    sound = [SoundPiece(p.arrival, p.at, n + p.samples) for p, n in zip(hear(0.6), noise, strict=True)]
    seen = measure_turn(Received(sound, see(0.6)), SPOKEN, SPOKEN + 4.5)
    assert seen.voice_to_voice == pytest.approx(0.6, abs=0.02)


def test_a_click_is_not_an_answer() -> None:
    sound = hear(0.6)
    sound[60].samples[100:200] = 9_000
    assert measure_turn(Received(sound, see(0.6)), SPOKEN, SPOKEN + 4.5).voice_to_voice == pytest.approx(0.6, abs=0.01)


def test_a_packet_that_is_late_or_lost_is_a_gap_only_inside_the_answer() -> None:
    sound = hear(0.5)
    before, inside = 60, 130
    kept = [piece for number, piece in enumerate(sound) if number not in range(before, before + 5)]
    kept = [piece for piece in kept if piece not in sound[inside : inside + 5]]
    (gap,) = measure_turn(Received(kept, see(0.5)), SPOKEN, SPOKEN + 4.5).sound_gaps
    assert gap.seconds == pytest.approx(0.12)
    assert gap.begin == pytest.approx(sound[inside - 1].arrival)


def test_a_picture_that_stands_is_a_freeze() -> None:
    pictures = see(0.5)
    del pictures[60:66]
    (freeze,) = measure_turn(Received(hear(0.5), pictures), SPOKEN, SPOKEN + 4.5).freezes
    assert freeze.seconds == pytest.approx(0.28)


def test_an_even_stream_has_no_gaps() -> None:
    assert gaps(hear(0.5, jitter=0.03), 0.06) == ()


def test_nothing_received_is_nothing_measured() -> None:
    seen = measure_turn(Received(), SPOKEN, SPOKEN + 4.5)
    assert (seen.voice_to_voice, seen.first_frame, seen.skew) == (None, None, None)
