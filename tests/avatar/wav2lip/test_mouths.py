import gc
import threading
import time
import weakref

import numpy as np
import pytest

from avatar.types import Line
from avatar.wav2lip.faces import Faces
from avatar.wav2lip.generator import Floats, Pictures
from avatar.wav2lip.mel import mel
from avatar.wav2lip.mouths import Mouths, Pace
from tests.avatar.wav2lip.sitter import FPS, SIDE, Painter, cues, portrait, voice


def mouths(painter: Painter, batch: int = 8, shift: int = 0, frames: int = 1) -> Mouths:
    return Mouths(painter, Faces.of(portrait(frames), SIDE), Pace(FPS, batch, shift))


def windows(painter: Painter) -> list[Floats]:
    return [window[0] for mels in painter.mels for window in mels]


@pytest.mark.parametrize(("shift", "first"), [(0, 0.0), (-1, -3.2), (2, 6.4)])
def test_a_mouth_sees_the_200_ms_of_sound_from_its_own_time_on(shift: int, first: float) -> None:
    painter, line = Painter(), Line(voice(2.0), 1.0)
    for number in range(FPS, FPS + 21):
        mouths(painter, 1, shift).mouth(cues(line), line, number)
    whole = mel(line.speech.samples)
    seen = windows(painter)
    for index in (3, 10, 20):
        start = int(3.2 * index + first + 1e-6)
        assert any(np.allclose(window, whole[:, start : start + 16], atol=1e-5) for window in seen)


def test_the_next_piece_is_heard_before_it_begins() -> None:
    first, second = Line(voice(1.0), 0.0), Line(voice(1.0, pitch=900), 1.0)
    alone, followed = Painter(), Painter()
    mouths(alone, 1).mouth(cues(first), first, FPS - 2)
    mouths(followed, 1).mouth(cues(first, second), first, FPS - 2)
    assert not np.allclose(alone.mels[0], followed.mels[0])
    joined = np.concatenate([first.speech.samples, second.speech.samples])
    start = int(3.2 * (FPS - 2))
    np.testing.assert_allclose(followed.mels[0][0, 0], mel(joined)[:, start : start + 16], atol=1e-5)


def test_a_piece_that_becomes_known_late_is_still_heard() -> None:
    painter = Painter()
    drawer = mouths(painter, 1)
    first, second = Line(voice(1.0), 0.0), Line(voice(1.0, pitch=900), 1.0)
    before = drawer.mouth(cues(first), first, FPS - 1)
    assert (drawer.mouth(cues(first, second), first, FPS - 1) != before).any()


def test_the_first_mouth_waits_for_no_other_and_the_rest_come_in_batches() -> None:
    painter, line = Painter(), Line(voice(2.0), 0.0)
    drawer = mouths(painter)
    for number in range(30):
        drawer.mouth(cues(line), line, number)
    assert [len(mels) for mels in painter.mels[:5]] == [1, 2, 4, 8, 8]


def test_a_mouth_is_drawn_once_however_often_it_is_asked_for() -> None:
    painter, line = Painter(), Line(voice(1.0), 0.0)
    drawer = mouths(painter)
    for _ in range(3):
        for number in range(20):
            drawer.mouth(cues(line), line, number)
    assert painter.drawn <= 20 + 3 * 8


def test_mouths_do_not_depend_on_what_was_asked_before() -> None:
    line = Line(voice(2.0), 0.37)
    forward, backward = mouths(Painter(), frames=9), mouths(Painter(), frames=9)
    numbers = list(range(8, 50))
    one = [forward.mouth(cues(line, seed=4), line, number) for number in numbers]
    other = [backward.mouth(cues(line, seed=4), line, number) for number in reversed(numbers)][::-1]
    np.testing.assert_array_equal(np.stack(one), np.stack(other))


def test_many_threads_get_the_same_mouths() -> None:
    line = Line(voice(2.0), 0.0)
    alone, shared = mouths(Painter()), mouths(Painter())
    wanted = np.stack([alone.mouth(cues(line), line, number) for number in range(40)])
    got: list[bool] = []

    def ask() -> None:
        got.append(bool((np.stack([shared.mouth(cues(line), line, n) for n in range(40)]) == wanted).all()))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [True] * 6


def test_twenty_minutes_cost_what_is_near() -> None:
    painter, line = Painter(), Line(voice(1200.0), 0.0)
    drawer = mouths(painter)
    for number in range(15_000, 15_100):
        drawer.mouth(cues(line), line, number)
    assert painter.drawn <= 100 + 3 * 8
    for number in range(0, 29_000, 600):
        drawer.mouth(cues(line), line, number)
    assert sum(len(known) for known in drawer._known.values()) <= 32


def test_mouths_go_with_their_speech() -> None:
    drawer = mouths(Painter())
    line = Line(voice(1.0), 0.0)
    drawer.mouth(cues(line), line, 5)
    while any(not drawing.done() for known in drawer._known.values() for drawing in known.values()):
        time.sleep(0.001)
    gone = weakref.ref(line.speech)
    del line
    drawer._worker.submit(gc.collect).result()
    gc.collect()
    assert gone() is None and not drawer._known


def test_a_drawing_that_failed_is_tried_again() -> None:
    class Moody(Painter):
        failed = False

        def draw(self, mels: Floats, faces: Pictures) -> Pictures:
            if not self.failed:
                self.failed = True
                raise RuntimeError("out of memory")
            return super().draw(mels, faces)

    drawer, line = mouths(Moody()), Line(voice(1.0), 0.0)
    with pytest.raises(RuntimeError):
        drawer.mouth(cues(line), line, 0)
    assert drawer.mouth(cues(line), line, 0).shape == (SIDE, SIDE, 3)
