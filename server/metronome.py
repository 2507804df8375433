"""Beats of the wall clock."""

import asyncio
import time


class Metronome:
    """Beats at a fixed rate (Hz); beats that were missed are skipped or caught up with."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._start: float | None = None
        self._beat = 0

    @property
    def rate(self) -> float:
        return self._rate

    @rate.setter
    def rate(self, rate: float) -> None:
        if rate != self._rate:
            self._rate, self._start, self._beat = rate, None, 0

    async def next(self, *, skip_missed: bool) -> None:
        now = time.monotonic()
        if self._start is None:
            self._start = now
            return
        self._beat += 1
        if skip_missed:
            self._beat = max(self._beat, int((now - self._start) * self._rate))
        await asyncio.sleep(max(0.0, self._start + self._beat / self._rate - now))
