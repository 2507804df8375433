"""One file of knowledge: all or nothing, and a revision that tells of every change."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from dialogue.knowledge.jsonl import rows
from dialogue.knowledge.store import Imported, Store

PENSION = {
    "id": "pension",
    "topic": "복지·연금",
    "questions": ["기초연금 신청은 어떻게 해요?"],
    "answer": "주민센터에서요.",
}
WATER = {
    "id": "water",
    "topic": "상하수도",
    "title": "수도 요금",
    "questions": ["물값이 왜 이래요?", "수도 요금 조회"],
    "answer": "120번에 물어보세요.",
    "spoken": "일이공에 물어보세요.",
    "steps": ["고지서를 찾으세요."],
    "documents": ["고지서"],
    "where": "수도사업소",
    "phone": "120",
    "source": "서울아리수본부",
    "source_url": "https://arisu.seoul.go.kr",
    "checked": "2024-04-01",
    "rank": 2,
}


def lines(objects: Iterable[object]) -> bytes:
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in objects).encode()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "office.sqlite")
    store.import_rows(rows(lines([PENSION, WATER])))
    return store


def test_a_new_base_is_empty(tmp_path: Path) -> None:
    store = Store(tmp_path / "new.sqlite")
    assert (store.entries(), store.revision, store.export()) == ([], "", "")


def test_what_is_left_out_follows_from_the_rest(store: Store) -> None:
    pension, _ = store.entries()
    assert pension.title == "기초연금 신청은 어떻게 해요?"
    assert pension.spoken == pension.answer
    assert pension.phone is None


def test_import_counts_new_changed_and_same(store: Store) -> None:
    changed = {**WATER, "phone": "02-120"}
    new = {**PENSION, "id": "third"}
    assert store.import_rows(rows(lines([PENSION, changed, new]))) == Imported(1, 1, 1)
    assert {entry.id: entry.phone for entry in store.entries()} == {"pension": None, "third": None, "water": "02-120"}


def test_the_revision_changes_with_the_content_only(store: Store) -> None:
    first = store.revision
    store.import_rows(rows(lines([WATER])))
    assert store.revision == first
    store.import_rows(rows(lines([{**WATER, "rank": 1}])))
    assert store.revision != first


def test_an_export_reads_back_the_same(store: Store, tmp_path: Path) -> None:
    copy = Store(tmp_path / "copy.sqlite")
    assert copy.import_rows(rows(store.export().encode())).imported == 2
    assert copy.entries() == store.entries()


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    assert Store(tmp_path / "bom.sqlite").import_rows(rows(b"\xef\xbb\xbf" + lines([WATER]))).imported == 1


def test_broken_rows_are_all_named_and_nothing_changes(store: Store) -> None:
    before, revision = store.entries(), store.revision
    data = b"\n".join(
        [
            lines([{**WATER, "answer": "새 답"}]),
            b"{oops",
            b'{"id": "\xff\xfe"}',
            b"",
            lines([[1, 2]]),
            lines([{**PENSION, "id": "x", "answer": " "}]),
            lines([{**PENSION, "id": "y", "questions": "하나"}]),
            lines([{**PENSION, "id": "z", "checked": "작년"}]),
            lines([{**WATER, "answer": "또 다른 답"}]),
        ]
    )
    done = store.import_rows(rows(data))
    assert [error.row for error in done.errors] == [2, 3, 5, 6, 7, 8, 9]
    wanted = ["JSON", "UTF-8", "object", "answer", "questions", "checked", "row 1"]
    assert all(word in error.reason for word, error in zip(wanted, done.errors, strict=True))
    assert (done.imported, done.updated) == (0, 0)
    assert (store.entries(), store.revision) == (before, revision)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", "a b"),
        ("id", True),
        ("topic", 3),
        ("questions", []),
        ("questions", [" "]),
        ("questions", [None]),
        ("answer", None),
        ("answer", "\ud800"),
        ("title", "\x00"),
        ("rank", 0),
        ("rank", "1"),
        ("source_url", "javascript:alert(1)"),
        ("documents", {"a": 1}),
    ],
)
def test_a_wrong_field_is_named(store: Store, field: str, value: object) -> None:
    row = json.dumps({**WATER, field: value}).encode()
    (error,) = store.import_rows(rows(row)).errors
    assert error.reason.startswith(field)


def test_a_file_that_is_no_base_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("안녕하세요. " * 100, "utf-8")
    before = file.read_bytes()
    with pytest.raises(ValueError, match="knowledge base"):
        Store(file)
    assert file.read_bytes() == before


def test_deep_nesting_is_a_broken_row() -> None:
    (row,) = rows(b"[" * 100_000)
    assert row.fault
