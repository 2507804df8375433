"""Prepared speech as WebM files: VP8 and Opus, a key picture first and then each second, the face at rest at both ends.

A clip is named by the hash of what it shows, the voice and face with their options, the encoding and `VERSION`. Weights
or pictures that change under the same path, and drawing code that changes, are not seen by it: remove the folder then.
What is heard in it, with the times of the words, stands in its `comment` tag. Anyone can play it.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

import av
import numpy as np
import soxr
from av.error import FFmpegError
from numpy.typing import NDArray

from avatar import takes
from avatar.takes import Take
from avatar.types import Animator
from speech.types import Mark, Speech

RATE: Final = 48_000
"""Hz; what Opus codes"""
STEP: Final = 960
"""samples in a packet of Opus: 20 ms"""
LEAD: Final = 0.08
"""seconds of the face at rest before the sound"""
TAIL: Final = 0.4
"""seconds at least in which the mouth has time to close after the last word"""
SOON: Final = 0.4
"""seconds from the beginning to a second key picture, at which a call can join when it has faded to the clip"""
SOUND_BITRATE: Final = 40_000
"""bits a second: speech at 48 kHz, with what a receiver needs to mend a lost packet (in-band FEC, RFC 6716)"""
VERSION: Final = 2
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

    @property
    def size(self) -> int:
        """Bytes of its packets."""
        return sum(len(packet.data) for packet in (*self.pictures, *self.sound))


def name_of(text: str, made_of: Mapping[str, object], encoding: Encoding) -> str:
    """`text`: what is said, or the name of what is shown in silence; `made_of`: voice and face with their options,
    plain values that JSON can write."""
    parts = {"version": VERSION, "text": text, "made_of": made_of, "encoding": asdict(encoding)}
    written = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:_LETTERS]


def path_of(folder: Path, name: str) -> Path:
    return folder / name[:2] / f"{name}.webm"


def take_of(speech: Speech) -> Take:
    """A face that says `speech`, with time for the mouth to close."""
    last = max((mark.end for mark in speech.marks), default=speech.seconds)
    return takes.spoken(speech, LEAD, LEAD + max(speech.seconds, last + TAIL))


def record(animator: Animator, take: Take, files: Mapping[Path, Encoding], speech: Speech | None = None) -> None:
    """Draw once, encode for every file; a file is there whole or not at all. All encodings have the same `fps`.

    Raises OSError when one cannot be written.
    """
    (fps,) = {encoding.fps for encoding in files.values()}
    count = int(np.ceil(take.seconds * fps))
    take = Take(take.cues, count / fps)
    with ExitStack() as stack:
        recordings = [
            stack.enter_context(_recording(animator, path, encoding, speech, take.seconds))
            for path, encoding in files.items()
        ]
        for index in range(count):
            image = av.VideoFrame.from_ndarray(take.picture(animator, index / fps), format="rgb24")
            frame = image.reformat(format="yuv420p")
            for recording in recordings:
                recording.add(frame, index)


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
    if not isinstance(told, dict) or not {"name", "text", "marks", "seconds"} <= told.keys():
        raise ClipError("clip-foreign", f"{path} was not made by `malbeot kb prepare`")
    if told["name"] != path.stem:
        raise ClipError("clip-foreign", f"{path} holds the clip {told['name']}; `malbeot kb prepare` makes it anew")
    ends = [packets[-1].at if packets else 0.0 for packets in (pictures, sound)]
    if min(ends) < told["seconds"] - MISSING or not pictures[0].key:
        raise ClipError("clip-damaged", f"{path} is cut off; `malbeot kb prepare` makes it anew")
    marks = tuple(Mark(**mark) for mark in told["marks"])
    steps = round(told["seconds"] * RATE / STEP)  # the encoder's last packet is beyond the end
    return Clip(path.stem, told["text"], marks, told["seconds"], pictures, sound[:steps])


def film(paths: Sequence[Path], target: BinaryIO) -> None:
    """Clips one after the other as one WebM, packets as they are. Raises ClipError for one that cannot be played."""
    clips = [read(path) for path in paths]
    with av.open(str(paths[0])) as source, av.open(target, "w", format="webm") as container:
        picture = container.add_stream_from_template(source.streams.video[0])
        sound = container.add_stream_from_template(source.streams.audio[0])
        start = 0.0
        for clip in clips:
            due: list[tuple[float, Any, Packet]] = [(start + packet.at, picture, packet) for packet in clip.pictures]
            due += [(start + index * STEP / RATE, sound, packet) for index, packet in enumerate(clip.sound)]
            for at, stream, packet in sorted(due, key=lambda one: one[0]):
                container.mux(_timed(packet, at, stream))
            start += clip.seconds


def _timed(packet: Packet, at: float, stream: Any) -> "av.Packet[Any]":
    timed: av.Packet[Any] = av.Packet(packet.data)
    timed.stream, timed.time_base = stream, Fraction(1, 1000)
    timed.pts = timed.dts = round(at * 1000)
    timed.is_keyframe = packet.key
    return timed


def heard(clip: Clip) -> Speech:
    """Its sound as a receiver's decoder gives it, packet by packet from the first. Raises ClipError `clip-damaged`."""
    decoder = av.AudioCodecContext.create("libopus", "r")
    decoder.format, decoder.layout, decoder.sample_rate = av.AudioFormat("s16"), av.AudioLayout("mono"), RATE
    steps = []
    for index, sound in enumerate(clip.sound):
        packet = av.Packet(sound.data)
        packet.pts, packet.time_base = index * STEP, Fraction(1, RATE)
        try:
            steps += [frame.to_ndarray()[0] for frame in decoder.decode(packet)]
        except FFmpegError as error:
            raise ClipError("clip-damaged", f"the sound of clip {clip.name} cannot be decoded: {error}") from error
    samples = np.concatenate(steps).astype(np.float32) / np.float32(32768)
    return Speech(samples, RATE, clip.text, clip.marks)


