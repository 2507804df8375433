from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from avatar.makeittalk.kept import Kept
from speech.types import Speech
from tests.avatar.talk import said


class Counted:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self, speech: Speech) -> NDArray[np.float32]:
        self.times += 1
        return np.full((1, 68, 2), self.times, np.float32)


def test_a_piece_is_worked_out_once_however_many_ask() -> None:
    work, speech = Counted(), said("ㅏ")
    kept = Kept(work)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: kept(speech), range(20)))
    assert work.times == 1


def test_only_the_latest_are_kept() -> None:
    work, pieces = Counted(), [said("ㅏ") for _ in range(3)]
    kept = Kept(work, most=2)
    for piece in pieces:
        kept(piece)
    kept(pieces[2])
    assert work.times == 3
    kept(pieces[0])
    assert work.times == 4


def test_a_piece_that_is_gone_is_not_taken_for_a_new_one() -> None:
    work = Counted()
    kept = Kept(work)
    for _ in range(5):
        speech = said("ㅏ")
        kept(speech)
        del speech
    assert work.times == 5
