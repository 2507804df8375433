"""The two tracks the sender pulls from. They pace themselves by the wall clock and take what the playout has."""

import asyncio
import logging
import time
from fractions import Fraction

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

from avatar.types import Animator, Frame
from server import metrics
from server.playout import RATE, STEP, Playout
from server.scene import Scene
from server.stage import Report, Stage, StageError

log = logging.getLogger(__name__)

VIDEO_CLOCK = 90_000
"""Hz, RFC 3551"""


class Metronome:
    """Beats at a fixed rate; beats that were missed are skipped or caught up with."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._start: float | None = None
        self._beat = 0

    async def next(self, *, skip_missed: bool) -> None:
        now = time.monotonic()
        if self._start is None:
            self._start = now
            return
        self._beat += 1
        if skip_missed:
            self._beat = max(self._beat, int((now - self._start) * self._rate))
        await asyncio.sleep(max(0.0, self._start + self._beat / self._rate - now))


class VoiceTrack(MediaStreamTrack):
    """The counsellor's sound, and faint noise when she says nothing."""

    kind = "audio"

    def __init__(self, playout: Playout) -> None:
        super().__init__()
        self._playout = playout
        self._metronome = Metronome(RATE / STEP)
        self._pts = 0

    async def recv(self) -> AudioFrame:
        await self._metronome.next(skip_missed=False)
        if self.readyState != "live":
            raise MediaStreamError
        frame = AudioFrame.from_ndarray(self._playout.pull().reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        frame.time_base = Fraction(1, RATE)
        frame.pts, self._pts = self._pts, self._pts + STEP
        return frame


class FaceTrack(MediaStreamTrack):
    """The counsellor's picture at the playout's time. A late frame is dropped, a missing one held."""

    kind = "video"

    def __init__(self, animator: Animator, stage: Stage, playout: Playout, scene: Scene, fps: int) -> None:
        super().__init__()
        self._animator = animator
        self._stage = stage
        self._playout = playout
        self._scene = scene
        self._metronome = Metronome(fps)
        self._watcher: tuple[float, Report] | None = None
        self._last: Frame | None = None

    def watch(self, since: float, report: Report) -> None:
        """Tell `report` how long the first frame from `since` (seconds on the playout's clock) on took to draw."""
        self._watcher = (since, report)

    async def recv(self) -> VideoFrame:
        await self._metronome.next(skip_missed=True)
        if self.readyState != "live":
            raise MediaStreamError
        at = self._playout.clock
        drawn = await self._draw(at)
        frame = VideoFrame.from_ndarray(drawn.image, format="rgb24")
        frame.pts = round(at * VIDEO_CLOCK)
        frame.time_base = Fraction(1, VIDEO_CLOCK)
        return frame

    async def _draw(self, at: float) -> Frame:
        cues = self._scene.cues()
        try:
            self._last = await self._stage.run(lambda: self._animator.animate(cues, at), self._reporter(at))
        except StageError:
            if self._last is None:
                raise MediaStreamError from None
            log.exception("a frame could not be drawn; the last one is held")
        return self._last

    def _reporter(self, at: float) -> Report:
        if self._watcher is None or at < self._watcher[0]:
            return metrics.frame_drawn
        (_, report), self._watcher = self._watcher, None
        return report
