import numpy as np

from speech.audio import RATE
from speech.ctc.features import BANDS, WINDOW, log_mel
from speech.types import Samples


def sweep(seconds: float) -> Samples:
    time = np.arange(int(seconds * RATE)) / RATE
    return (0.1 * np.sin(2 * np.pi * (100 + 1500 * time) * time)).astype(np.float32)


def test_a_hundred_frames_a_second() -> None:
    assert log_mel(sweep(2.0)).shape == (198, BANDS)


def test_less_than_a_window_has_no_frames() -> None:
    assert log_mel(np.zeros(WINDOW - 1, np.float32)).shape == (0, BANDS)


def test_loud_and_quiet_look_alike() -> None:
    np.testing.assert_allclose(log_mel(sweep(1.0)), log_mel(0.02 * sweep(1.0)), atol=1e-3)


def test_silence_is_finite() -> None:
    assert np.isfinite(log_mel(np.zeros(RATE, np.float32))).all()


def test_a_rising_tone_climbs_the_bands() -> None:
    highest = log_mel(sweep(1.5)).argmax(axis=1)
    assert highest[140] > highest[70] > highest[5]
