import numpy as np
import pytest

from avatar.training import clips
from avatar.training.clips import WINDOW, spoken
from avatar.wav2lip.mel import LIMIT, RATE
from speech.types import Mark, Speech


def a_beep(at: float, seconds: float = 1.0) -> Speech:
    """Silence with a tenth of a second of sound."""
    samples = np.zeros(round(seconds * RATE), np.float32)
    place = np.arange(round(at * RATE), round((at + 0.1) * RATE))
    samples[place] = 0.3 * np.sin(2 * np.pi * 440 * place / RATE)
    return Speech(samples, RATE, "삐", (Mark("phoneme", "ㅣ", at, at + 0.1),))


def test_the_window_is_the_200_ms_that_begin_with_the_picture() -> None:
    clip = spoken([a_beep(0.5)], start=0.5)
    assert clip.window(1.0).max() > 0
    assert clip.window(0.85).max() > 0
    assert clip.window(0.7).max() == -LIMIT
    assert clip.window(1.2).max() == -LIMIT


def test_after_the_end_there_is_silence() -> None:
    clip = spoken([a_beep(0.5)], start=0.0)
    assert clip.window(clip.seconds).shape == (80, WINDOW)
    assert clip.window(clip.seconds + 5).max() == -LIMIT


def test_pieces_follow_each_other() -> None:
    clip = spoken([a_beep(0.1), a_beep(0.1)], start=0.3)
    assert [line.start for line in clip.cues.lines] == pytest.approx([0.3, 1.3])


def test_sound_played_slower_is_longer_and_its_marks_move_along() -> None:
    slow = clips.heard(a_beep(0.5), played=1.1)
    assert slow.seconds == pytest.approx(1.1, abs=0.01)
    assert slow.marks[0].start == pytest.approx(0.55)
    loud = np.flatnonzero(np.abs(slow.samples) > 0.05)
    assert loud[0] / RATE == pytest.approx(0.55, abs=0.02)


def test_voices_kept_for_measuring_are_not_taught() -> None:
    random = np.random.default_rng(0)
    drawn = {clips.taught(random) for _ in range(500)}
    assert clips.OWN in drawn
    assert not drawn & set(clips.UNTAUGHT)


def test_a_clip_says_all_its_sentences() -> None:
    random = np.random.default_rng(1)
    clip = clips.clip(clips.voice("f2", random), ["네, 맞아요.", "고맙습니다."], random)
    assert "".join(line.speech.text for line in clip.cues.lines).replace(" ", "") == "네,맞아요.고맙습니다."
    assert clip.mel.max() > 0
