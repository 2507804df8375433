"""The microphone's place on what was sent, with nothing but counts to go by."""

import numpy as np

from speech.playback import RATE, Playback

WINDOW = 512


def counted(begin: int, length: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.arange(begin, begin + length, dtype=np.float32)


def test_the_first_window_is_laid_beside_what_was_sent_last() -> None:
    playback = Playback()
    playback.sent(counted(0, 5 * RATE))
    assert playback.beside(WINDOW)[-1] == 5 * RATE - 1


def test_uneven_arrival_does_not_move_it() -> None:
    playback, heard = Playback(), []
    playback.sent(counted(0, WINDOW))
    for begin in range(WINDOW, 20 * RATE, 2 * WINDOW):
        heard.append(playback.beside(WINDOW))
        playback.sent(counted(begin, 2 * WINDOW))
        heard.append(playback.beside(WINDOW))
    assert np.all(np.diff(np.concatenate(heard)) == 1)


def test_what_lost_packets_moved_it_back_by_is_made_good() -> None:
    playback = Playback()
    sent = 0
    for window in range(400):
        playback.sent(counted(sent, WINDOW))
        sent += WINDOW
        if not 100 <= window < 105:
            beside = playback.beside(WINDOW)
    assert sent - 1 - beside[-1] <= RATE * 40 // 1000


def test_a_microphone_that_was_away_for_long_starts_anew() -> None:
    playback = Playback()
    playback.sent(counted(0, WINDOW))
    playback.beside(WINDOW)
    playback.sent(counted(WINDOW, 10 * RATE))
    assert playback.beside(WINDOW)[-1] == WINDOW + 10 * RATE - 1


def test_nothing_is_laid_beside_that_was_not_sent_yet() -> None:
    playback = Playback()
    playback.sent(counted(0, 4 * WINDOW))
    beside = [playback.beside(WINDOW) for _ in range(10)]
    assert all(part[-1] == 4 * WINDOW - 1 for part in beside)
