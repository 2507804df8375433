"""The caller's side of a conversation: a WAV file as 48 kHz mono. What cannot be spoken is refused with its reason."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import soundfile
import soxr

from harness.sound import HOP, RATE, Pcm, levels, loud_samples, own_voice_threshold, voiced_hops

LONGEST = 60.0
"""seconds; nobody asks a question longer than this"""

Reason = Literal["missing", "not-a-wav", "empty", "too-long", "silent"]


class RecordingError(Exception):
    """A file that cannot be spoken."""

    def __init__(self, code: Reason, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.message} ({self.code})"


@dataclass(frozen=True, slots=True)
class Recording:
    path: Path
    samples: Pcm
    """48 kHz mono int16, shape (n,)"""
    voiced_end: int
    """samples from the start to just after the last voiced one"""

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


def read_recording(path: Path) -> Recording:
    """Read a WAV of any rate and number of channels (mixed to one); raises RecordingError."""
    try:
        with soundfile.SoundFile(path) as file:
            if file.format not in ("WAV", "WAVEX", "RF64"):
                raise RecordingError("not-a-wav", f"{path} is {file.format}, not a WAV file")
            if file.frames > LONGEST * file.samplerate:
                seconds = file.frames / file.samplerate
                raise RecordingError("too-long", f"{path} lasts {seconds:.0f} s; at most {LONGEST:.0f} s can be said")
            channels, rate = file.read(dtype="float32", always_2d=True), file.samplerate
    except soundfile.LibsndfileError as error:
        raise _unreadable(path) from error
    if not len(channels):
        raise RecordingError("empty", f"{path} holds no sound")
    mono = np.nan_to_num(channels, nan=0.0, posinf=0.0, neginf=0.0).mean(axis=1)
    loud = np.clip(soxr.resample(mono, rate, RATE), -1, 1) * 32767
    samples: Pcm = np.round(loud).astype(np.int16)
    return Recording(path, samples, _voiced_end(path, samples))


def _unreadable(path: Path) -> RecordingError:
    if not path.is_file():
        return RecordingError("missing", f"{path} is not there")
    if not path.stat().st_size:
        return RecordingError("empty", f"{path} is empty")
    return RecordingError("not-a-wav", f"{path} is not a WAV file")


def _voiced_end(path: Path, samples: Pcm) -> int:
    threshold = own_voice_threshold(samples)
    voiced = voiced_hops(levels(samples), threshold)
    if not len(voiced):
        raise RecordingError("silent", f"nobody speaks in {path}")
    start = int(voiced[-1]) * HOP
    loud = loud_samples(samples[start : start + HOP], threshold)
    return start + int(loud[-1]) + 1 if len(loud) else start + HOP
