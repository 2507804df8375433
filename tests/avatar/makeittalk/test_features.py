import numpy as np
import pytest

from avatar.makeittalk.features import filtered, heard, levelled, pitch_classes, print_slices
from avatar.makeittalk.pitch import pitch
from avatar.makeittalk.spectrum import RATE, magnitudes, mel_bands


def voice(hertz: float, seconds: float, tones: int = 8) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    turns = hertz * np.arange(round(seconds * RATE)) / RATE
    return np.asarray(sum(0.1 / tone * np.sin(2 * np.pi * tone * turns) for tone in range(1, tones)))


def test_there_are_62_and_a_half_frames_a_second() -> None:
    mel, classes = heard(voice(180, 2.0))
    assert mel.shape == (1 + 2 * RATE // 256, 80)
    assert classes.shape == (len(mel), 257)
    assert (classes.sum(axis=1) == 1).all()


def test_bands_lie_where_slaney_put_them() -> None:
    """The middles of Slaney's scale: straight up to 1000 Hz, 27 steps for each factor 6.4 above."""
    bands = mel_bands(1024, 80, 90.0, 7600.0)
    tops = bands.argmax(axis=0) * RATE / 1024
    assert np.all(np.diff(tops) >= 0)
    low = tops[tops < 900]
    assert np.ptp(np.diff(low)) <= 2 * RATE / 1024
    assert bands.sum(axis=0) * RATE / 1024 == pytest.approx(np.ones(80), rel=0.25), "each has area 1"


def test_a_tone_is_loudest_in_its_own_place() -> None:
    lines = magnitudes(np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE), 1024, 256, mirrored=True)
    assert lines.argmax(axis=1)[5:-5].tolist() == [64] * (len(lines) - 10)
    assert lines[20, 64] == pytest.approx(256, rel=0.01), "half of half the window"


def test_loudness_of_the_recording_does_not_matter() -> None:
    quiet, loud = (heard(voice(200, 1.0) * gain)[0] for gain in (0.02, 1.0))
    assert np.abs(quiet - loud).max() < 0.05


def test_rumble_is_taken_out_and_the_noise_is_always_the_same() -> None:
    rumble = 0.3 * np.sin(2 * np.pi * 8 * np.arange(RATE) / RATE)
    assert np.abs(filtered(rumble)[2000:-2000]).max() < 0.01
    assert np.array_equal(filtered(rumble), filtered(rumble))


@pytest.mark.parametrize("hertz", [115, 180, 240, 330, 480])
def test_the_pitch_of_a_voice_is_found(hertz: float) -> None:
    found = pitch(voice(hertz, 1.0))[3:-3]
    assert (found > 0).all()
    assert np.abs(found / hertz - 1).max() < 0.02


def test_noise_and_silence_have_no_pitch() -> None:
    assert (pitch(np.random.default_rng(0).normal(0, 0.1, RATE)) == 0).mean() > 0.95
    assert (pitch(np.zeros(RATE)) == 0).all()


def test_pitch_classes_count_from_the_voices_own_mean() -> None:
    classes = pitch_classes(np.array([0.0, 200.0, 220.0, 242.0])).argmax(axis=1)
    assert classes[0] == 0
    assert 0 < classes[1] < classes[2] < classes[3]
    assert classes[2] == pytest.approx(128, abs=2)
    an_octave_up = pitch_classes(np.array([0.0, 400.0, 440.0, 484.0])).argmax(axis=1)
    assert (classes == an_octave_up).all()


def test_a_voice_without_pitch_is_all_unvoiced() -> None:
    assert (pitch_classes(np.zeros(5)).argmax(axis=1) == 0).all()


def test_print_slices_are_a_second_and_a_half_long_and_leave_out_silence() -> None:
    talk = np.concatenate([voice(200, 2.0), np.zeros(3 * RATE), voice(200, 2.0)])
    slices = print_slices(talk)
    assert slices.shape[1:] == (160, 40)
    assert len(slices) == len(print_slices(voice(200, 4.0))) or len(slices) <= 7
    assert (slices.max(axis=(1, 2)) > 0).all()
    assert print_slices(voice(200, 0.4)).shape == (1, 160, 40)


def test_silence_stays_silence() -> None:
    assert np.array_equal(levelled(np.zeros(100)), np.zeros(100))
    mel, classes = heard(np.zeros(RATE))
    assert np.isfinite(mel).all()
    assert (classes.argmax(axis=1) == 0).all()
