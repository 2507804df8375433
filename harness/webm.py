"""What the caller sees and hears as a WebM file (VP8 + Opus), encoded aside so that measuring is not disturbed."""

import queue
import threading
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av import AudioFrame, AudioStream, VideoFrame, VideoStream

from harness.sound import RATE

_MILLISECONDS = Fraction(1, 1000)
_VP8 = {"deadline": "realtime", "cpu-used": "8", "crf": "10", "b": "2M"}


class WebmWriter:
    """Takes decoded frames in order; the file begins with the first picture. The frames are not to be used afterwards.

    Raises OSError at once when the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._container = av.open(self._file, "w", format="webm")
        self._streams: tuple[AudioStream, VideoStream] | None = None
        self._shift: dict[str, float] = {}
        self._begin = 0.0
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._work, name="webm", daemon=True)
        self._thread.start()

    def sound(self, frame: AudioFrame, arrival: float) -> None:
        self._jobs.put(lambda: self._write_sound(frame, arrival))

    def picture(self, frame: VideoFrame, arrival: float) -> None:
        self._jobs.put(lambda: self._write_picture(frame, arrival))

    def close(self) -> None:
        """Finish the file, or remove it if no picture came. Blocks until all is encoded; raises what went wrong."""
        self._jobs.put(None)
        self._thread.join()
        if self._streams is None:
            self._path.unlink(missing_ok=True)
        if self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        try:
            while (job := self._jobs.get()) is not None:
                job()
            if self._streams is not None:
                for stream in self._streams:
                    self._container.mux(stream.encode(None))
        except Exception as error:  # handed to whoever closes the file
            self._failure = error
        finally:
            self._container.close()
            self._file.close()

    def _write_picture(self, frame: VideoFrame, arrival: float) -> None:
        if self._streams is None:
            self._begin = arrival
            self._streams = self._add_streams(frame)
        video = self._streams[1]
        seconds = self._file_time("picture", frame, arrival)
        same_size = frame.reformat(video.width, video.height, "yuv420p")
        same_size.pts, same_size.time_base = round(seconds * 1000), _MILLISECONDS
        self._container.mux(video.encode(same_size))

    def _write_sound(self, frame: AudioFrame, arrival: float) -> None:
        if self._streams is None:
            return
        seconds = self._file_time("sound", frame, arrival)
        frame.pts, frame.time_base = round(seconds * RATE), Fraction(1, RATE)
        self._container.mux(self._streams[0].encode(frame))

    def _add_streams(self, first: VideoFrame) -> tuple[AudioStream, VideoStream]:
        audio = self._container.add_stream("libopus", rate=RATE, layout="stereo")
        video = self._container.add_stream("libvpx", rate=25, options=_VP8)
        video.width, video.height, video.pix_fmt = first.width, first.height, "yuv420p"
        video.time_base = _MILLISECONDS
        return audio, video

    def _file_time(self, kind: str, frame: Any, arrival: float) -> float:
        """Seconds in the file: the sender's clock, laid so that the first of each kind stands at its arrival."""
        at = float(frame.pts * frame.time_base)
        return at + self._shift.setdefault(kind, max(0.0, arrival - self._begin) - at)
