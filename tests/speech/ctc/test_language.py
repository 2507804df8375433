import math
from pathlib import Path

import pytest

from speech.ctc import language
from speech.ctc.jamo import SYMBOLS, spell
from speech.ctc.language import EDGE, JamoModel

SENTENCES = ["기초연금 신청하고 싶어요", "기초연금 얼마 나와요", "등본 떼고 싶어요"]


def chars(text: str) -> str:
    return "".join(map(chr, spell(text)))


@pytest.fixture(scope="module")
def model() -> JamoModel:
    return JamoModel(language.count(spell(text) for text in SENTENCES))


@pytest.mark.parametrize("history", ["", "기초", "등본 ", "듣도 보도 못한"])
def test_probabilities_of_what_may_follow_sum_to_one(model: JamoModel, history: str) -> None:
    total = sum(math.exp(model.log_probability(EDGE + chars(history) + chr(symbol))) for symbol in range(SYMBOLS))
    assert total == pytest.approx(1.0)


def test_what_was_seen_is_likelier(model: JamoModel) -> None:
    assert model.log_probability(chars("기초연금")[:-2]) > model.log_probability(chars("기초연담")[:-2]) + 2


def test_a_sentence_ends_where_sentences_end(model: JamoModel) -> None:
    assert model.log_probability(chars("떼고 싶어요") + EDGE) > model.log_probability(chars("떼고 시") + EDGE) + 2


def test_weight_counts_as_so_many_times() -> None:
    once = language.count([spell("등본")], weight=3)
    assert once == language.merge(*[language.count([spell("등본")])] * 3)


def test_a_file_keeps_what_was_seen_often(tmp_path: Path) -> None:
    counts = language.count(spell(text) for text in SENTENCES)
    language.write(tmp_path / "counts.npz", counts, least=2)
    assert language.read(tmp_path / "counts.npz") == {gram: seen for gram, seen in counts.items() if seen >= 2}


def test_broken_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        language.read(tmp_path / "counts.npz")
    (tmp_path / "counts.npz").write_bytes(b"PK\3\4 not really")
    with pytest.raises(ValueError, match="counts"):
        language.read(tmp_path / "counts.npz")
