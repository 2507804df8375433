"""The playout hands out what it was given, in order, and nothing after it was cleared."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar import clips, takes
from avatar.clips import Encoding
from avatar.types import Cues, Frame
from server.playout import RATE, STEP, Playout, Step
from server.shelf import Opened
from speech.types import Mark, Speech

QUIET = 300
"""int16; the comfort noise stays under it"""


def tone(seconds: float, rate: int = RATE) -> Speech:
    at = np.arange(round(seconds * rate)) / rate
    return Speech((0.5 * np.sin(2 * np.pi * 440 * at)).astype(np.float32), rate, "소리")


def nothing(_: Speech) -> None:
    pass


def loud(steps: list[Step]) -> list[bool]:
    return [bool(np.abs(step.samples).max() > QUIET) for step in steps]


def test_speech_is_handed_out_once_and_whole() -> None:
    playout = Playout()
    playout.put(tone(0.1), nothing)
    assert loud([playout.pull() for _ in range(8)]) == [True] * 5 + [False] * 3


def test_silence_is_never_quite_silent() -> None:
    step = Playout().pull()
    assert step.samples.shape == (STEP,) and step.samples.any()
    assert step.packet, "nobody need encode it"


def test_pieces_follow_each_other_without_a_gap() -> None:
    playout = Playout()
    first, second = playout.put(tone(0.05), nothing), playout.put(tone(0.05), nothing)
    assert second == pytest.approx(first + 0.05)
    assert loud([playout.pull() for _ in range(6)]) == [True] * 5 + [False]


def test_other_rates_keep_their_length() -> None:
    playout = Playout()
    playout.put(tone(0.1, rate=22_050), nothing)
    assert sum(loud([playout.pull() for _ in range(10)])) == 5


def test_nothing_of_an_earlier_generation_is_handed_out() -> None:
    playout = Playout()
    playout.put(tone(1.0), nothing)
    playout.pull()
    before = playout.generation
    playout.clear()
    assert playout.generation > before
    assert loud([playout.pull() for _ in range(5)]) == [False] * 5
    assert playout.queued == 0
    (line,) = playout.lines
    assert line.cut == pytest.approx(STEP / RATE), "the face is told, so that the mouth closes"


def words(*texts: str, each: float) -> Speech:
    marks = tuple(Mark("word", text, place * each, (place + 1) * each) for place, text in enumerate(texts))
    return replace(tone(each * len(texts)), text=" ".join(texts), marks=marks)


def test_what_is_held_goes_on_from_the_word_that_was_cut() -> None:
    playout = Playout()
    begun: list[str] = []
    playout.begin()
    playout.put(words("하나", "둘", "셋", each=0.1), lambda speech: begun.append(speech.text))
    for _ in range(8):  # into the second word
        playout.pull()
    playout.hold()
    assert playout.said == "하나 둘"
    assert loud([playout.pull() for _ in range(5)]) == [False] * 5
    assert playout.queued == pytest.approx(0.2, abs=0.03), "the turn waits for it"
    playout.put(words("넷", each=0.1), nothing)
    playout.resume()
    assert loud([playout.pull() for _ in range(16)]) == [True] * 15 + [False]
    assert begun == ["하나 둘 셋", "둘 셋"]


def test_only_what_sounds_alone_and_as_it_was_recorded_comes_as_packets(tmp_path: Path) -> None:
    opened = a_clip(tmp_path / "clip.webm")
    playout = Playout()
    playout.put(tone(0.05), nothing)
    playout.put(opened.speech, nothing, opened)
    steps = [playout.pull() for _ in range(8)]
    packets = [packet.data for packet in opened.clip.sound]
    assert [step.packet is None for step in steps[:3]] == [True] * 3, "live speech is to be encoded"
    assert [step.packet for step in steps[3:]] == packets[:5], "the clip waits for the next step"
    playout.gain = 1.25
    assert playout.pull().packet is None, "louder than it was recorded"
    playout.gain = 1.0
    playout.hold()
    playout.resume()
    assert playout.pull().packet is None, "from the middle of it"


def test_a_clip_begins_just_before_its_first_sound_when_it_is_waited_for(tmp_path: Path) -> None:
    opened = a_clip(tmp_path / "clip.webm")
    playout = Playout()
    playout.put(opened.speech, nothing, opened)
    steps = [playout.pull() for _ in range(3)]
    assert loud(steps)[0] or loud(steps)[1], "not after 80 ms of silence"
    assert playout.shown_at(0.0) and playout.lines[0].start < 0


def a_clip(path: Path) -> Opened:
    clips.record(Grey(), clips.take_of(tone(0.4)), {path: Encoding(25, 100_000)}, tone(0.4))
    clip = clips.read(path)
    speech = clips.heard(clip)
    return Opened(clip, speech, takes.spoken(speech, 0.0, clip.seconds))


class Grey:
    size = (32, 32)

    def animate(self, cues: Cues, at: float) -> Frame:
        return Frame(np.full((32, 32, 3), 128, np.uint8), at)


def test_what_is_held_can_still_be_taken_back() -> None:
    playout = Playout()
    playout.put(tone(1.0), nothing)
    playout.pull()
    playout.hold()
    playout.clear()
    playout.resume()
    assert playout.queued == 0 and loud([playout.pull()]) == [False]


def test_the_start_is_told_at_the_first_audible_sample() -> None:
    playout = Playout()
    told: list[float] = []
    speech = tone(0.1)
    hushed = Speech(np.concatenate([np.zeros(3 * STEP, np.float32), speech.samples]), RATE, "소리")
    playout.put(hushed, lambda _: told.append(playout.clock))
    for _ in range(3):
        playout.pull()
    assert not told
    playout.pull()
    assert len(told) == 1


def test_louder_is_louder_and_never_clips() -> None:
    playout = Playout()
    playout.gain = 2.0
    playout.put(tone(0.02), nothing)
    peak = np.abs(playout.pull().samples).max()
    assert 0.6 * 32767 < peak < 32767


async def test_waiting_ends_when_the_queue_runs_dry() -> None:
    playout = Playout()
    await playout.wait_until_queued_below(0)
    playout.put(tone(0.02), nothing)
    playout.pull()
    await playout.wait_until_queued_below(0)


def test_the_clock_shows_the_moment_that_sounds_now_not_the_end_of_what_was_handed_out() -> None:
    playout = Playout()
    for _ in range(10):
        playout.pull()
    assert 9 * STEP / RATE <= playout.clock <= 10 * STEP / RATE
