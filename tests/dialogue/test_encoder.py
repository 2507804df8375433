"""The sentence encoder puts questions that ask the same near each other, misheard or not."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dialogue import encoder, letters, networks
from dialogue.encoder import Encoder

Break = Callable[[Path], None]


@pytest.fixture(scope="module")
def loaded() -> Encoder:
    return encoder.load()


def test_vectors_have_length_one(loaded: Encoder) -> None:
    vectors = loaded.vectors(["기초연금은 어떻게 신청해요", "", "물값", "пенсия 😀", "가" * 5000])
    assert vectors.shape == (5, encoder.WIDTH)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_company_changes_nothing(loaded: Encoder) -> None:
    alone = loaded.vectors(["물값은 어떻게 내요"])[0]
    together = loaded.vectors(["물값은 어떻게 내요", "기초연금 신청은 어디에서 하는지 알려 주세요 " * 3])[0]
    assert alone @ together > 0.99


@pytest.mark.parametrize(
    ("asked", "same", "other"),
    [
        ("기초연금 신청은 어디서 하나요", "기초연금은 어디에 신청해요", "기초연금은 얼마나 나와요"),
        ("기초연금 신청은 어디서 하나요", "기쵸연금 신정은 어디소 하나요", "수도 요금은 어디서 내나요"),
        ("수도 요금이 많이 나왔어요", "물값이 너무 많이 나왔는데요", "주민등록증을 잃어버렸어요"),
    ],
)
def test_the_same_question_lies_nearer_than_another(loaded: Encoder, asked: str, same: str, other: str) -> None:
    one, near, far = loaded.vectors([asked, same, other])
    assert one @ near > one @ far


def test_letters_know_their_jamo_and_where_words_begin() -> None:
    rows = letters.read("값은 A1!")
    assert len(rows) == 4
    assert list(rows[:, 4]) == [1, 0, 1, 0]
    assert letters.read("갑")[0, 1:3].tolist() == rows[0, 1:3].tolist()
    assert (rows[2:, 1:4] == 0).all() and (rows[:, 0] > letters.UNKNOWN).all()


def test_a_rare_syllable_is_known_by_its_jamo_alone() -> None:
    (rare,) = letters.read("뷁")
    assert rare[0] == letters.UNKNOWN and (rare[1:4] > 0).all()


def test_a_text_without_letters_is_one_unknown_letter() -> None:
    assert letters.read(" ?! ").tolist() == letters.read("").tolist() == [[letters.UNKNOWN, 0, 0, 0, 1]]


def _no_manifest(folder: Path) -> None:
    (folder / networks.MANIFEST).unlink()


def _no_file(folder: Path) -> None:
    (folder / "encoder.onnx").unlink()


def _another_file(folder: Path) -> None:
    (folder / "encoder.onnx").write_bytes(b"\0" * 100)


def _broken_manifest(folder: Path) -> None:
    (folder / networks.MANIFEST).write_text("[]")


@pytest.mark.parametrize(
    ("spoil", "error", "says"),
    [
        (_no_manifest, FileNotFoundError, "manifest"),
        (_no_file, FileNotFoundError, "no weights"),
        (_another_file, ValueError, "sha256"),
        (_broken_manifest, ValueError, "encoder"),
    ],
)
def test_missing_and_damaged_weights_are_told_apart(
    spoil: Break, error: type[Exception], says: str, tmp_path: Path
) -> None:
    for path in networks.PACKAGED.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    spoil(tmp_path)
    with pytest.raises(error, match=says):
        encoder.load(tmp_path)


def test_the_weights_that_come_along_are_small() -> None:
    assert sum(path.stat().st_size for path in networks.PACKAGED.iterdir()) < 20_000_000
