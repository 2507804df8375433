"""What came back in a call, each thing with the moment it reached this machine."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from av import AudioFrame, VideoFrame
from numpy.typing import NDArray

from harness.sound import RATE, Pcm
from harness.wire import Message


@dataclass(frozen=True, slots=True)
class SoundPiece:
    arrival: float
    """seconds, time.monotonic"""
    at: float
    """seconds on the sender's sound clock"""
    samples: Pcm

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


@dataclass(frozen=True, slots=True)
class Picture:
    arrival: float
    """seconds, time.monotonic, of the last packet"""
    at: float
    """seconds on the sender's picture clock"""
    opening: float
    """of the mouth, 0 shut … 1 wide; NaN: nobody looked"""


@dataclass(slots=True)
class Received:
    sound: list[SoundPiece] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def forget_media_before(self, arrival: float) -> None:
        """A long call would fill the memory."""
        self.sound = [piece for piece in self.sound if piece.arrival >= arrival]
        self.pictures = [picture for picture in self.pictures if picture.arrival >= arrival]


def sound_piece(frame: AudioFrame, arrival: float) -> SoundPiece:
    """From a decoded packet: 48 kHz, 16 bit, interleaved."""
    channels = frame.to_ndarray().reshape(-1, len(frame.layout.channels))
    return SoundPiece(arrival, _seconds(frame), channels.mean(axis=1).astype(np.int16))


def picture(frame: VideoFrame, arrival: float, mouth: Callable[[NDArray[np.uint8]], float]) -> Picture:
    """`mouth`: reads from an RGB picture how far the mouth is open."""
    image = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    return Picture(arrival, _seconds(frame), mouth(image))


def _seconds(frame: AudioFrame | VideoFrame) -> float:
    return 0.0 if frame.pts is None or frame.time_base is None else float(frame.pts * frame.time_base)
