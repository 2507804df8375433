"""What was worked out for a piece of speech, kept as long as it lives, and for the latest few only."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from speech.types import Speech

MOST: Final = 64
"""pieces of speech; a minute of movement is 0.8 MB"""
Movement = NDArray[np.float32]


class Kept:
    """Each piece is worked out once, however many threads ask; one at a time, because it is heavy."""

    def __init__(self, work_out: Callable[[Speech], Movement], most: int = MOST) -> None:
        self._work_out = work_out
        self._most = most
        self._known: OrderedDict[int, tuple[ref[Speech], Movement]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, speech: Speech) -> Movement:
        with self._lock:
            found = self._known.get(id(speech))
            if found is None or found[0]() is not speech:  # the number of a piece that is gone may be given again
                found = ref(speech), self._work_out(speech)
                self._known[id(speech)] = found
            self._known.move_to_end(id(speech))
            gone = [number for number, (alive, _) in self._known.items() if alive() is None]
            for number in gone:
                del self._known[number]
            while len(self._known) > self._most:
                self._known.popitem(last=False)
            return found[1]
