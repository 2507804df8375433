"""A voice and the ways a call wears it down."""

import io
from collections.abc import Callable
from fractions import Fraction

import av
import numpy as np
import pytest

from speech.audio import resample
from speech.types import AudioChunk, Samples
from speech.voices import espeak

CALL_RATE = 48_000


@pytest.fixture(scope="session")
def voice() -> espeak.EspeakVoice:
    return espeak.load()


@pytest.fixture(scope="session")
def recording(voice: espeak.EspeakVoice) -> Callable[..., AudioChunk]:
    """Someone says a sentence into a 48 kHz microphone, with silence around it."""

    def say(text: str, pace: float = 1.0) -> AudioChunk:
        pieces = [
            resample(AudioChunk(piece.samples, piece.rate), CALL_RATE).samples for piece in voice.speak(text, pace)
        ]
        silence = np.zeros(CALL_RATE // 2, np.float32)
        return AudioChunk(np.concatenate([silence, *pieces, silence]), CALL_RATE)

    return say


@pytest.fixture(scope="session")
def opus() -> Callable[[AudioChunk], AudioChunk]:
    """Through the codec of a call and back, 24 kbit/s."""

    def code(chunk: AudioChunk) -> AudioChunk:
        file = io.BytesIO()
        with av.open(file, "w", format="ogg") as container:
            stream = container.add_stream("libopus", rate=CALL_RATE, layout="mono")
            stream.bit_rate = 24_000
            frame = av.AudioFrame.from_ndarray(_int16(chunk.samples), format="s16", layout="mono")
            frame.sample_rate, frame.time_base, frame.pts = CALL_RATE, Fraction(1, CALL_RATE), 0
            container.mux([*stream.encode(frame), *stream.encode(None)])
        file.seek(0)
        resampler = av.AudioResampler("s16", "mono", CALL_RATE)
        with av.open(file, "r") as heard:
            frames = [part for frame in heard.decode(audio=0) for part in resampler.resample(frame)]
        samples = np.concatenate([frame.to_ndarray().ravel() for frame in frames])
        return AudioChunk((samples / 32768).astype(np.float32), CALL_RATE)

    return code


def _int16(samples: Samples) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    return (np.clip(samples, -1, 1) * 32767).astype(np.int16)[None]
