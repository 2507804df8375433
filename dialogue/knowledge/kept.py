"""What takes seconds to make of a knowledge base's texts, kept in files beside it for the next start.

A file holds one line that says of what and by what it was made, and what was made. It may be deleted at any time; one
that is damaged, made by something else or cannot be written is as good as none.
"""

import hashlib
import io
import json
import logging
import platform
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogue import terms

log = logging.getLogger(__name__)

MORPHEMES: Final = ".morphemes"
VECTORS: Final = ".vectors"
"""ends of the files' names, after that of the base"""

Floats = NDArray[np.float32]


class Kept:
    """Safe to share between threads and processes."""

    def __init__(self, knowledge: str | Path | None = None) -> None:
        """`knowledge`: the file of the base; without one nothing is kept."""
        self._base = Path(knowledge) if knowledge is not None else None

    def morphemes(self, texts: Iterable[str]) -> Mapping[str, list[str]]:
        """Those of each text. Only texts that are new are analysed."""
        file = self._file(MORPHEMES)
        known: dict[str, list[str]] = json.loads(_read(file, _analyser()) or "{}")
        found = {text: known[text] if text in known else terms.morphemes(text) for text in texts}
        if found.keys() != known.keys():
            _write(file, _analyser(), json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        return found

    def vectors(
        self, texts: Sequence[Sequence[str]], embed: Callable[[Sequence[str]], Floats], maker: str
    ) -> list[Floats]:
        """What `embed` makes of each of the sequences. All are made anew when any text or the `maker`, a name for the
        network, is another: the last digits of a vector hang on the texts it was made together with."""
        file = self._file(VECTORS)
        of = hashlib.sha256(repr([list(each) for each in texts]).encode()).hexdigest()
        made_by = f"{maker} {platform.machine()} {of}"
        if body := _read(file, made_by):
            with np.load(io.BytesIO(body)) as arrays:
                return [arrays[str(i)] for i in range(len(texts))]
        found = [embed(each) for each in texts]
        stream = io.BytesIO()
        np.savez(stream, allow_pickle=False, **{str(i): each for i, each in enumerate(found)})
        _write(file, made_by, stream.getvalue())
        return found

    def _file(self, end: str) -> Path | None:
        return self._base and self._base.with_name(self._base.name + end)


NOT_KEPT: Final = Kept()


def _read(path: Path | None, made_by: str) -> bytes | None:
    """What was written, whole and made so; else None."""
    if path is None:
        return None
    try:
        head, body = path.read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return None
    return body if head == _head(made_by, body) else None


def _write(path: Path | None, made_by: str, body: bytes) -> None:
    """All of it or nothing, whoever else reads or writes it now."""
    if path is None:
        return
    unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        unfinished.write_bytes(_head(made_by, body) + b"\n" + body)
        unfinished.replace(path)
    except OSError as error:
        log.info("%s cannot be kept, the next start takes longer: %s", path, error)
        _forget(unfinished)


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.info("%s is left over: %s", path, error)


def _head(made_by: str, body: bytes) -> bytes:
    return f"{made_by} {hashlib.sha256(body).hexdigest()}".encode()


@cache
def _analyser() -> str:
    """Another word whenever the same text might give other morphemes."""
    source = hashlib.sha256(Path(terms.__file__).read_bytes()).hexdigest()
    return f"{version('kiwipiepy')} {version('kiwipiepy_model')} {platform.machine()} {source}"
