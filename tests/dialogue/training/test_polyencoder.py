"""Training at toy size: the losses fall, and "none of these" comes out as a small probability."""

import json
import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")
pytest.importorskip("safetensors")

from dialogue.polyencoder.calibration import Calibration  # noqa: E402
from dialogue.polyencoder.network import Bert, Shape  # noqa: E402
from dialogue.polyencoder.off_topic import OFF_TOPIC  # noqa: E402
from dialogue.polyencoder.pair import load  # noqa: E402
from dialogue.polyencoder.ranker import PolyRanker  # noqa: E402
from dialogue.polyencoder.tokens import Tokens  # noqa: E402
from dialogue.training import polyencoder  # noqa: E402
from dialogue.training.polyencoder import Figures, begin, calibrate, split, train  # noqa: E402
from tests.dialogue.polyencoder.tiny import CONFIG, ENTRIES, vocabulary  # noqa: E402


@dataclass(frozen=True, slots=True)
class Trained:
    folder: Path
    figures: Figures
    told: str


def base(home: Path, prefix: str = "bert.") -> Path:
    """A BERT as it is published: without the row for the line break, with a head, without a pooler. Its first layer
    looks for equal words, which takes a network of this size too long to find out."""
    home.mkdir()
    tokens = Tokens(vocabulary(home / "vocab.txt"))
    (home / "config.json").write_text(json.dumps(CONFIG), "utf-8")
    torch.manual_seed(1)
    bert = Bert(Shape.read(home / "config.json", tokens.size - 1))
    lively = {name: tensor * 8 if tensor.ndim > 1 else tensor for name, tensor in bert.state_dict().items()}
    lively["embeddings.position_embeddings.weight"].zero_()
    for part in ("query", "key"):
        lively[f"encoder.layer.0.attention.self.{part}.weight"] = 1.5 * torch.eye(32)
    tensors = {f"{prefix}{name}": tensor for name, tensor in lively.items() if "pooler" not in name}
    torch.save(tensors | {"cls.predictions.bias": torch.ones(3)} if prefix else tensors, home / "pytorch_model.bin")
    return home


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trained]:
    home = tmp_path_factory.mktemp("trained")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    log = logging.getLogger(polyencoder.__name__)
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    torch.manual_seed(1)
    train(ENTRIES, base(home / "base"), home / "out", steps=(80, 320), batch=36, peak=3e-3)
    figures = calibrate(ENTRIES, home / "out")
    log.removeHandler(handler)
    log.setLevel(logging.NOTSET)
    yield Trained(home / "out", figures, "\n".join(lines))
    torch.set_num_threads(threads)


@pytest.mark.slow
def test_both_losses_fall_on_questions_kept_back(trained: Trained) -> None:
    held: dict[str, list[float]] = defaultdict(list)
    for network, value in re.findall(r"(\w+), step \d+: .* kept back ([\d.]+)", trained.told):
        held[network].append(float(value))
    assert held.keys() == {"PolyEncoder", "CrossEncoder"}
    for values in held.values():
        assert len(values) >= 5 and min(values) < 0.6 * values[0]


@pytest.mark.slow
def test_questions_never_seen_are_answered_and_what_no_entry_answers_is_not(trained: Trained) -> None:
    assert trained.figures.questions >= 10
    assert trained.figures.right > 0.8
    assert trained.figures.told_apart > 0.9
    assert trained.figures.off < 0.2


@pytest.mark.slow
def test_none_of_these_is_calibrated_where_the_engine_uses_it(trained: Trained) -> None:
    pair = load(trained.folder)
    fitted = Calibration.read(trained.folder, pair.fingerprint)
    assert fitted is not None
    ranker = PolyRanker(ENTRIES, pair, fitted)
    without = PolyRanker([entry for entry in ENTRIES if entry.id != "service-0"], pair, fitted)
    (text, entry), *_ = [asked for asked in split(ENTRIES).learnt if asked[1] == 0]
    assert entry == 0 and ranker.search(text)[0].entry_id == "service-0"
    assert ranker.search(text)[0].score > 0.5
    assert without.search(text)[0].score < ranker.search(text)[0].score - 0.2
    strange = [ranker.search(text)[0].score for text in OFF_TOPIC]
    assert np.mean([score > 0.5 for score in strange]) < 0.1


def test_every_wording_is_a_question_of_its_own_and_stays_on_one_side() -> None:
    parts = split(ENTRIES)
    sides = [{text for text, _ in part} for part in (parts.learnt, parts.calibrated, parts.measured)]
    assert not sides[0] & sides[1] and not sides[0] & sides[2] and not sides[1] & sides[2]
    assert set().union(*sides) >= {wording for entry in ENTRIES for wording in entry.wordings} | set(OFF_TOPIC)
    assert {entry for _, entry in parts.learnt} >= set(range(len(ENTRIES)))
    assert all("\n" not in text for text, _ in parts.learnt)
    assert split(ENTRIES[:5]).learnt == [asked for asked in parts.learnt if asked[1] is None or asked[1] < 5]


@pytest.mark.parametrize("prefix", ["", "bert.", "encoder."])
def test_a_published_bert_is_taken_whole(tmp_path: Path, prefix: str) -> None:
    home = base(tmp_path / "base", prefix)
    tokens = Tokens(home / "vocab.txt")
    bert = Bert(Shape.read(home / "config.json", tokens.size))
    begin(bert, home)
    stored = torch.load(home / "pytorch_model.bin", weights_only=True)
    name = "encoder.layer.1.output.dense.weight"
    assert torch.equal(bert.state_dict()[name], stored[f"{prefix}{name}"])
    assert len(bert.embeddings.word_embeddings.weight) == tokens.size


def test_an_encoder_that_would_stay_random_is_refused(tmp_path: Path) -> None:
    home = base(tmp_path / "base", "other.")
    tokens = Tokens(home / "vocab.txt")
    with pytest.raises(ValueError, match="missing"):
        begin(Bert(Shape.read(home / "config.json", tokens.size)), home)


def test_too_few_answers_or_wordings_are_refused(tmp_path: Path) -> None:
    for entries, batch in ((ENTRIES[:20], 36), (ENTRIES, 16)):
        with pytest.raises(ValueError, match="at least 33"):
            train(entries, tmp_path, tmp_path, (1, 1), batch)
    bare = [replace(entry, questions=entry.questions[:1], title=entry.questions[0]) for entry in ENTRIES]
    with pytest.raises(ValueError, match="more wordings"):
        train(bare, tmp_path, tmp_path, (1, 1), 36)
