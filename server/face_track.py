"""The counsellor's picture at the playout's time: a clip's packets as they are, or pictures drawn now.

What is shown may change at any moment: to another clip, to a loop of the face at rest, or to a face drawn live because
no clip shows it. Each change is drawn as a short cross-fade from the last picture to the new ones; then the clip is
joined at a key picture, and from there on only packets are sent. A late frame is dropped, a missing one held.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import Packet, VideoFrame
from av.video.frame import PictureType
from numpy.typing import NDArray

from avatar.easing import ease
from avatar.takes import mixed
from avatar.types import Animator, Cues, Mood, State
from server import metrics
from server.ladder import Ladder, fps_at
from server.metronome import Metronome
from server.playout import Playout
from server.rtc_picture import UNKNOWN
from server.scene import Scene
from server.shelf import Shelf
from server.showing import Showing
from server.stage import Report, Stage, StageError, Timing

log = logging.getLogger(__name__)

VIDEO_CLOCK: Final = 90_000
"""Hz, RFC 3551"""
FADE: Final = 0.3
"""seconds from what was shown before to what is shown now"""
QUICK: Final = 0.12
"""the same when she begins to speak: the lips must not lag behind the first syllable"""
CLOSING: Final = 0.5
"""seconds after live speech in which the mouth still closes"""
DRAWING: Final = 0.02
"""seconds that a picture takes to be drawn and coded; packets leave as late, so that the mouth keeps its distance"""
LATE: Final = 0.4
"""seconds by which packets may be late; then the next key picture is waited for"""
HELD: Final = 1.0
"""seconds for which one picture stands while none are drawn"""

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Fade:
    """From the picture that was shown when another was wanted."""

    before: Callable[[], Image]
    since: float
    seconds: float


class FaceTrack(MediaStreamTrack):
    kind = "video"

    def __init__(
        self,
        animator: Animator,
        stage: Stage,
        playout: Playout,
        scene: Scene,
        shelf: Shelf,
        ladder: Ladder,
        fps: int,
    ) -> None:
        super().__init__()
        self._animator = animator
        self._stage = stage
        self._playout = playout
        self._scene = scene
        self._shelf = shelf
        self._ladder = ladder
        self._fps = fps
        self._metronome = Metronome(fps)
        self._watcher: tuple[float, Report] | None = None
        self._showing: Showing | None = None
        """None: drawn live"""
        self._next: int | None = None
        """number of the packet to send next; None while pictures are drawn"""
        self._fade: _Fade | None = None
        self._last: VideoFrame | None = None
        self._image: Image | None = None
        self._key = True
        """the next picture that is drawn must need none before it"""
        self._pts = -1
        self._sent_at = 0.0
        self.bitrate: Callable[[], int] = lambda: UNKNOWN
        """bits a second that the caller's end can take"""

    def watch(self, since: float, report: Report) -> None:
        """Tell `report` how long the first frame from `since` (seconds on the playout's clock) on took to draw."""
        self._watcher = (since, report)

    def want_key(self) -> None:
        """The caller's end has lost the picture: draw from here, until the next key picture of the clip."""
        self._key, self._next = True, None

    async def recv(self) -> "VideoFrame | Packet[Any]":
        while True:
            if self._next is not None:
                if packet := await self._send_on(self._next):
                    return packet
                continue
            drawn_a_second = fps_at(self._ladder.level, self._fps)
            self._metronome.rate = drawn_a_second or self._fps
            await self._metronome.next(skip_missed=True)
            if self.readyState != "live":
                raise MediaStreamError
            at = self._playout.clock
            self._look(at)
            if not drawn_a_second:
                self._fade = None
            if self._join(at):
                continue
            if drawn_a_second or self._last is None:
                return await self._draw(at)
            if at - self._sent_at >= HELD:
                return await self._draw(at, still=True)

    async def _send_on(self, number: int) -> "Packet[Any] | None":
        """The next packet when it is due; None when something else came to be wanted."""
        while True:
            showing = self._showing
            coded = showing.packet(number) if showing else None
            if showing is None or coded is None or self._next is None:
                self._follow_on(showing, self._playout.clock if showing is None else showing.due(number))
                return None
            due = showing.due(number)
            if self._wanted(due) != showing:
                self._follow_on(showing, due)
                return None
            early = due + DRAWING - self._playout.clock
            if early <= 0.001:
                break
            await asyncio.sleep(early)
            if self.readyState != "live":
                raise MediaStreamError
        if -early > LATE:
            self._next, self._key, self._sent_at = None, True, self._playout.clock
            return None
        self._next = number + 1
        self._tell_watcher(due)
        packet = Packet(coded.data)
        packet.pts, packet.time_base = self._timestamp(due), Fraction(1, VIDEO_CLOCK)
        return packet

    def _follow_on(self, showing: Showing | None, at: float) -> None:
        """Go over to what is wanted instead: a clip that begins just now follows as it is."""
        wanted = self._wanted(at)
        if wanted and showing and not wanted.loops and not showing.loops and abs(wanted.start - at) < 0.02:
            self._showing, self._next = wanted, 0
        else:
            self._next, self._key = None, True

    def _look(self, at: float) -> None:
        """Begin to fade when something else is wanted than what is shown."""
        wanted = self._wanted(at)
        if wanted == self._showing:
            return
        before, animator, image = self._showing, self._animator, self._image
        seconds = QUICK if self._playout.shown_at(at) else FADE
        if image is not None:
            self._fade = _Fade(lambda: image, at, seconds)
        elif before:  # packets were sent
            self._fade = _Fade(_once(lambda: before.drawn(animator, at)), at, seconds)
        self._showing = wanted

    def _wanted(self, at: float) -> Showing | None:
        """The clip that shows what is going on at that time; None: it must be drawn."""
        shown = self._playout.shown_at(at)
        cue = self._scene.cue
        if shown:
            plain = cue.state is not State.SPEAKING or cue.mood is Mood.CALM
            return Showing(shown.opened, shown.line.start) if shown.opened and plain else None
        if self._playout.live_since(at - CLOSING) or self._scene.nodding(at):
            return None
        if self._showing and self._showing.loops and self._showing.shows(cue):
            return self._showing
        loop = self._shelf.loop(cue.state, cue.mood, self.bitrate())
        return Showing(loop, at + FADE, loops=True) if loop else None

    def _join(self, at: float) -> bool:
        """Whether packets can be sent from here."""
        showing = self._showing
        if showing is None or (self._fade and at < self._fade.since + self._fade.seconds - 0.02):
            return False
        key = showing.next_key(self._sent_at + 0.001)  # a busy machine may have missed its moment
        if key is None or showing.due(key) > at + 0.5 / self._fps:
            return False
        self._next, self._fade, self._image = key, None, None
        return True

    async def _draw(self, at: float, *, still: bool = False) -> VideoFrame:
        """`still`: a face at rest."""
        cues, fade, showing = self._scene.cues(), self._fade, self._showing
        key, self._key = self._key, False
        if fade and at > fade.since + fade.seconds:
            fade = self._fade = None
        if still:
            cues, showing = Cues(cues.now, cues.now), None
        try:
            work = lambda: _picture(self._animator, cues, showing, fade, at)  # noqa: E731
            self._image, frame = await self._stage.run(work, self._reporter(at))
        except StageError:
            if self._last is None:
                raise MediaStreamError from None
            log.exception("a frame could not be drawn; the last one is held")
            frame = self._last
        self._last = frame
        frame.pict_type = PictureType.I if key else PictureType.NONE
        frame.pts, frame.time_base = self._timestamp(at), Fraction(1, VIDEO_CLOCK)
        return frame

    def _timestamp(self, at: float) -> int:
        self._sent_at = at
        self._pts = max(round(at * VIDEO_CLOCK), self._pts + 1)
        return self._pts

    def _reporter(self, at: float) -> Report:
        if self._watcher is None or at < self._watcher[0]:
            return metrics.frame_drawn
        (_, report), self._watcher = self._watcher, None
        return report

    def _tell_watcher(self, at: float) -> None:
        if self._watcher and at >= self._watcher[0]:
            (_, report), self._watcher = self._watcher, None
            report(Timing("animate", 0.0, 0.0, self._stage.budget_ms))


def _picture(
    animator: Animator, cues: Cues, showing: Showing | None, fade: _Fade | None, at: float
) -> tuple[Image, VideoFrame]:
    image = showing.drawn(animator, at) if showing else animator.animate(cues, at).image
    if fade:
        image = mixed(fade.before(), image, ease((at - fade.since) / fade.seconds))
    return image, VideoFrame.from_ndarray(image, format="rgb24").reformat(format="yuv420p")


def _once(draw: Callable[[], Image]) -> Callable[[], Image]:
    drawn: list[Image] = []

    def image() -> Image:
        if not drawn:
            drawn.append(draw())
        return drawn[0]

    return image
