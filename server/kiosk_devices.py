"""The kiosks an office has taken on: a small file of hashed tokens. Knows no web framework."""

import fcntl
import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

CODE_LIFETIME = 600.0
"""seconds a code can be accepted"""
WRONG_TRIES = 5
"""wrong codes within CODE_LIFETIME, after which none is looked at any more"""
MOST_WAITING = 50
"""codes at a time; the oldest gives way"""

State = Literal["enrolled", "waiting", "unknown"]


class UnknownCodeError(ValueError):
    """No kiosk shows this code, or it has expired."""


class TooManyTriesError(ValueError):
    """Too many wrong codes lately."""


@dataclass(frozen=True, slots=True)
class Waiting:
    code: str
    token_hash: str
    until: float
    """Unix time, s"""


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    name: str
    token_hash: str
    enrolled_at: float
    """Unix time, s"""


@dataclass(frozen=True, slots=True)
class Book:
    """What the file holds."""

    devices: tuple[Device, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    wrong: tuple[float, ...] = ()
    """Unix times (s) of wrong codes"""

    def at(self, now: float) -> "Book":
        """Without what is over by then."""
        return replace(
            self,
            waiting=tuple(one for one in self.waiting if one.until > now),
            wrong=tuple(at for at in self.wrong if at > now - CODE_LIFETIME),
        )


class Devices:
    """Every change reads the file, writes another and puts it in the place of the first, under a lock: the server and
    the command may both do so. `clock` gives Unix time (s)."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock

    def show_code(self) -> tuple[str, str]:
        """A code for the screen, and the token that is good once somebody has accepted the code."""
        token = secrets.token_urlsafe(32)
        with self._changing() as book:
            taken = {one.code for one in book.now.waiting}
            code = next(code for code in _codes() if code not in taken)
            one = Waiting(code, hash_of(token), self._clock() + CODE_LIFETIME)
            book.now = replace(book.now, waiting=(*book.now.waiting, one)[-MOST_WAITING:])
        return code, token

    def accept(self, code: str, name: str) -> Device:
        """Raises UnknownCodeError, or TooManyTriesError after WRONG_TRIES of these."""
        found = None
        with self._changing() as book:
            if len(book.now.wrong) >= WRONG_TRIES:
                raise TooManyTriesError("too many wrong codes; wait ten minutes")
            found = next((one for one in book.now.waiting if secrets.compare_digest(one.code, code)), None)
            if found:
                device = Device(secrets.token_hex(4), name, found.token_hash, self._clock())
                rest = tuple(one for one in book.now.waiting if one is not found)
                book.now = replace(book.now, devices=(*book.now.devices, device), waiting=rest)
            else:
                book.now = replace(book.now, wrong=(*book.now.wrong, self._clock()))
        if not found:
            raise UnknownCodeError(f"no kiosk shows the code {code}")
        return device

    def revoke(self, id_or_name: str) -> tuple[Device, ...]:
        """Those that were struck off, perhaps none."""
        with self._changing() as book:
            gone = tuple(one for one in book.now.devices if id_or_name in (one.id, one.name))
            book.now = replace(book.now, devices=tuple(one for one in book.now.devices if one not in gone))
        return gone

    def all(self) -> tuple[Device, ...]:
        return self._read().devices

    def device_of(self, token: str) -> Device | None:
        known = hash_of(token)
        return next((one for one in self.all() if secrets.compare_digest(one.token_hash, known)), None)

    def state_of(self, token: str) -> State:
        if self.device_of(token):
            return "enrolled"
        known = hash_of(token)
        return "waiting" if any(one.token_hash == known for one in self._read().waiting) else "unknown"

    def _read(self) -> Book:
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Book()
        return Book(
            tuple(Device(**one) for one in content["devices"]),
            tuple(Waiting(**one) for one in content["waiting"]),
            tuple(content["wrong"]),
        ).at(self._clock())

    @contextmanager
    def _changing(self) -> Iterator["_Page"]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            page = _Page(self._read())
            yield page
            self._write(asdict(page.now))

    def _write(self, content: dict[str, Any]) -> None:
        new = self._file.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self._file)


class _Page:
    """The book while it is being changed."""

    def __init__(self, now: Book) -> None:
        self.now = now


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _codes() -> Iterator[str]:
    while True:
        yield f"{secrets.randbelow(1_000_000):06d}"
