"""A changed base takes its place beside the callers; a broken one does not."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dialogue.knowledge.entry import Entry
from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.store import Store
from dialogue.shelf import FreshShelf
from dialogue.types import Passage


class Nothing:
    def search(
        self, question: str, topic: str | None = None, limit: int = 10, likelihood: object = None
    ) -> list[Passage]:
        return []


def put(store: Store, entry_id: str) -> None:
    row: dict[str, object] = {"id": entry_id, "topic": "복지", "questions": [entry_id], "answer": "네."}
    store.import_rows([Row(1, row)])


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.005)
    return holds()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "base.sqlite")
    put(store, "a")
    return store


def test_nobody_waits_for_a_changed_base(store: Store) -> None:
    go_on = threading.Event()
    opened: list[int] = []

    def open_slowly(entries: Sequence[Entry]) -> Nothing:
        opened.append(len(entries))
        assert len(opened) == 1 or go_on.wait(10)
        return Nothing()

    shelf = FreshShelf(store, open_slowly)
    put(store, "b")
    assert set(shelf.current().entries) == set(shelf.current().entries) == {"a"}
    go_on.set()
    assert eventually(lambda: set(shelf.current().entries) == {"a", "b"})
    assert opened == [1, 2]


def test_a_base_that_cannot_be_taken_up_is_tried_once(store: Store) -> None:
    opened: list[int] = []

    def open_once(entries: Sequence[Entry]) -> Nothing:
        opened.append(len(entries))
        if len(opened) == 2:
            raise ValueError("weights gone")
        return Nothing()

    shelf = FreshShelf(store, open_once)
    put(store, "b")
    assert eventually(lambda: shelf.current() is not None and len(opened) == 2)
    time.sleep(0.05)
    assert set(shelf.current().entries) == {"a"}
    assert opened == [1, 2]
    put(store, "c")
    assert eventually(lambda: len(shelf.current().entries) == 3)


def test_a_base_that_is_gone_leaves_the_last_one(store: Store, tmp_path: Path) -> None:
    shelf = FreshShelf(store, lambda entries: Nothing())
    (tmp_path / "base.sqlite").write_text("no database at all, only text " * 100, "utf-8")
    assert set(shelf.current().entries) == {"a"}
