"""A bad network as numbers: which packet is lost, how late each one comes. Seeded; knows no sockets and no clocks."""

from dataclasses import dataclass
from typing import Final

import numpy as np

LONGEST_QUEUE: Final = 0.5
"""seconds that a packet waits for a slow link before a router would drop it"""
OVERHEAD: Final = 28
"""bytes of IPv4 and UDP around each packet"""


@dataclass(frozen=True, slots=True)
class Network:
    """What happens to one caller's packets, the same in both directions. Raises ValueError for impossible figures."""

    loss: float = 0.0
    """share of packets lost, 0 … under 1"""
    burst: float = 1.0
    """packets lost in a row, on average; 1: each on its own"""
    delay: float = 0.0
    """seconds, one way"""
    jitter: float = 0.0
    """seconds at most that a packet comes later than `delay`, evenly spread: packets overtake each other"""
    rate: float | None = None
    """bits a second of the link, headers included; None: any"""
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.loss < 1:
            raise ValueError(f"a share of {self.loss} of the packets cannot be lost: at least 0, under 1")
        if self.burst < 1 or self.delay < 0 or self.jitter < 0 or self.seed < 0:
            raise ValueError("bursts are 1 packet or longer; delay, jitter and seed are not negative")
        if self.rate is not None and self.rate <= 0:
            raise ValueError("a link carries more than 0 bits a second")

    @property
    def perfect(self) -> bool:
        return not (self.loss or self.delay or self.jitter or self.rate)


class Way:
    """One direction. The n-th packet has the same fate whenever it comes, unless a slow link drops it."""

    def __init__(self, network: Network, direction: int) -> None:
        self._network = network
        self._random = np.random.default_rng([network.seed, direction])
        self._in_burst = False
        self._free = 0.0

    def arrival(self, size: int, now: float) -> float | None:
        """When a packet of `size` bytes sent at `now` (seconds, any clock) comes out; None: never."""
        luck, lateness = self._random.random(2)
        self._in_burst = luck < self._chance()
        if self._in_burst:
            return None
        sent = self._through_link(size, now)
        return None if sent is None else sent + self._network.delay + self._network.jitter * lateness

    def _chance(self) -> float:
        """That this packet is lost: Gilbert's two states (Bell Syst. Tech. J. 39, 1960), all lost in the bad one."""
        loss = self._network.loss
        burst = max(self._network.burst, 1 / (1 - loss))
        return 1 - 1 / burst if self._in_burst else loss / (burst * (1 - loss))

    def _through_link(self, size: int, now: float) -> float | None:
        if self._network.rate is None:
            return now
        begin = max(now, self._free)
        if begin - now > LONGEST_QUEUE:
            return None
        self._free = begin + (size + OVERHEAD) * 8 / self._network.rate
        return self._free
