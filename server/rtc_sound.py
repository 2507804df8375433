"""What a caller says, from RTP packets to frames of sound, inside an aiortc receiver.

aiortc's own way holds 80 ms back (300 ms for good after one lost packet), runs a thread a call, lets an
unread track grow without bound, and is silenced for good by one empty payload (aiortc #1349).
"""

import asyncio
import fractions
from collections import deque
from dataclasses import dataclass

import av
from aiortc.jitterbuffer import JitterBuffer, JitterFrame
from aiortc.rtcrtpreceiver import RTCRtpReceiver
from aiortc.rtp import RtpPacket
from av import AudioFrame

from server.rtc_order import PacketOrder

RATE = 48000
SAMPLES = 960
"""of 20 ms"""
MAX_WAITING = 100
"""packets kept for a reader that has stopped reading: 2 s; the oldest go first"""
MAX_GAP = RATE
"""samples; a longer jump of the timestamps is a new beginning and not a pause"""


@dataclass(frozen=True, slots=True)
class Packet:
    timestamp: int
    """RTP, in samples, 32 bits wrapping"""
    payload: bytes
    """one Opus packet"""


class CallerSound(JitterBuffer):
    """Stands in the receiver both where the jitter buffer was and where the track's queue was.

    `get` gives frames of s16 mono sound at 48 kHz, `pts` counting samples without holes: what was lost, empty,
    unreadable or not sent in a pause (DTX) is silence of the same length.
    """

    def __init__(self) -> None:
        super().__init__(capacity=1)
        self.dropped = 0
        """packets the reader never came for"""
        self._order: PacketOrder[Packet] = PacketOrder()
        self._waiting: deque[Packet] = deque()
        self._ready: deque[AudioFrame] = deque()
        self._changed = asyncio.Event()
        self._ended = False
        self._expected: int | None = None
        self._pts = 0
        self._decoder = _opus_decoder()

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        """The receiver's call for each packet; nothing goes back to its decoder."""
        for ready in self._order.add(packet.sequence_number, Packet(packet.timestamp, packet.payload)):
            self._waiting.append(ready)
        while len(self._waiting) > MAX_WAITING:
            self._waiting.popleft()
            self.dropped += 1
        self._changed.set()
        return False, None

    async def put(self, end: None) -> None:
        """The receiver's call when the sender has left."""
        self.end()

    def end(self) -> None:
        self._ended = True
        self._changed.set()

    async def get(self) -> AudioFrame | None:
        """The next frame; None once the caller has gone."""
        while not self._ready:
            if self._waiting:
                self._play(self._waiting.popleft())
            elif self._ended:
                return None
            else:
                self._changed.clear()
                await self._changed.wait()
        return self._ready.popleft()

    def _play(self, packet: Packet) -> None:
        frame = self._decode(packet.payload)
        if frame is None:
            return  # its time is filled when the next one shows how long it was
        if self._expected is not None:
            gap = (packet.timestamp - self._expected) % (1 << 32)
            for start in range(0, gap if gap <= MAX_GAP else 0, SAMPLES):
                self._emit(_silence(min(SAMPLES, gap - start)))
        self._expected = (packet.timestamp + frame.samples) % (1 << 32)
        self._emit(frame)

    def _decode(self, payload: bytes) -> AudioFrame | None:
        if not payload:
            return None  # an empty packet would flush the decoder, which then takes no more
        try:
            frames = self._decoder.decode(av.Packet(payload))
        except av.FFmpegError:
            return None
        return frames[0] if frames else None

    def _emit(self, frame: AudioFrame) -> None:
        frame.pts, frame.time_base = self._pts, fractions.Fraction(1, RATE)
        self._pts += frame.samples
        self._ready.append(frame)


def hear_through(sound: CallerSound, receiver: RTCRtpReceiver) -> None:
    """Puts `sound` in place of the receiver's jitter buffer and its track's queue, before the first packet."""
    if not hasattr(receiver, "_RTCRtpReceiver__jitter_buffer") or not hasattr(receiver._track, "_queue"):
        raise RuntimeError("this aiortc keeps its jitter buffer or its track's queue elsewhere")
    setattr(receiver, "_RTCRtpReceiver__jitter_buffer", sound)  # noqa: B010  (private to its class)
    setattr(receiver._track, "_queue", sound)  # noqa: B010  (typed as asyncio's own queue)


def _opus_decoder() -> av.AudioCodecContext:
    decoder = av.AudioCodecContext.create("libopus", "r")
    decoder.format = av.AudioFormat("s16")
    decoder.layout = av.AudioLayout("mono")
    decoder.sample_rate = RATE
    return decoder


def _silence(samples: int) -> AudioFrame:
    frame = AudioFrame(format="s16", layout="mono", samples=samples)
    frame.sample_rate = RATE
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    return frame
