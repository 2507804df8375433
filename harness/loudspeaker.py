"""The way of a voice from a server to a loudspeaker, through a room into the microphone, and back."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import av
import numpy as np
import soxr
from numpy.typing import NDArray

from speech.training.wear import drawn, in_room, room
from speech.types import Samples

RATE: Final = 16_000
"""Hz, of everything here"""
CODEC_RATE: Final = 48_000
"""Hz"""
RINGING: Final = 0.3
"""seconds of a measured response that are used"""
BIT_RATE: Final = 24_000
"""bit/s; a call's Opus when the line is thin"""


@dataclass(frozen=True, slots=True, eq=False)
class Loudspeaker:
    response: Samples
    """of room, loudspeaker and microphone together"""
    delay: float
    """seconds there and back"""
    gain: float
    """dB from what was sent to what the microphone hears of it"""
    overdriven: bool = False
    """a small loudspeaker turned up: its peaks are rounded off"""
    noise: float = -65.0
    """dBFS, of the microphone and the room"""

    def heard(self, sent: Samples, random: np.random.Generator) -> Samples:
        """What the microphone picks up of what was sent; as many samples as were sent."""
        played = through_opus(sent)
        if self.overdriven:
            played = np.asarray(np.tanh(3 * played) / 3, np.float32)
        energy = float(np.sqrt(np.sum(self.response**2)))
        echo = in_room(played, self.response / energy)[: len(sent)] * _ratio(self.gain)
        late = np.concatenate([np.zeros(round(self.delay * RATE), np.float32), echo])[: len(sent)]
        hiss = random.standard_normal(len(sent), np.float32) * _ratio(self.noise)
        return np.asarray(np.clip(late + hiss, -1, 1), np.float32)


def some_loudspeaker(random: np.random.Generator, rooms: Sequence[Samples] = ()) -> Loudspeaker:
    """Anywhere within 0.02–0.5 s and −30…+6 dB; `rooms` are measured responses, used one time in two."""
    response = drawn(rooms, random) if rooms and random.random() < 0.5 else room(random.uniform(0.1, 0.3), random)
    gain = random.uniform(-30, 6)
    return Loudspeaker(response, random.uniform(0.02, 0.5), gain, overdriven=gain > 0)


def ringing(response: Samples) -> Samples:
    """A measured response from its direct sound on, and no longer than RINGING: the way there counts as delay."""
    direct = int(np.argmax(np.abs(response) > 0.3 * np.abs(response).max()))
    return response[direct : direct + round(RINGING * RATE)]


def through_opus(sound: Samples) -> Samples:
    """Coded and decoded as in a call, without the codec's delay; as long as it was."""
    file = io.BytesIO()
    with av.open(file, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=CODEC_RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        frame = av.AudioFrame.from_ndarray(_pcm(sound), format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = CODEC_RATE, Fraction(1, CODEC_RATE), 0
        container.mux([*stream.encode(frame), *stream.encode(None)])
    file.seek(0)
    resampler = av.AudioResampler("s16", "mono", CODEC_RATE)
    with av.open(file, "r") as coded:
        frames = [part.to_ndarray().ravel() for frame in coded.decode(audio=0) for part in resampler.resample(frame)]
    pcm = np.concatenate(frames).astype(np.float32) / 32768
    decoded = np.asarray(soxr.resample(pcm, CODEC_RATE, RATE), np.float32)
    return np.pad(decoded, (0, max(0, len(sound) - len(decoded))))[: len(sound)]


def _pcm(sound: Samples) -> NDArray[np.int16]:
    """Shape (1, n), at CODEC_RATE."""
    wide = soxr.resample(sound, RATE, CODEC_RATE)
    return np.asarray(np.clip(wide, -1, 1) * 32767, np.int16)[None]


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))
