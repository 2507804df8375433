"""Sound at the border: files and microphone frames become mono float32 at a wanted rate.

Knows nothing of what is said in them.
"""

from pathlib import Path
from typing import Final, Literal

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from speech.types import AudioChunk, Samples

RATE: Final = 16_000
"""Hz; what voice detection and recognition work at"""
LONGEST: Final = 120.0
"""seconds of a file that is still read"""
SILENCE_DBFS: Final = -120.0

AudioCode = Literal["audio-missing", "audio-not-wav", "audio-empty", "audio-too-long"]


class AudioError(ValueError):
    """A recording that cannot be used."""

    def __init__(self, code: AudioCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def read_wav(path: Path | str, rate: int = RATE, longest: float = LONGEST) -> AudioChunk:
    """Any WAV file as mono at `rate` Hz. Raises AudioError; nothing of a file longer than `longest` seconds is read."""
    if not Path(path).is_file():
        raise AudioError("audio-missing", f"{path}: no such file")
    try:
        with soundfile.SoundFile(str(path)) as file:
            _check(file, path, longest)
            samples, own_rate = file.read(dtype="float32", always_2d=True), file.samplerate
    except soundfile.LibsndfileError as error:
        raise AudioError("audio-not-wav", f"{path}: not a WAV file ({error.error_string})") from error
    mono = sanitise(samples.mean(axis=1))
    return resample(AudioChunk(mono, own_rate), rate)


def _check(file: soundfile.SoundFile, path: Path | str, longest: float) -> None:
    if file.format not in ("WAV", "WAVEX", "RF64"):
        raise AudioError("audio-not-wav", f"{path}: not a WAV file but {file.format}")
    if not file.frames:
        raise AudioError("audio-empty", f"{path}: no sound in the file")
    if file.frames > longest * file.samplerate:
        seconds = file.frames / file.samplerate
        raise AudioError("audio-too-long", f"{path}: {seconds:.0f} s long; at most {longest:.0f} s are read")


def sanitise(samples: Samples) -> Samples:
    """What is not a number becomes silence, a constant offset goes, the rest is clipped to −1…1."""
    finite = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    clipped: Samples = np.clip(finite - finite.mean(), -1.0, 1.0).astype(np.float32)
    return clipped


def resample(chunk: AudioChunk, rate: int) -> AudioChunk:
    """The whole chunk at another rate."""
    if chunk.rate == rate:
        return chunk
    samples: Samples = soxr.resample(chunk.samples, chunk.rate, rate).astype(np.float32)
    return AudioChunk(samples, rate)


def level_dbfs(samples: Samples) -> float:
    """Root mean square in dB below full scale; a full-scale sine is −3, silence −120."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return max(SILENCE_DBFS, 10 * float(np.log10(power + 1e-12)))


class MicrophoneResampler:
    """One caller's microphone: interleaved int16 at 48 kHz (aiortc's frames) → mono float32 at `rate`, as it arrives.

    Delays by the filter's few milliseconds; keeps its state from frame to frame, so the seams are not heard.
    """

    def __init__(self, source_rate: int = 48_000, channels: int = 2, rate: int = RATE) -> None:
        self._channels = channels
        self._stream = soxr.ResampleStream(source_rate, rate, 1, dtype="float32", quality="MQ")

    def feed(self, frame: NDArray[np.int16]) -> Samples:
        """Any number of interleaved samples, shape (n * channels,) or (1, n * channels)."""
        sound = frame.reshape(-1, self._channels)
        mono = sound[:, 0] if self._channels == 1 else sound.mean(axis=1, dtype=np.float32)
        samples: Samples = self._stream.resample_chunk(mono * np.float32(1 / 32768))
        return samples
