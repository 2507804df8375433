"""The line before a busy server: who asked first is served first.

A place is a random ticket. Who does not ask again for a while has left.
"""

import secrets
from dataclasses import dataclass

LONGEST = 50
"""people; who comes when so many wait is sent away without a ticket"""
PATIENCE = 12.0
"""seconds after which a ticket that is not shown again is forgotten"""
ASK_AGAIN = 3
"""seconds after which whoever waits asks again"""


@dataclass(frozen=True, slots=True)
class Place:
    ticket: str
    ahead: int
    """people who are served before"""


class FullError(Exception):
    """The line is as long as it may be."""


class WaitingLine:
    def __init__(self, longest: int = LONGEST, patience: float = PATIENCE) -> None:
        self._longest = longest
        self._patience = patience
        self._seen: dict[str, float] = {}
        """ticket → when it was last shown, in the order of the line"""

    def __len__(self) -> int:
        return len(self._seen)

    def ask(self, ticket: str | None, free: int, now: float) -> Place | None:
        """None when it is this caller's turn: one of `free` places is theirs, and their ticket is gone.

        A ticket that is not known is worth as much as none. Raises FullError for a newcomer when too many wait.
        """
        self.forget_those_who_left(now)
        if ticket is None or ticket not in self._seen:
            return self._come(free, now)
        ahead = list(self._seen).index(ticket)
        if ahead < free:
            del self._seen[ticket]
            return None
        self._seen[ticket] = now
        return Place(ticket, ahead)

    def forget_those_who_left(self, now: float) -> None:
        self._seen = {ticket: seen for ticket, seen in self._seen.items() if now - seen <= self._patience}

    def _come(self, free: int, now: float) -> Place | None:
        if free and not self._seen:
            return None
        if len(self._seen) >= self._longest:
            raise FullError
        place = Place(secrets.token_urlsafe(18), len(self._seen))
        self._seen[place.ticket] = now
        return place
