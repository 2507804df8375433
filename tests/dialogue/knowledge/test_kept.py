"""What was made of a base's texts is made once, and a file that cannot be trusted changes nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from dialogue import terms
from dialogue.answerers import embedded, lexical
from dialogue.encoder import Encoder
from dialogue.knowledge.jsonl import Row
from dialogue.knowledge.kept import MORPHEMES, NOT_KEPT, VECTORS, Kept
from dialogue.knowledge.store import Store

TEXTS = ["기초연금은 어떻게 신청해요?", "수도 요금이 많이 나왔어요", "…"]
ROWS = [
    Row(1, {"id": "pension", "topic": "복지", "questions": TEXTS[:1], "answer": "주민센터에서 신청하세요."}),
    Row(2, {"id": "water", "topic": "수도", "questions": TEXTS[1:2], "answer": "120에 물어보세요."}),
]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "base.sqlite"


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts the analyser was asked for."""
    asked: list[str] = []
    find = terms.morphemes

    def noted(text: str) -> list[str]:
        asked.append(text)
        return find(text)

    monkeypatch.setattr(terms, "morphemes", noted)
    return asked


class Embedding:
    """Gives every text a vector of its length and counts how often it was asked."""

    asked = 0

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += 1
        return np.array([[len(text), 1 / 3] for text in texts], np.float32)


def test_a_known_text_is_not_analysed_again(base: Path, analysed: list[str]) -> None:
    first = Kept(base).morphemes(TEXTS)
    assert Kept(base).morphemes(TEXTS) == first == NOT_KEPT.morphemes(TEXTS)
    assert analysed == TEXTS * 2  # for the first and the last


def test_only_what_is_new_is_analysed_and_what_is_gone_forgotten(base: Path, analysed: list[str]) -> None:
    Kept(base).morphemes(TEXTS)
    assert set(Kept(base).morphemes([TEXTS[0], "여권을 만들고 싶어요"])) == {TEXTS[0], "여권을 만들고 싶어요"}
    assert analysed[len(TEXTS) :] == ["여권을 만들고 싶어요"]
    text = base.with_name(base.name + MORPHEMES).read_text("utf-8")
    assert "여권" in text and "수도" not in text


def test_vectors_are_made_anew_when_a_text_or_the_network_is_another(base: Path) -> None:
    embed = Embedding()
    for texts, maker in (TEXTS, "a"), (TEXTS, "a"), (TEXTS[:2], "a"), (TEXTS[:2], "b"), (TEXTS[:2], "b"):
        wordings, answers = Kept(base).vectors([texts, TEXTS[1:]], embed, maker)
        assert np.array_equal(wordings, Embedding()(texts)) and np.array_equal(answers, Embedding()(TEXTS[1:]))
        assert wordings.dtype == np.float32
    assert embed.asked == 3 * 2


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[:-9],
    "one bit": lambda data: data[:-20] + bytes([data[-20] ^ 1]) + data[-19:],
    "something else": lambda data: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "made by another": lambda data: b"9" + data,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_file_that_cannot_be_trusted_is_made_anew(
    base: Path, analysed: list[str], damage: Callable[[bytes], bytes]
) -> None:
    for _ in range(2):
        embed = Embedding()
        assert Kept(base).morphemes(TEXTS) == NOT_KEPT.morphemes(TEXTS)
        assert np.array_equal(Kept(base).vectors([TEXTS], embed, "a")[0], Embedding()(TEXTS))
        assert embed.asked == 1 and analysed == TEXTS * 2
        analysed.clear()
        files = [base.with_name(base.name + end) for end in (MORPHEMES, VECTORS)]
        for file in files:
            file.write_bytes(damage(file.read_bytes()))


def test_where_nothing_can_be_kept_it_works_all_the_same(base: Path) -> None:
    base.with_name(base.name + MORPHEMES).mkdir()
    assert Kept(base).morphemes(TEXTS) == NOT_KEPT.morphemes(TEXTS)
    assert len(list(base.parent.iterdir())) == 1
    assert Kept(base.parent / "no folder" / "base").morphemes(TEXTS) == NOT_KEPT.morphemes(TEXTS)


def test_without_a_base_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    NOT_KEPT.morphemes(TEXTS)
    NOT_KEPT.vectors([TEXTS], Embedding(), "a")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("engine", [lexical, embedded])
def test_an_answerer_finds_the_same_from_the_files_and_makes_nothing_again(
    base: Path,
    analysed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    engine: ModuleType,
) -> None:
    embedded_texts: list[str] = []
    vectors = Encoder.vectors

    def noted(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
        embedded_texts.extend(texts)
        return vectors(encoder, texts)

    monkeypatch.setattr(Encoder, "vectors", noted)
    Store(base).import_rows(ROWS)
    first, second = engine.load(base), engine.load(base)
    assert analysed.count(TEXTS[0]) == 1 and embedded_texts.count(TEXTS[0]) <= 1
    for asked in ("연금 신청이요", "물값이 많이 나왔어요", "안녕하세요"):
        assert first.ranker.search(asked) == second.ranker.search(asked)
