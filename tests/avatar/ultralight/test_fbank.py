import numpy as np

from avatar.ultralight.fbank import fbank

RATE = 16_000


def tone(hertz: float, seconds: float = 0.5) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    return (9000 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(np.int16)


def test_only_whole_windows_become_frames() -> None:
    assert fbank(np.zeros(400, np.int16)).shape == (1, 80)
    assert fbank(np.zeros(66 * 160 + 400, np.int16)).shape == (67, 80)
    assert fbank(np.zeros(66 * 160 + 399, np.int16)).shape == (66, 80)


def test_silence_and_a_steady_offset_are_the_lowest_value() -> None:
    lowest = np.log(np.finfo(np.float32).eps)
    np.testing.assert_allclose(fbank(np.zeros(800, np.int16)), lowest, atol=1e-4)
    np.testing.assert_allclose(fbank(np.full(800, 5000, np.int16)), lowest, atol=1e-4)


def test_a_tone_stands_in_the_band_of_its_pitch() -> None:
    mels = 1127 * np.log(1 + np.array([20.0, 8000.0]) / 700)
    for hertz in (300.0, 1000.0, 4000.0):
        place = (1127 * np.log(1 + hertz / 700) - mels[0]) / (mels[1] - mels[0]) * 81 - 1
        assert abs(fbank(tone(hertz)).mean(axis=0).argmax() - place) <= 1


def test_a_click_at_the_end_of_the_samples_changes_the_frames_that_reach_it_alone() -> None:
    quiet = tone(500, 0.2)
    loud = quiet.copy()
    loud[400:560] = 20_000
    apart = np.abs(fbank(loud) - fbank(quiet)).max(axis=1)
    assert apart[0] == 0 and apart[1:4].min() > 0.5 and apart[4:].max() == 0
