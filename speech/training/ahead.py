"""The next round is made in another process while this one is trained on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Protocol

from speech.training.rounds import Example


class Maker(Protocol):
    """Picklable."""

    def round(self, seconds: float, recorded_share: float) -> list[Example]: ...


def rounds_ahead(maker: Maker, seconds: float, recorded_share: Callable[[], float]) -> Iterator[list[Example]]:
    """Rounds without end; the share of recordings is asked for when a round is begun."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=_keep, initargs=(maker,)) as other:
        coming = other.submit(_round, seconds, recorded_share())
        while True:
            examples = coming.result()
            coming = other.submit(_round, seconds, recorded_share())
            yield examples


_makers: list[Maker] = []
"""the one of this process"""


def _keep(maker: Maker) -> None:
    _makers[:] = [maker]


def _round(seconds: float, recorded_share: float) -> list[Example]:
    return _makers[0].round(seconds, recorded_share)
