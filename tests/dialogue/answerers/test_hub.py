"""Any pair of the hub finds entries, given by folder or id; what is missing or wrong is said."""

import importlib.util
from pathlib import Path

import pytest

from dialogue.answerers import hub

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("safetensors")

from dialogue.hub.calibrate import made_by  # noqa: E402
from dialogue.hub.encoder import load as load_encoder  # noqa: E402
from dialogue.hub.ranker import HubRanker  # noqa: E402
from dialogue.hub.reranker import load as load_reranker  # noqa: E402
from dialogue.knowledge.jsonl import Row  # noqa: E402
from dialogue.knowledge.store import Store  # noqa: E402
from dialogue.polyencoder.calibration import FILE, Calibration  # noqa: E402
from dialogue.types import Question  # noqa: E402
from tests.dialogue.hub.small import encoder, reranker  # noqa: E402

ROWS = [
    {"id": "pension", "topic": "복지", "questions": ["연금 신청 어떻게 해요"], "answer": "주민센터 에서 하세요"},
    {"id": "passport", "topic": "여권", "questions": ["여권 발급 어디서 해요"], "answer": "구청 에서 하세요"},
    {"id": "water", "topic": "생활", "questions": ["수도 요금 얼마"], "answer": "전기 는 구청"},
]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.sqlite"
    assert not Store(path).import_rows(Row(n, row) for n, row in enumerate(ROWS, 1)).errors
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    encoder(tmp_path / "encoder", roberta=False)
    reranker(tmp_path / "reranker")
    return tmp_path


def test_a_known_wording_is_found_by_its_vector(folder: Path, base: Path) -> None:
    entries = Store(base).entries()
    ranker = HubRanker(entries, load_encoder(str(folder / "encoder")), None, Calibration(1.0, 1.0, -15.0, "w"))
    for entry in entries:
        found = ranker.search(entry.questions[0])
        assert found[0].entry_id == entry.id and found[0].wording == entry.questions[0]
        assert sum(passage.score for passage in found) <= 1 + 1e-9
        assert [p.entry_id for p in ranker.search(entry.questions[0], topic="여권")] == ["passport"]
    assert ranker.search(" ") == [] and ranker.search("연금", topic="없음") == []


def test_the_reranker_has_the_last_word(folder: Path, base: Path) -> None:
    entries = Store(base).entries()
    judging = load_reranker(str(folder / "reranker"))
    ranker = HubRanker(entries, load_encoder(str(folder / "encoder")), judging, Calibration(1.0, 0.0, 0.0, "w"))
    texts = {entry.id: f"{entry.questions[0]}\n{entry.answer}" for entry in entries}
    scores = dict(zip(texts, judging.scores("연금 신청 어떻게 해요", list(texts.values())), strict=True))
    found = ranker.search("연금 신청 어떻게 해요")
    assert [passage.entry_id for passage in found] == sorted(scores, key=lambda name: -scores[name])


def test_the_engine_answers_once_it_is_calibrated_and_asks_back_before(folder: Path, base: Path) -> None:
    reading = load_encoder(str(folder / "encoder"))
    options = {"encoder": str(folder / "encoder"), "knowledge": base, "bank": str(folder / "bank")}
    asked = Question(ROWS[0]["questions"][0])
    before = hub.load(**options)  # type: ignore[arg-type]
    assert before.answer(asked).kind != "answer"
    Calibration(0.0, 1000.0, 0.0, made_by(reading.fingerprint, "")).write(folder / "bank" / FILE)
    after = hub.load(**options)  # type: ignore[arg-type]
    answer = after.answer(asked)
    assert (answer.kind, answer.answer_id) == ("answer", "pension")
    both = hub.load(**options, reranker=str(folder / "reranker"))  # type: ignore[arg-type]
    assert both.answer(asked).kind != "answer", "it was fitted without the reranker"


def test_what_is_missing_or_wrong_is_said(folder: Path, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(folder / "nothing"))
    with pytest.raises(FileNotFoundError, match="ko-sroberta"):
        hub.load(knowledge=base, bank=None)
    with pytest.raises(FileNotFoundError, match="some/reranker"):
        hub.load(str(folder / "encoder"), "some/reranker", base, bank=None)
    with pytest.raises(ValueError, match=r"does not fit|no reranker"):
        hub.load(str(folder / "encoder"), str(folder / "encoder"), base, bank=None)
    with pytest.raises(ValueError, match="pickle"):
        hub.load(str(folder / "encoder"), knowledge=base, bank="frame.pkl")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="make full"):
        hub.load()
