"""What a call that broke off had come to, for the call that goes on with it. Kept in memory alone, and not for long."""

import secrets
from dataclasses import dataclass, field

from server.caller import Memory

KEPT = 120.0
"""seconds after the end of a call"""
MOST = 200
"""conversations kept; the oldest goes first"""


def new_id() -> str:
    """24 random characters that can stand in a URL."""
    return secrets.token_urlsafe(18)


@dataclass(slots=True)
class Conversations:
    _kept: dict[str, tuple[float, Memory]] = field(default_factory=dict)
    """conversation → until when, and what"""

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, conversation: str, memory: Memory, now: float) -> None:
        """`now`: seconds."""
        self.forget(now)
        if len(self._kept) >= MOST:
            del self._kept[next(iter(self._kept))]
        self._kept[conversation] = (now + KEPT, memory)

    def take(self, conversation: str, now: float) -> Memory | None:
        """What is kept of it, once; None when that is nothing."""
        self.forget(now)
        _, memory = self._kept.pop(conversation, (0.0, None))
        return memory

    def forget(self, now: float) -> None:
        """Everything whose time is over."""
        self._kept = {key: kept for key, kept in self._kept.items() if kept[0] > now}
