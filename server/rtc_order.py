"""Puts a caller's RTP packets back in order, and waits for a missing one no longer than it helps. Knows no sound."""

from typing import Generic, TypeVar

T = TypeVar("T")

LEAST_WAIT = 1
MOST_WAIT = 4
"""later packets after which a missing one is given up; 20 ms each"""
CALM_PACKETS = 500
"""packets in order after which one less is waited for: 10 s"""
STRAY = 100
"""a sequence number this far from the expected one begins a new stream"""


class PacketOrder(Generic[T]):
    """The jitter buffer of a listener that is not a loudspeaker: nothing in order is ever held back.

    A packet that comes after it was given up shows that the wait was too short: it grows by one,
    up to MOST_WAIT, and shrinks again after a calm while. A packet that never comes lengthens nothing.
    """

    def __init__(self) -> None:
        self.wait = LEAST_WAIT
        self._expected: int | None = None
        self._held: dict[int, T] = {}
        self._given_up: set[int] = set()
        self._calm = 0

    def add(self, sequence: int, packet: T) -> list[T]:
        """The packets that are ready now, in order. `sequence`: 16 bits, wrapping."""
        if self._expected is None or STRAY < (sequence - self._expected) % 65536 < 65536 - STRAY:
            self._begin(sequence)
        if self._ahead(sequence) >= 65536 - STRAY:
            self._too_late(sequence)
            return []
        self._held[sequence] = packet
        ready = self._in_order()
        if len(self._held) >= self.wait:
            self._give_up()
            ready += self._in_order()
        self._rest(len(ready))
        return ready

    def _begin(self, sequence: int) -> None:
        self._expected = sequence
        self._held.clear()
        self._given_up.clear()

    def _ahead(self, sequence: int) -> int:
        return (sequence - (self._expected or 0)) % 65536

    def _in_order(self) -> list[T]:
        ready = []
        while self._expected in self._held:
            ready.append(self._held.pop(self._expected))
            self._expected = (self._expected + 1) % 65536
        return ready

    def _give_up(self) -> None:
        nearest = min(self._held, key=self._ahead, default=None)
        if nearest is None or self._expected is None:
            return
        missing = {(self._expected + step) % 65536 for step in range(self._ahead(nearest))}
        self._given_up = {number for number in self._given_up if self._ahead(number) >= 65536 - STRAY} | missing
        self._expected = nearest

    def _too_late(self, sequence: int) -> None:
        if sequence in self._given_up:
            self._given_up.discard(sequence)
            self.wait = min(self.wait + 1, MOST_WAIT)
            self._calm = 0

    def _rest(self, passed: int) -> None:
        self._calm += passed
        if self._calm >= CALM_PACKETS:
            self._calm = 0
            self.wait = max(self.wait - 1, LEAST_WAIT)
