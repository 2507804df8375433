"""Vectors are made once, and again only where the text or the weights are others."""

import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dialogue.polyencoder import bank


class Maker:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(text), hash(text) % 97] for text in texts], np.float32)

    def bank(self, texts: Sequence[str], folder: Path | None, made_by: str = "a") -> NDArray[np.float32]:
        self.asked = []
        return bank.vectors(texts, self, 2, made_by, folder)


def test_only_new_texts_are_made_into_vectors(tmp_path: Path) -> None:
    maker = Maker()
    first = maker.bank(["가", "나", "가"], tmp_path / "bank")
    assert maker.asked == ["가", "나"] and first.shape == (3, 2)
    again = maker.bank(["다", "나", "가"], tmp_path / "bank")
    assert maker.asked == ["다"] and np.array_equal(again[1:], first[[1, 0]])
    maker.bank(["다"], tmp_path / "bank")
    maker.bank(["다", "나"], tmp_path / "bank")
    assert maker.asked == ["나"], "what left the knowledge base left the bank"


def test_other_weights_make_all_anew(tmp_path: Path) -> None:
    maker = Maker()
    maker.bank(["가"], tmp_path)
    maker.bank(["가"], tmp_path, made_by="b")
    assert maker.asked == ["가"]
    maker.bank(["가"], tmp_path, made_by="b")
    assert not maker.asked


def test_without_a_folder_or_texts_there_is_still_an_answer(tmp_path: Path) -> None:
    assert Maker().bank(["가"], None).shape == (1, 2)
    assert Maker().bank([], tmp_path).shape == (0, 2)


@pytest.mark.parametrize("name", [bank.VECTORS, bank.TEXTS])
@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", pickle.dumps({"vectors": 1}), b'{"made_by": "a"}\n{}\n'])
def test_a_damaged_half_is_made_anew(tmp_path: Path, name: str, data: bytes) -> None:
    maker = Maker()
    first = maker.bank(["가", "나"], tmp_path)
    (tmp_path / name).write_bytes(data)
    assert np.array_equal(maker.bank(["가", "나"], tmp_path), first)
    assert maker.asked == ["가", "나"]


def test_halves_of_different_banks_are_noticed(tmp_path: Path) -> None:
    maker = Maker()
    maker.bank(["가", "나"], tmp_path)
    other = (tmp_path / bank.VECTORS).read_bytes()
    maker.bank(["다", "라"], tmp_path)
    (tmp_path / bank.VECTORS).write_bytes(other)
    maker.bank(["다", "라"], tmp_path)
    assert maker.asked == ["다", "라"]


def test_what_is_kept_needs_no_pickle_and_leaves_nothing_behind(tmp_path: Path) -> None:
    Maker().bank(["가\n나"], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [bank.TEXTS, bank.VECTORS]
    with np.load(tmp_path / bank.VECTORS, allow_pickle=False) as file:
        assert file["vectors"].dtype == np.float32
    maker = Maker()
    maker.bank(["가\n나"], tmp_path)
    assert not maker.asked


def test_a_folder_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Maker().bank(["가"], tmp_path / "file" / "bank").shape == (1, 2)


def test_old_tables_are_refused_with_what_to_do() -> None:
    with pytest.raises(ValueError, match="Name a folder"):
        bank.refuse_pickle(Path("corona_with_text.pickle"))