def first_picture(clip: Clip) -> NDArray[np.uint8]:
    """As a receiver's decoder gives it: height x width x 3, RGB. Raises ClipError `clip-damaged`."""
    decoder = av.CodecContext.create("vp8", "r")
    try:
        (frame,) = decoder.decode(av.Packet(clip.pictures[0].data))
    except (FFmpegError, ValueError) as error:
        raise ClipError("clip-damaged", f"the picture of clip {clip.name} cannot be decoded: {error}") from error
    return np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def _packet(packet: "av.Packet[Any]") -> Packet:
    at = 0.0 if packet.pts is None or packet.time_base is None else float(packet.pts * packet.time_base)
    return Packet(bytes(packet), at, bool(packet.is_keyframe))


@dataclass(frozen=True, slots=True)
class _Recording:
    container: av.container.OutputContainer
    stream: av.VideoStream
    fps: int

    def add(self, frame: av.VideoFrame, index: int) -> None:
        key = index % self.fps == 0 or index == round(SOON * self.fps)
        frame.pts, frame.time_base = index, Fraction(1, self.fps)
        frame.pict_type = av.video.frame.PictureType.I if key else av.video.frame.PictureType.NONE
        self.container.mux(self.stream.encode(frame))


@contextmanager
def _recording(
    animator: Animator, path: Path, encoding: Encoding, speech: Speech | None, seconds: float
) -> Iterator[_Recording]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    try:
        with av.open(unfinished, "w", format="webm") as container:
            container.metadata["comment"] = json.dumps(_told(path.stem, speech, seconds), ensure_ascii=False)
            picture = _picture_stream(container, animator.size, encoding)
            options = {"frame_duration": "20", "application": "voip", "fec": "1", "packet_loss": "5"}
            sound = container.add_stream("libopus", rate=RATE, options=options)
            sound.layout, sound.bit_rate = "mono", SOUND_BITRATE
            _encode_sound(container, sound, speech, round(seconds * RATE / STEP))
            yield _Recording(container, picture, encoding.fps)
            container.mux(picture.encode(None))
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _told(name: str, speech: Speech | None, seconds: float) -> dict[str, object]:
    marks = speech.marks if speech else ()
    moved = [{**asdict(mark), "start": mark.start + LEAD, "end": mark.end + LEAD} for mark in marks]
    return {"name": name, "text": speech.text if speech else "", "marks": moved, "seconds": seconds}


def _picture_stream(
    container: av.container.OutputContainer, size: tuple[int, int], encoding: Encoding
) -> av.VideoStream:
    # real time settings without look-ahead: one picture in, one packet out, as a sender makes them
    options = {"deadline": "realtime", "cpu-used": "4", "lag-in-frames": "0", "auto-alt-ref": "0"}
    picture: av.VideoStream = container.add_stream("libvpx", rate=encoding.fps, options=options)
    picture.width, picture.height = size
    picture.pix_fmt, picture.bit_rate = "yuv420p", encoding.bitrate
    picture.codec_context.gop_size = encoding.fps
    picture.codec_context.thread_count = 1
    return picture


def _encode_sound(
    container: av.container.OutputContainer, stream: av.AudioStream, speech: Speech | None, steps: int
) -> None:
    whole = np.zeros(steps * STEP, np.float32)
    if speech:
        said = soxr.resample(speech.samples, speech.rate, RATE)
        begin = round(LEAD * RATE)
        whole[begin : begin + len(said)] = said[: len(whole) - begin]
    pcm = (np.clip(whole, -1, 1) * 32767).astype(np.int16)
    for step in range(steps):
        frame = av.AudioFrame.from_ndarray(pcm[None, step * STEP : (step + 1) * STEP], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, step * STEP, Fraction(1, RATE)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
