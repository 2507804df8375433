"""Prepared speech as files that anyone can play and a call can send."""

from pathlib import Path

import av
import numpy as np
import pytest

from avatar import clips, takes
from avatar.clips import ClipError, Encoding
from avatar.types import Animator, Cues, Frame, Mood, State
from speech.types import Mark, Speech

ENCODING = Encoding(fps=10, bitrate=200_000)


class Lamp:
    """A face that is bright while a line sounds."""

    size = (64, 64)

    def animate(self, cues: Cues, at: float) -> Frame:
        speaks = any(line.start <= at < line.end for line in cues.lines)
        return Frame(np.full((64, 64, 3), 220 if speaks else 30, np.uint8), at)


@pytest.fixture(scope="module")
def speech() -> Speech:
    tone = 0.3 * np.sin(np.arange(24_000 * 2) * 2 * np.pi * 440 / 24_000)
    return Speech(tone.astype(np.float32), 24_000, "네, 알겠습니다.", (Mark("word", "네,", 0.0, 1.0),))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, speech: Speech) -> Path:
    path = clips.path_of(tmp_path_factory.mktemp("clips"), "ab" * 20)
    clips.record(Lamp(), clips.take_of(speech), {path: ENCODING}, speech)
    return path


def test_what_was_recorded_comes_back(file: Path, speech: Speech) -> None:
    clip = clips.read(file)
    assert clip.text == speech.text
    assert clip.marks[0].text == "네," and clip.marks[0].start == pytest.approx(clips.LEAD)
    assert clip.seconds == pytest.approx(clips.LEAD + speech.seconds, abs=0.15)
    assert len(clip.pictures) == round(clip.seconds * ENCODING.fps)
    assert len(clip.sound) == pytest.approx(clip.seconds / 0.02, abs=2)


def test_a_key_picture_comes_first_and_each_second(file: Path) -> None:
    keys = [picture.at for picture in clips.read(file).pictures if picture.key]
    assert keys == pytest.approx([0.0, clips.SOON, 1.0, 2.0])


def test_the_file_plays_with_sound_where_the_picture_speaks(file: Path, speech: Speech) -> None:
    with av.open(str(file)) as container:
        pictures = [(float(f.time or 0), f.to_ndarray(format="gray").mean()) for f in container.decode(video=0)]
    with av.open(str(file)) as container:
        sound = np.concatenate([f.to_ndarray().mean(0) for f in container.decode(audio=0)])
    assert pictures[0][1] < 60 and pictures[len(pictures) // 2][1] > 180
    loud = np.flatnonzero(np.abs(sound) > 0.1)
    assert loud[0] / clips.RATE == pytest.approx(clips.LEAD, abs=0.02)
    assert (loud[-1] - loud[0]) / clips.RATE == pytest.approx(speech.seconds, abs=0.05)


def test_the_name_tells_all_it_is_made_of() -> None:
    name = clips.name_of("네.", {"voice": "a"}, ENCODING)
    assert name == clips.name_of("네.", {"voice": "a"}, ENCODING)
    others = [
        clips.name_of("예.", {"voice": "a"}, ENCODING),
        clips.name_of("네.", {"voice": "b"}, ENCODING),
        clips.name_of("네.", {"voice": "a"}, Encoding(25, 200_000)),
    ]
    assert name not in others


def test_a_missing_cut_or_foreign_file_is_named(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    for content, code in [
        (None, "clip-missing"),
        (whole[:10], "clip-damaged"),
        (whole[: len(whole) // 2], "clip-damaged"),
        (b"no film at all" * 100, "clip-damaged"),
        (_foreign(tmp_path / "foreign.webm"), "clip-foreign"),
        (_named_otherwise(file, tmp_path), "clip-foreign"),
    ]:
        path = tmp_path / file.name
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(ClipError) as raised:
            clips.read(path)
        assert raised.value.code == code


def test_what_fails_leaves_no_file(tmp_path: Path, speech: Speech) -> None:
    class Broken(Lamp):
        def animate(self, cues: Cues, at: float) -> Frame:
            if at > 1:
                raise ValueError("no picture")
            return super().animate(cues, at)

    broken: Animator = Broken()
    with pytest.raises(ValueError, match="no picture"):
        clips.record(broken, clips.take_of(speech), {tmp_path / "a" / "clip.webm": ENCODING}, speech)
    assert not list((tmp_path / "a").iterdir())


def _named_otherwise(file: Path, folder: Path) -> bytes:
    other = folder / f"{'cd' * 20}.webm"
    clips.record(Lamp(), takes.resting(State.IDLE, Mood.CALM, 0.5), {other: ENCODING})
    return other.read_bytes()


def _foreign(path: Path) -> bytes:
    with av.open(str(path), "w", format="webm") as container:
        stream = container.add_stream("libopus", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 960), np.int16), format="s16", layout="mono")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path.read_bytes()
