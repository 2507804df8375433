"""Names of entries: the same for the same thing in every import, ASCII only."""

import hashlib
import unicodedata
from typing import Final

LETTERS: Final = 12
"""hexadecimal letters of a name: ten thousand entries clash once in five million files"""


def letters(text: str) -> str:
    """What two spellings of one name share: its letters and digits."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


class Names:
    """Names for the entries of one file, never the same one twice."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._given: set[str] = set()

    def name(self, *parts: str) -> str:
        """A name made of as few of the leading parts as tell the entry from those before it, then of its place."""
        for count in range(1, len(parts) + 1):
            name = self._made_of(parts[:count])
            if name not in self._given:
                break
        else:
            first, place = name, 2
            while (name := f"{first}-{place}") in self._given:
                place += 1
        self._given.add(name)
        return name

    def _made_of(self, parts: tuple[str, ...]) -> str:
        key = "\n".join(map(letters, parts)).encode()
        return f"{self._prefix}-{hashlib.sha256(key).hexdigest()[:LETTERS]}"
