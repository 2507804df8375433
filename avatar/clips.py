"""Prepared speech as WebM files: VP8 and Opus, a key picture first and then each second, the face at rest at both ends.

A clip is named by the hash of its text, the voice and face with their options, the encoding and `VERSION`. Weights or
pictures that change under the same path, and drawing code that changes, are not seen by it: remove the folder then.
What is heard in it, with the times of the words, stands in its `comment` tag. Anyone can play it.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Literal

import av
import numpy as np
import soxr
from av.error import FFmpegError

from avatar.types import Animator, Cue, Cues, Line, Mood, State
from speech.types import Mark, Speech

RATE: Final = 48_000
"""Hz; what Opus codes"""
STEP: Final = 960
"""samples in a packet of Opus: 20 ms"""
LEAD: Final = 0.08
"""seconds of the face at rest before the sound"""
TAIL: Final = 0.4
"""seconds at least in which the mouth has time to close after the last word"""
VERSION: Final = 1
"""of how clips are made; a new one makes all of them anew"""
MISSING: Final = 0.3
"""seconds before the end at which the last picture and sound must begin; earlier, and the file was cut off"""
_LETTERS: Final = 40
"""of a name"""

Problem = Literal["clip-missing", "clip-damaged", "clip-foreign"]


class ClipError(ValueError):
    """A file that cannot be played as a clip; `code` says why."""

    def __init__(self, code: Problem, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Encoding:
    fps: int = 25
    bitrate: int = 400_000
    """bits a second of the picture"""


@dataclass(frozen=True, slots=True)
class Packet:
    data: bytes
    at: float
    """seconds from the beginning of the clip"""
    key: bool
    """a picture that needs none before it"""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    name: str
    text: str
    marks: tuple[Mark, ...]
    """seconds from the beginning of the clip"""
    seconds: float
    pictures: tuple[Packet, ...]
    sound: tuple[Packet, ...]
    """20 ms each"""


def name_of(text: str, made_of: Mapping[str, object], encoding: Encoding) -> str:
    """`made_of`: voice and face with their options; plain values that JSON can write."""
    parts = {"version": VERSION, "text": text, "made_of": made_of, "encoding": asdict(encoding)}
    written = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:_LETTERS]


def path_of(folder: Path, name: str) -> Path:
    return folder / name[:2] / f"{name}.webm"


def record(animator: Animator, speech: Speech, path: Path, encoding: Encoding) -> None:
    """Draw and encode; the file is there whole or not at all. Raises OSError when it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    try:
        _write(animator, speech, unfinished, encoding)
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def read(path: Path) -> Clip:
    """All of a clip. Raises ClipError: no such file, cut off or damaged, not VP8 and Opus, not made by us."""
    if not path.is_file():
        raise ClipError("clip-missing", f"there is no {path}; `malbeot kb prepare` makes it")
    try:
        with av.open(str(path)) as container:
            told = json.loads(container.metadata.get("COMMENT", container.metadata.get("comment", "null")))
            if {stream.codec_context.name for stream in container.streams} - {"vp8", "libvpx", "opus", "libopus"}:
                raise ClipError("clip-foreign", f"{path} is not VP8 and Opus")
            packets = [packet for packet in container.demux() if packet.size]
            pictures = tuple(_packet(packet) for packet in packets if packet.stream.type == "video")
            sound = tuple(_packet(packet) for packet in packets if packet.stream.type == "audio")
    except (FFmpegError, json.JSONDecodeError, OSError) as error:
        raise ClipError(
            "clip-damaged", f"{path} cannot be read: {error}; `malbeot kb prepare` makes it anew"
        ) from error
    if not isinstance(told, dict) or not {"text", "marks", "seconds"} <= told.keys():
        raise ClipError("clip-foreign", f"{path} was not made by `malbeot kb prepare`")
    ends = [packets[-1].at if packets else 0.0 for packets in (pictures, sound)]
    if min(ends) < told["seconds"] - MISSING or not pictures[0].key:
        raise ClipError("clip-damaged", f"{path} is cut off; `malbeot kb prepare` makes it anew")
    marks = tuple(Mark(**mark) for mark in told["marks"])
    return Clip(path.stem, told["text"], marks, told["seconds"], pictures, sound)


def _packet(packet: "av.Packet[Any]") -> Packet:
    at = 0.0 if packet.pts is None or packet.time_base is None else float(packet.pts * packet.time_base)
    return Packet(bytes(packet), at, bool(packet.is_keyframe))


def _write(animator: Animator, speech: Speech, path: str, encoding: Encoding) -> None:
    fps = encoding.fps
    last = max((mark.end for mark in speech.marks), default=speech.seconds)
    pictures = int(np.ceil((LEAD + max(speech.seconds, last + TAIL)) * fps))
    steps = round(pictures / fps * RATE / STEP)
    marks = [{**asdict(mark), "start": mark.start + LEAD, "end": mark.end + LEAD} for mark in speech.marks]
    told = {"text": speech.text, "marks": marks, "seconds": pictures / fps}
    with av.open(path, "w", format="webm") as container:
        container.metadata["comment"] = json.dumps(told, ensure_ascii=False)
        # real time settings without look-ahead: one picture in, one packet out, as a sender makes them
        options = {"deadline": "realtime", "cpu-used": "4", "lag-in-frames": "0", "auto-alt-ref": "0"}
        picture = container.add_stream("libvpx", rate=fps, options=options)
        picture.width, picture.height = animator.size
        picture.pix_fmt, picture.bit_rate = "yuv420p", encoding.bitrate
        picture.codec_context.gop_size = fps
        picture.codec_context.thread_count = 1
        sound = container.add_stream("libopus", rate=RATE, options={"frame_duration": "20", "application": "voip"})
        sound.layout = "mono"
        _encode_sound(container, sound, speech, steps)
        _encode_pictures(container, picture, animator, speech, pictures, fps)


def _encode_sound(container: av.container.OutputContainer, stream: av.AudioStream, speech: Speech, steps: int) -> None:
    whole = np.zeros(steps * STEP, np.float32)
    said = soxr.resample(speech.samples, speech.rate, RATE)
    begin = round(LEAD * RATE)
    whole[begin : begin + len(said)] = said[: len(whole) - begin]
    pcm = (np.clip(whole, -1, 1) * 32767).astype(np.int16)
    for step in range(steps):
        frame = av.AudioFrame.from_ndarray(pcm[None, step * STEP : (step + 1) * STEP], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, step * STEP, Fraction(1, RATE)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _encode_pictures(
    container: av.container.OutputContainer,
    stream: av.VideoStream,
    animator: Animator,
    speech: Speech,
    count: int,
    fps: int,
) -> None:
    cue = Cue(State.SPEAKING, Mood.CALM, -10.0)  # long since: no bow, no fade
    cues = Cues(cue, cue, (Line(speech, LEAD),))
    for index in range(count):
        frame = av.VideoFrame.from_ndarray(animator.animate(cues, index / fps).image, format="rgb24")
        frame.pts, frame.time_base = index, Fraction(1, fps)
        if index % fps == 0:
            frame.pict_type = av.video.frame.PictureType.I
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
