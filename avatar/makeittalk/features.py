"""What the networks hear: mel bands and pitch for AutoVC, mel bands of another kind for the voice print."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, filtfilt

from avatar.makeittalk.pitch import HOP, pitch
from avatar.makeittalk.spectrum import RATE, Floats, magnitudes, mel_bands

PITCHES: Final = 257
"""classes of pitch"""
PRINT_BANDS, PRINT_FRAMES = 40, 160
"""of a slice for the voice print"""
FRAME_RATE: Final = RATE / HOP
"""frames a second: 62.5"""
_LEVEL: Final = -20.0
"""dBFS"""
_SCALE: Final = 0.95
_NOISE: Final = 1e-6
_FLOOR: Final = 1e-5
_PRINT_LEVEL: Final = -30.0
"""dBFS up to which a quiet voice is raised for its print"""
_PRINT_WINDOW, _PRINT_HOP = 400, 160
_SILENT: Final = 40.0
"""decibels below its loud parts at which a voice counts as silent"""


def levelled(sound: Floats) -> Floats:
    """At −20 dBFS."""
    power = float(np.sqrt(np.mean(sound**2)))
    return sound if power == 0 else np.asarray(np.clip(sound * (10 ** (_LEVEL / 20) / power), -1, 1))


def filtered(sound: Floats) -> Floats:
    """Without rumble, a little quieter, with the faintest noise, always the same."""
    if len(sound) % HOP == 0:
        sound = np.append(sound, 1e-6)
    above, below = butter(5, 30 / (RATE / 2), btype="high")
    noise = np.random.RandomState(0).rand(len(sound)) - 0.5  # the training's own generator: other numbers otherwise
    return np.asarray(filtfilt(above, below, sound) * _SCALE + noise * _NOISE)


def mel(filtered_sound: Floats) -> Floats:
    """(T, 80), about 0…1; T = 1 + n // 256."""
    bands = magnitudes(filtered_sound, 1024, HOP, mirrored=True) @ mel_bands(1024, 80, 90.0, 7600.0)
    return np.asarray((20 * np.log10(np.maximum(_FLOOR, bands)) - 16 + 100) / 100)


def pitch_classes(hertz: Floats) -> NDArray[np.float32]:
    """One of 257 for each frame: 0 unvoiced, else how far log pitch is from the voice's mean; shape (T, 257)."""
    voiced = hertz > 0
    number = np.zeros(len(hertz), np.intp)
    if voiced.any():
        heights = np.log(hertz[voiced])
        spread = max(float(heights.std()), 1e-6)
        share = (np.clip((heights - heights.mean()) / spread / 4, -1, 1) + 1) / 2
        number[voiced] = 1 + np.round(share * (PITCHES - 2)).astype(np.intp)
    return np.eye(PITCHES, dtype=np.float32)[number]


def heard(sound: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(T, 80) and (T, 257) for AutoVC, of 16 kHz sound."""
    clean = filtered(levelled(sound))
    return mel(clean).astype(np.float32), pitch_classes(pitch(clean))


def print_slices(sound: Floats) -> NDArray[np.float32]:
    """(n, 160, 40): pieces of 1.6 s, two beginning each second; silence between words left out.

    Upstream leaves out silence by webrtcvad; here it is what lies 40 dB below the loud parts.
    """
    voice = _without_silence(_raised(sound))
    starts = _slice_starts(len(voice))
    voice = np.pad(voice, (0, max(0, (starts[-1] + PRINT_FRAMES) * _PRINT_HOP - len(voice))))
    power = magnitudes(voice, _PRINT_WINDOW, _PRINT_HOP, mirrored=False) ** 2
    bands = (power @ mel_bands(_PRINT_WINDOW, PRINT_BANDS, 0.0, RATE / 2)).astype(np.float32)
    return np.stack([bands[start : start + PRINT_FRAMES] for start in starts])


def _raised(sound: Floats) -> Floats:
    power = float(np.sqrt(np.mean(sound**2)))
    wanted = 10 ** (_PRINT_LEVEL / 20)
    return sound if power == 0 or power >= wanted else sound * (wanted / power)


def _without_silence(sound: Floats) -> Floats:
    window = RATE * 30 // 1000
    pieces = sound[: len(sound) // window * window].reshape(-1, window)
    if not len(pieces):
        return sound
    power = np.mean(pieces**2, axis=1)
    loud = power > np.percentile(power, 95) * 10 ** (-_SILENT / 10)
    kept = np.convolve(loud, np.ones(7), mode="same") > 0
    return pieces[kept].ravel() if kept.any() else sound


def _slice_starts(samples: int) -> list[int]:
    """Frames at which a slice begins; the last is left out where it would be mostly empty."""
    step = round(RATE / 2 / _PRINT_HOP)
    frames = -(-(samples + 1) // _PRINT_HOP)
    starts = list(range(0, max(1, frames - PRINT_FRAMES + step + 1), step))
    covered = (samples - starts[-1] * _PRINT_HOP) / (PRINT_FRAMES * _PRINT_HOP)
    return starts[:-1] if covered < 0.75 and len(starts) > 1 else starts
