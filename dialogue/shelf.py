"""The knowledge base as it is searched, and how a changed one takes its place without anybody waiting."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dialogue.knowledge.entry import Entry
from dialogue.knowledge.jsonl import shipped_entries
from dialogue.knowledge.store import Store
from dialogue.types import Ranker

log = logging.getLogger(__name__)

OpenRanker = Callable[[Sequence[Entry]], Ranker]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One state of the knowledge base, with what finds its entries."""

    revision: str
    entries: Mapping[str, Entry]
    ranker: Ranker


class FreshShelf:
    """The newest state that is ready. Safe to share between threads."""

    def __init__(self, store: Store | None, open_ranker: OpenRanker) -> None:
        """`store`: None for the entries that come with the product."""
        self._store = store
        self._open_ranker = open_ranker
        self._renewing = threading.Lock()
        self._failed: str | None = None
        self._shelf = self._read()

    def current(self) -> Shelf:
        """At once; a base that changed is taken up beside the callers."""
        revision = self._revision()
        if revision not in (self._shelf.revision, self._failed) and self._renewing.acquire(blocking=False):
            threading.Thread(target=self._renew, args=(revision,), name="knowledge", daemon=True).start()
        return self._shelf

    def _revision(self) -> str:
        if self._store is None:
            return self._shelf.revision
        try:
            return self._store.revision
        except Exception:  # a base that is gone or locked must not end a call
            log.exception("the knowledge base cannot be read, the one before is kept")
            return self._shelf.revision

    def _renew(self, revision: str) -> None:
        try:
            self._shelf = self._read()
        except Exception:
            log.exception("the changed knowledge base cannot be taken up, the one before is kept")
            self._failed = revision
        finally:
            self._renewing.release()

    def _read(self) -> Shelf:
        revision = self._store.revision if self._store else ""
        entries = self._store.entries() if self._store else shipped_entries()
        ranker = self._open_ranker(entries)
        ranker.search("준비 되었나요")  # the first search of a ranker is slow
        return Shelf(revision, {entry.id: entry for entry in entries}, ranker)


def open_store(knowledge: str | Path | None) -> Store | None:
    """The knowledge base in a file; None, without a file, stands for the entries that come with the product.

    FileNotFoundError when there is no such file, ValueError when it is no knowledge base.
    """
    if knowledge is None:
        return None
    if not Path(knowledge).is_file():
        raise FileNotFoundError(f"no knowledge base at {knowledge}: make one with malbeot kb import FILE --kb")
    return Store(Path(knowledge))
