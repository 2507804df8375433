"""The engine takes weights in the source project's layout, and refuses everything else with words that help."""

import importlib.util
import json
import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from dialogue.answerers import polyencoder

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from dialogue.polyencoder import pair as networks  # noqa: E402
from dialogue.polyencoder.calibration import FILE, Calibration  # noqa: E402
from dialogue.polyencoder.ranker import PolyRanker  # noqa: E402
from dialogue.types import Question  # noqa: E402
from tests.dialogue.polyencoder.tiny import ENTRIES, pair  # noqa: E402

ASKED = "연금 신청 방법 알려 주세요"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return pair(tmp_path / "models")


@pytest.fixture
def ranker(folder: Path, tmp_path: Path) -> PolyRanker:
    return PolyRanker(ENTRIES, networks.load(folder), Calibration(0.1, 1.0, 0.0, "w"), tmp_path / "bank")


def test_scores_are_those_of_the_networks_over_the_nearest_answers(folder: Path, ranker: PolyRanker) -> None:
    loaded = networks.load(folder)
    tokens = loaded.tokens
    with torch.inference_mode():
        question = tokens.questions([ASKED])
        known = tokens.answers([entry.answer for entry in ENTRIES])
        codes = loaded.poly.questions(torch.from_numpy(question.ids), torch.from_numpy(question.mask))
        vectors = loaded.poly.answers(torch.from_numpy(known.ids), torch.from_numpy(known.mask))
        rough = loaded.poly.scores(codes, vectors)[0]
    weighed = ranker.weigh(ASKED, np.ones(len(ENTRIES), np.bool_))
    assert set(weighed.entries) == set(rough.topk(5).indices.tolist())
    for entry, score in zip(weighed.entries, weighed.scores, strict=True):
        assert score == pytest.approx(float(loaded.fine(ASKED, [ENTRIES[entry].answer])[0]), abs=1e-4)


def test_what_is_found_are_probabilities_best_first_and_of_the_topic(ranker: PolyRanker) -> None:
    found = ranker.search(ASKED, topic="복지")
    by_id = {entry.id: entry for entry in ENTRIES}
    scores = [passage.score for passage in found]
    assert scores == sorted(scores, reverse=True) and scores[-1] >= 0 and sum(scores) <= 1 + 1e-9
    assert {by_id[passage.entry_id].topic for passage in found} == {"복지"}
    assert len({passage.entry_id for passage in found}) == len(found) == 5
    assert ranker.search(ASKED, topic="없는 주제") == []
    assert len(ranker.search(ASKED, limit=2)) == 2


@pytest.mark.parametrize("text", ["", " ", "ㅋ", "가" * 20000, "<b>hi</b>", "\u200b\x00", "😀" * 300, "\n\n"])
def test_odd_questions_find_something_or_nothing_but_never_fall_over(ranker: PolyRanker, text: str) -> None:
    assert all(0 <= passage.score <= 1 for passage in ranker.search(text))


def test_what_the_sound_says_counts(ranker: PolyRanker) -> None:
    meant = ranker.search(ASKED)[-1]
    wordings = next(set(entry.wordings) for entry in ENTRIES if entry.id == meant.entry_id)

    def likelihood(texts: Sequence[str]) -> list[float]:
        return [0.0 if text in wordings else -1.0 for text in texts]

    assert ranker.search(ASKED, likelihood=likelihood)[0].entry_id == meant.entry_id


def test_without_a_calibration_nothing_is_answered_at_once_and_the_log_says_so(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answerer = polyencoder.load(str(folder), bank=None)
    assert "asked back" in caplog.text
    kinds = {
        answerer.answer(Question(text)).kind for text in ("기초연금 신청", "수도 요금이 많이 나왔어요", "치매 검사")
    }
    assert "answer" not in kinds


def test_the_bank_is_kept_and_used_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    polyencoder.load(str(folder), bank=str(tmp_path / "bank"))
    assert {path.name for path in (tmp_path / "bank").iterdir()} == {"bank.npz", "bank.jsonl"}

    def never(*_: object) -> None:
        raise AssertionError("embedded again")

    monkeypatch.setattr(networks.Pair, "answers", never)
    polyencoder.load(str(folder), bank=str(tmp_path / "bank"))


def test_an_empty_knowledge_base_answers_nothing(folder: Path, tmp_path: Path) -> None:
    from dialogue.knowledge.store import Store

    Store(tmp_path / "empty.sqlite")
    answerer = polyencoder.load(str(folder), tmp_path / "empty.sqlite", bank=None)
    assert answerer.answer(Question("기초연금은 어떻게 신청하나요")).kind == "reject"


@pytest.mark.parametrize(
    "lost", ["poly_encoder/pytorch_model.bin", "cross_encoder/pytorch_model.bin", "config.json", "bert/vocab.txt"]
)
def test_whatever_is_not_there_is_named(folder: Path, lost: str) -> None:
    (folder / lost).unlink()
    with pytest.raises(FileNotFoundError, match=lost.split("/")[-1 if "bert" in lost else 0]):
        polyencoder.load(str(folder), bank=None)


def test_wrong_weights_are_refused_with_all_that_is_wrong(folder: Path) -> None:
    path = folder / "cross_encoder" / "pytorch_model.bin"
    tensors = torch.load(path, weights_only=True)
    tensors["classifier.weight"] = tensors.pop("linear.weight")
    tensors["bert.embeddings.position_embeddings.weight"] = torch.ones(7, 32)
    del tensors["bert.pooler.dense.bias"]
    torch.save(tensors, path)
    with pytest.raises(ValueError, match="does not fit") as raised:
        polyencoder.load(str(folder), bank=None)
    for fault in ("bert.pooler.dense.bias", "linear.weight", "classifier.weight", "7x32 instead of 512x32"):
        assert fault in str(raised.value)


def test_another_vocabulary_does_not_fit(folder: Path) -> None:
    path = folder / "bert" / "vocab.txt"
    path.write_text(path.read_text("utf-8") + "더\n", "utf-8")
    with pytest.raises(ValueError, match="word_embeddings"):
        polyencoder.load(str(folder), bank=None)


def test_pickles_are_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="Name a folder as `bank`"):
        polyencoder.load(str(folder), bank="corona_with_text.pickle")
    (folder / "poly_encoder" / "pytorch_model.bin").write_bytes(pickle.dumps({"linear.weight": [1.0]}))
    with pytest.raises(ValueError, match="read safely"):
        polyencoder.load(str(folder), bank=None)


def test_wrong_options_and_places_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"dialogue\.training\.polyencoder"):
        polyencoder.load(str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match="no knowledge base"):
        polyencoder.load(str(folder), tmp_path / "none.sqlite")
    for options in ({"candidates": 0}, {"threads": 0}, {"threshold": 2.0}):
        with pytest.raises(ValueError, match=r"must"):
            polyencoder.load(str(folder), bank=None, **options)
    (folder / FILE).write_text(json.dumps({"score": "x"}), "utf-8")
    with pytest.raises(ValueError, match="no calibration"):
        polyencoder.load(str(folder), bank=None)


def test_a_small_network_that_cannot_read_a_question_is_refused(folder: Path) -> None:
    values = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(values | {"max_position_embeddings": 100}), "utf-8")
    with pytest.raises(ValueError, match="100 tokens"):
        polyencoder.load(str(folder), bank=None)


def test_a_missing_package_says_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="make full"):
        polyencoder.load()
