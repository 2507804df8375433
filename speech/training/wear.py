"""What a room, a microphone and other people do to a voice, made up by chance. All numbers are ranges to draw from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import numpy as np
from scipy.signal import oaconvolve

from speech.audio import RATE
from speech.types import Samples

ROOMS: Final = 0.5
"""share of utterances said in a room"""
NOISES: Final = 0.8
"""share of utterances said in noise"""
SNR: Final = (0.0, 28.0)
"""dB"""
REVERBERATION: Final = (0.15, 2.2)
"""seconds until the low notes of a room are 60 dB quieter; the high ones fade sooner"""
DIRECT: Final = (-3.0, 15.0)
"""dB of the direct sound over all that the walls send back"""
EDGES: Final = (0.03, 0.6)
"""seconds of silence before and behind"""
MICROPHONE: Final = (-75.0, -40.0)
"""dB of its own hiss below the voice"""
_NOISE_SECONDS: Final = 12
_NOISE_BANK: Final = 48

_Choice = TypeVar("_Choice")


@dataclass(slots=True)
class Wear:
    """`rooms` and `noises` are recordings at 16 kHz, used one time in two beside the made-up ones."""

    random: np.random.Generator
    rooms: Sequence[Samples] = ()
    noises: Sequence[Samples] = ()
    _bank: list[Samples] = field(default_factory=list)

    def renew(self, voices: Sequence[Samples]) -> None:
        """Make a new bank of noises; `voices` are mixed into babble."""
        self._bank = [
            noise
            for _ in range(_NOISE_BANK // 6)
            for noise in (
                *(coloured_noise(self.random), coloured_noise(self.random), hum(self.random)),
                *(handling(self.random), music(self.random), babble(voices, self.random)),
            )
        ]

    def __call__(self, voice: Samples) -> Samples:
        if self.random.random() < ROOMS:
            voice = in_room(voice, self._room())
        edges = (self.random.uniform(*EDGES, 2) * RATE).astype(int)
        worn = np.pad(voice, (edges[0], edges[1]))
        level = loudness(voice)
        hiss = self.random.standard_normal(len(worn), np.float32) * level * _ratio(self.random.uniform(*MICROPHONE))
        if self.random.random() < NOISES:
            worn = worn + at_level(self._noise(len(worn)), level * _ratio(-self.random.uniform(*SNR)))
        return (worn + hiss).astype(np.float32)

    def _room(self) -> Samples:
        if self.rooms and self.random.random() < 0.5:
            return drawn(self.rooms, self.random)
        return room(self.random.uniform(*REVERBERATION), self.random)

    def _noise(self, length: int) -> Samples:
        bank = self.noises if self.noises and self.random.random() < 0.5 else self._bank
        return excerpt(drawn(bank, self.random), length, self.random)


def drawn(choices: Sequence[_Choice], random: np.random.Generator) -> _Choice:
    return choices[int(random.integers(len(choices)))]


def excerpt(sound: Samples, length: int, random: np.random.Generator) -> Samples:
    """`length` samples from anywhere in a sound, which is repeated."""
    part: Samples = np.take(sound, np.arange(length) + random.integers(len(sound)), mode="wrap")
    return part


def room(seconds: float, random: np.random.Generator) -> Samples:
    """A response: the direct sound, some first echoes, then noise that is 60 dB quieter after `seconds`."""
    length = int(seconds * RATE)
    dull = np.convolve(random.standard_normal(length), np.ones(6) / 6, "same")
    bright = random.standard_normal(length) - dull
    fading = -6.9 * np.arange(length) / length
    walls = dull * np.exp(fading) + random.uniform(0.3, 1.0) * bright * np.exp(fading * random.uniform(1.2, 3.0))
    first = random.integers(RATE // 1000, RATE // 20, random.integers(3, 15))
    walls[np.minimum(first, length - 1)] += random.uniform(-6, 6, len(first))
    walls[: random.integers(8, 160)] = 0
    walls *= _ratio(-random.uniform(*DIRECT)) / np.sqrt(np.sum(walls**2))
    walls[0] = 1
    return walls.astype(np.float32)


def in_room(voice: Samples, response: Samples) -> Samples:
    heard: Samples = oaconvolve(voice, response).astype(np.float32)
    return heard


def coloured_noise(random: np.random.Generator) -> Samples:
    """Noise anywhere between white and brown that swells and ebbs."""
    length = _NOISE_SECONDS * RATE
    spectrum = np.fft.rfft(random.standard_normal(length, np.float32))
    noise = np.fft.irfft(spectrum * np.arange(1, len(spectrum) + 1, dtype=np.float32) ** -random.uniform(0, 1), length)
    swell = np.interp(np.arange(length), np.linspace(0, length, 25), random.uniform(0.3, 1.0, 25))
    return (noise * swell).astype(np.float32)


def hum(random: np.random.Generator) -> Samples:
    """Mains hum or a motor with its overtones, in a little hiss."""
    time = np.arange(_NOISE_SECONDS * RATE, dtype=np.float32) / RATE
    base = random.choice([50.0, 60.0, random.uniform(80, 400)])
    tones = sum(np.sin(2 * np.pi * base * n * time) / n ** random.uniform(0.3, 1.5) for n in range(1, 12))
    return np.asarray(tones + 0.1 * random.standard_normal(len(time), np.float32), np.float32)


def handling(random: np.random.Generator) -> Samples:
    """Knocks, taps and rubs: short bursts of noise, each within its own band."""
    noise = np.zeros(_NOISE_SECONDS * RATE, np.float32)
    quickest = random.choice([0.004, 0.05])
    for start in random.integers(0, len(noise) - RATE, random.integers(10, 80)):
        length = int(random.uniform(quickest, 6 * quickest) * RATE)
        burst = random.standard_normal(length) * np.exp(-random.uniform(2, 6) * np.arange(length) / length)
        smooth = random.integers(1, 12)
        dull = np.convolve(burst, np.ones(smooth) / smooth, "same")
        noise[start : start + length] += random.lognormal(0, 0.7) * (
            dull if random.random() < 0.6 else burst - dull / 2
        )
    return noise + np.float32(0.01) * random.standard_normal(len(noise), np.float32)


def music(random: np.random.Generator) -> Samples:
    """Chords of a tune, one after another."""
    time = np.arange(RATE, dtype=np.float32) / RATE
    chords = []
    for _ in range(_NOISE_SECONDS * 2):
        notes = 110 * 2 ** (random.choice([0, 2, 4, 5, 7, 9, 11, 12, 14, 16, 19], 3) / 12 + random.integers(0, 2))
        tones = sum(np.sin(2 * np.pi * note * n * time) / n**1.3 for note in notes for n in range(1, 6))
        chords.append((tones * np.exp(-random.uniform(1, 6) * time))[: RATE // 2])
    return np.concatenate(chords).astype(np.float32)


def babble(voices: Sequence[Samples], random: np.random.Generator) -> Samples:
    """Three to seven people talking at once."""
    length = _NOISE_SECONDS * RATE
    people = [np.resize(drawn(voices, random), length) for _ in range(random.integers(3, 8))]
    return np.asarray(
        sum(at_level(np.roll(one, random.integers(length)), random.uniform(0.4, 1.0)) for one in people), np.float32
    )


def at_level(sound: Samples, level: float) -> Samples:
    """The sound with this root mean square."""
    return (sound * (level / (float(np.sqrt(np.mean(sound**2))) + 1e-9))).astype(np.float32)


def loudness(voice: Samples) -> float:
    """Root mean square of the louder half of the 25 ms pieces."""
    pieces = voice[: len(voice) // 400 * 400].reshape(-1, 400)
    energies = np.sort(np.mean(pieces**2, axis=1))
    return float(np.sqrt(np.mean(energies[len(energies) // 2 :]))) if len(energies) else 0.0


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))
