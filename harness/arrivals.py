"""When each piece of media really reached this machine, before decoding and before anyone waited for more.

aiortc's receiver gives out sound four packets late and a picture only when the next one begins. Both would be counted
against the server, so its jitter buffer is replaced by one that holds nothing back and notes each packet's arrival.
"""

import time
from collections.abc import Callable

from aiortc import RTCRtpReceiver
from aiortc.jitterbuffer import JitterBuffer, JitterFrame
from aiortc.rtp import RtpPacket
from av.frame import Frame

_SLOT = "_RTCRtpReceiver__jitter_buffer"
_TICKS = 90_000
"""of a picture's clock, a second"""
_KEPT = 1024
"""stamps remembered, for frames that are still being decoded"""


class StampingBuffer(JitterBuffer):
    def __init__(
        self, capacity: int, *, is_video: bool, on_picture: Callable[[float, float], None] | None = None
    ) -> None:
        super().__init__(capacity, prefetch=1, is_video=is_video)
        self._on_picture = on_picture
        self._stamps: dict[int, float] = {}
        self._first: int | None = None

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        self._stamps[packet.timestamp] = time.monotonic()
        if len(self._stamps) > _KEPT:
            del self._stamps[next(iter(self._stamps))]
        lost, frame = super().add(packet)
        if self._first is None and frame is not None:
            self._first = frame.timestamp
        if self._on_picture is None or frame is None:
            return lost, frame
        pts = (frame.timestamp - (self._first or 0)) & 0xFFFFFFFF
        self._on_picture(self.arrival(pts) or time.monotonic(), pts / _TICKS)
        return lost, None

    def arrival(self, pts: int) -> float | None:
        """When the last packet of the frame came. The receiver counts `pts` from the first frame that it gave out."""
        return None if self._first is None else self._stamps.get((self._first + pts) & 0xFFFFFFFF)


class Arrivals:
    """The arrival times (time.monotonic) of one receiver's frames."""

    def __init__(self, receiver: RTCRtpReceiver, on_picture: Callable[[float, float], None] | None = None) -> None:
        """Must be called before the first packet. `on_picture`: told when each picture came and its time on the
        sender's clock, in seconds; then none is decoded."""
        self._buffer: StampingBuffer | None = None
        theirs = getattr(receiver, _SLOT, None)
        if isinstance(theirs, JitterBuffer):
            self._buffer = StampingBuffer(theirs.capacity, is_video=theirs._is_video, on_picture=on_picture)
            setattr(receiver, _SLOT, self._buffer)

    @property
    def exact(self) -> bool:
        """False where this aiortc keeps its buffer elsewhere: frames then count from when they were decoded."""
        return self._buffer is not None

    def of(self, frame: Frame) -> float:
        known = self._buffer.arrival(frame.pts) if self._buffer and frame.pts is not None else None
        return time.monotonic() if known is None else known
